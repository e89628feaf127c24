// Serves a recipe that is an app: `app` of recipe.js beside this file.
import { app } from "./recipe.js";

app.listen(Number(process.argv[2]), "127.0.0.1");
