// Asks who somebody is, by go-oidc: the token comes on standard input, the answer goes to standard output.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

type answer struct {
	Status int            `json:"status"`
	Body   map[string]any `json:"body"`
}

func main() {
	token, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	realm, err := oidc.NewProvider(context.Background(), os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: string(token)})
	given := answer{Status: 200}
	if found, refusal := realm.UserInfo(context.Background(), source); refusal != nil {
		fmt.Sscanf(refusal.Error(), "%d", &given.Status)
	} else if err := found.Claims(&given.Body); err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(given); err != nil {
		log.Fatal(err)
	}
}
