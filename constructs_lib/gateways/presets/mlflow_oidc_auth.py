"""mlflow-oidc-auth, the plugin by which MLflow logs people in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.declaration.parent_group import group_claim
from constructs_lib.declaration.token_settings import GROUPS_CLAIM
from constructs_lib.gateways.applications import application_findings, group_findings
from constructs_lib.gateways.head import head
from constructs_lib.gateways.preset import Preset
from constructs_lib.gateways.yaml_text import comment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.declaration_error import Finding
    from constructs_lib.declaration.props import Declaration, GatewayProps, PresetName
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["ADMIN_GROUP", "MlflowOidcAuthPreset"]

ADMIN_GROUP = "mlflow-admin"
"""Whose people are MLflow's administrators."""

_CALLBACK = "/callback"
_GROUP = "mlflow"


class MlflowOidcAuthPreset(Preset):
    """Environment variables of mlflow-oidc-auth 11."""

    name: ClassVar[PresetName] = "mlflow-oidc-auth"
    checked: ClassVar[str] = "tokens of Keycloak alone, for the claims that mlflow-oidc-auth reads by its documentation"
    checks_paths: ClassVar[bool] = False
    takes_machines: ClassVar[bool] = False
    limits: ClassVar[tuple[str, ...]] = (
        "Set OIDC_CLIENT_SECRET and SECRET_KEY in the process environment, not here.",
        f"People of the groups {_GROUP} and {ADMIN_GROUP} get in; what they may do with a model, MLflow itself keeps.",
        "Machines' tokens hold no groups: MLflow knows none of them.",
    )

    def files(self, api: ProtectedApi) -> dict[str, str]:
        """Return `mlflow.env`, for python-dotenv, `docker --env-file` and the like."""
        settings = {
            "OIDC_DISCOVERY_URL": api.endpoints.discovery_url,
            "OIDC_CLIENT_ID": api.gateway.mlflow_application,
            "OIDC_REDIRECT_URI": api.resource + _CALLBACK,
            "OIDC_GROUPS_ATTRIBUTE": GROUPS_CLAIM,
            "OIDC_GROUP_NAME": group_claim(api.realm, _GROUP),
            "OIDC_ADMIN_GROUP_NAME": group_claim(api.realm, ADMIN_GROUP),
            "OIDC_ISSUER": api.endpoints.issuer,
            "OIDC_AUDIENCE": api.audience,
            "OIDC_JWKS_CACHE_TTL_SECONDS": str(api.key_cache_s),
        }
        lines = "".join(f"{name}={value}\n" for name, value in settings.items())
        return {"mlflow.env": comment(head(api, self)) + lines}

    def findings(self, declaration: Declaration, gateway: GatewayProps) -> Iterator[Finding]:
        """A confidential application whose tokens hold `groups`, and the two groups."""
        rename = ", or name another by gateway.mlflow_application"
        yield from application_findings(declaration, self.name, gateway.mlflow_application, _CALLBACK, rename)
        yield from group_findings(declaration, self.name, _GROUP, admins=ADMIN_GROUP)
