"""What an environment declares, and everything that follows from it without any CDK.

`props/` are the typed, frozen declarations; `checks/` are the rules across keys; `access_policy` is the one place that
decides who may call what. The construct, the gateways' files, the commands and the live checks all read this room; it
imports no `cdktf`, starts no Node process and no other program, so that reading a file stays fast.
"""
