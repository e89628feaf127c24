"""`make guardrails`: what the guardrails say, as a table and as SARIF."""
