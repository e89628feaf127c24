//go:build tools

// Package tools pins the OpenTofu that its tests build where none is installed.
package tools

import _ "github.com/opentofu/opentofu/cmd/tofu"
