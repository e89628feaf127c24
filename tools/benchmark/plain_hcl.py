"""The same objects as a program of plain HCL with one state, as one would write it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.benchmark.large_environment import jwks_url

if TYPE_CHECKING:
    from tools.benchmark.size import Size

__all__ = ["plain_hcl"]

_PROGRAM = """\
terraform {{
  required_providers {{
    keycloak = {{
      source  = "keycloak/keycloak"
      version = "{version}"
    }}
  }}
}}

provider "keycloak" {{}}

locals {{
  models    = [{models}]
  consumers = {{
{consumers}
  }}
  grants = [
{grants}
  ]
}}

resource "keycloak_realm" "realm" {{
  realm        = "{realm}"
  ssl_required = "external"
}}

resource "keycloak_openid_client" "api" {{
  realm_id    = keycloak_realm.realm.id
  client_id   = "model-api"
  access_type = "CONFIDENTIAL"
}}

resource "keycloak_openid_client" "consumer" {{
  for_each                  = local.consumers
  realm_id                  = keycloak_realm.realm.id
  client_id                 = each.key
  access_type               = "CONFIDENTIAL"
  client_authenticator_type = "client-jwt"
  service_accounts_enabled  = true
  full_scope_allowed        = false
  extra_config = {{
    "use.jwks.url" = "true"
    "jwks.url"     = each.value
  }}
}}

resource "keycloak_role" "model" {{
  for_each  = toset(local.models)
  realm_id  = keycloak_realm.realm.id
  client_id = keycloak_openid_client.api.id
  name      = "${{each.key}}:predict"
}}

resource "keycloak_openid_client_service_account_role" "grant" {{
  for_each                = {{ for grant in local.grants : join("/", grant) => grant }}
  realm_id                = keycloak_realm.realm.id
  client_id               = keycloak_openid_client.api.id
  service_account_user_id = keycloak_openid_client.consumer[each.value[0]].service_account_user_id
  role                    = keycloak_role.model[each.value[1]].name
}}
"""


def plain_hcl(realm: str, size: Size, *, provider_version: str) -> str:
    """Return the program: a realm, a client a consumer, a role a model, an assignment a grant.

    Args:
        realm: Name of the realm.
        size: How much is declared.
        provider_version: Exact version of the Keycloak provider.
    """
    consumers = size.consumer_names()
    grants = [(name, model) for index, name in enumerate(consumers) for model in size.granted(index)]
    return _PROGRAM.format(
        version=provider_version,
        realm=realm,
        models=", ".join(f'"{model}"' for model in size.model_names()),
        consumers="\n".join(f'    "{name}" = "{jwks_url(name)}"' for name in consumers),
        grants="\n".join(f'    ["{name}", "{model}"],' for name, model in grants),
    )
