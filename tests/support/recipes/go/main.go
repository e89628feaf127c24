// Serves a recipe that tells roles from tokens: rolesOf, beside this file.
package main

import (
	"log"
	"net/http"
	"os"
	"slices"
	"strings"
)

func main() {
	http.HandleFunc("/", func(answer http.ResponseWriter, request *http.Request) {
		token, isBearer := strings.CutPrefix(request.Header.Get("Authorization"), "Bearer ")
		roles, err := rolesOf(request.Context(), token)
		if err != nil {
			log.Print(err)
		}
		switch {
		case !isBearer || err != nil:
			answer.WriteHeader(http.StatusUnauthorized)
		case !slices.Contains(roles, "fraud-detector:predict"):
			answer.WriteHeader(http.StatusForbidden)
		}
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil))
}
