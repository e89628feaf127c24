"""The live realm, compared with what is declared: what somebody made, gave or changed by hand."""
