//go:build tools

// Package tools pins the load generator of `make benchmark-gateway`.
package tools

import _ "github.com/tsenart/vegeta/v12"
