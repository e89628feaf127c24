//go:build tools

// Package tools pins the Keycloak provider that set-up builds where the Terraform registry is out of reach.
package tools

import _ "github.com/keycloak/terraform-provider-keycloak"
