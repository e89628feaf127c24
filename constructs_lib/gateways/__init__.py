"""Files for the gateways in front of the models, from the declaration that also gives the realm.

`protected_api` derives what a gateway has to check, `paths` which request is which model and action, and each module of
`presets/` writes one gateway's files from them. It reads `declaration` alone: no CDK, no realm.
"""
