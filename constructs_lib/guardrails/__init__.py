"""Guardrails: rules that judge synthesized Terraform before anything is applied.

`rules/` holds one rule a file, many a `FlagRule` (`flag_rule.py`); `terraform/` reads a stack's JSON; `review.py`
applies the rules and the exemptions; `aspect.py` makes `cdktf synth` stop.
"""
