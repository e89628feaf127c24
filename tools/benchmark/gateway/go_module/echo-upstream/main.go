// Command echo-upstream answers each request with the request's own body: a model server that takes no time of its own.
package main

import (
	"flag"
	"io"
	"log"
	"net/http"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8000", "where it listens: address and port")
	flag.Parse()
	echo := func(answer http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			answer.WriteHeader(http.StatusBadRequest)
			return
		}
		answer.Header().Set("Content-Type", "application/json")
		_, _ = answer.Write(body)
	}
	log.Fatal(http.ListenAndServe(*listen, http.HandlerFunc(echo)))
}
