import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

// The server around the recipe, AccessTokens.
@Import(AccessTokens.class)
@RestController
@EnableAutoConfiguration
public class Application {
  public static void main(String[] arguments) {
    SpringApplication.run(Application.class, arguments);
  }

  @PostMapping("/v2/models/fraud-detector/infer")
  String infer() {
    return "";
  }
}
