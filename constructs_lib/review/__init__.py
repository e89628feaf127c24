"""What a reviewer asks of a declaration: who may do what, and why; what a token will hold; who gains and who loses.

It reads declarations, and the gateways' routes; it knows no CDK, starts no program, and asks no server. Who may call
what is decided in `declaration.access_policy`, not here.
"""
