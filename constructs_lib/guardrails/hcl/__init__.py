"""Terraform's expression language (HCL native syntax) as trees: the one reader that everything else asks.

`parser.py` reads templates as they stand in Terraform JSON, and the expressions within them; `tree.py` says what they
become. The grammar is that of https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md.
"""
