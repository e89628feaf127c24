"""The generator of the Keycloak provider's Python bindings, for either CDK: `python -m constructs_lib.bindings`.

Standard library only, since set-up runs it before anything is installed. Set-up keeps what it makes in the checkout;
who installed the library from its wheel runs it once and installs what it leaves. `provider_constraint` says which
versions of the provider the constructs know.
"""
