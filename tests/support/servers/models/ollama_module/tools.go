//go:build tools

// Package tools pins the Ollama that tests of its style of paths build.
package tools

import _ "github.com/ollama/ollama"
