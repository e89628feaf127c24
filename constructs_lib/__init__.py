"""Constructs that put ML serving APIs behind Keycloak.

Start with `constructs_lib.ml_api_security.MlApiSecurity`; its arguments are in `constructs_lib.declaration.props`. This
file imports nothing, so that reading declarations does not start the CDK's Node process.
"""
