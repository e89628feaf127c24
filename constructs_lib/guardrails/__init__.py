"""Guardrails: rules that judge synthesized Terraform before anything is applied.

`rules/` holds one rule a file, many a `FlagRule` (`flag_rule.py`); `hcl/` reads expressions, `terraform/` stacks;
`review.py` applies the rules and the exemptions; `aspect.py` makes `cdktf synth` stop.
"""
