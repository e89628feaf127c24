"""An environment of somebody who would run a script in a reviewer's browser."""

from __future__ import annotations

import json

from tests.support.declarations.valid_environment import VALID

__all__ = ["HOSTILE", "WITH_HOSTILE_TEXTS"]

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\" onload=alert(3) '{{ 7 * 7 }}"
_QUOTED = json.dumps(HOSTILE)
# As RFC 4514 has it: such characters are escaped, which HTML does not know.
_SUBJECT = r"CN=\<script\>alert(4)\</script\>"

WITH_HOSTILE_TEXTS = (
    VALID
    + f"""\
models:
  scorer:
    description: {_QUOTED}
groups:
  readers:
    scorer: [predict]
consumers:
  batch:
    description: {_QUOTED}
    auth:
      method: mtls
      subject_dn: {json.dumps(_SUBJECT)}
    grants:
      scorer: [predict]
federation:
  corp:
    vendor: ad
    url: ldaps://ldap.example.com
    bind:
      dn: cn=keycloak,dc=example,dc=com
    users:
      dn: ou=people,dc=example,dc=com
    groups:
      dn: ou=groups,dc=example,dc=com
      map:
        {_QUOTED}: readers
exemptions:
  - rule: KC-PKCE
    resource: prod/Security/x
    reason: {json.dumps(f"because of {HOSTILE}")}
"""
)
