//go:build tools

// Package tools pins the actionlint that tests of the workflows run.
package tools

import _ "github.com/rhysd/actionlint/cmd/actionlint"
