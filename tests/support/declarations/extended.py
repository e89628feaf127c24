"""The app of docs/how-to/extend-the-realm.md, which tests add to and override as its reader would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.cdk import App, PgBackend, TerraformStack
from constructs_lib.cdk.keycloak import KeycloakProvider
from constructs_lib.declaration.props import ApiProps, RealmProps, SmtpProps
from constructs_lib.ml_api_security import MlApiSecurity

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["extended"]


def extended(folder: Path, **declared: Any) -> tuple[App, TerraformStack, MlApiSecurity]:  # noqa: ANN401 - keywords
    """Return the page's app, with nothing added yet, but for what else is declared."""
    app = App(outdir=str(folder))
    stack = TerraformStack(app, "extended")
    PgBackend(stack, conn_str="postgres://state.example.com/terraform")
    KeycloakProvider(stack, "keycloak", url="https://sso.example.com", client_id="deployer")
    security = MlApiSecurity(
        stack,
        "Security",
        realm=RealmProps(name="ml", smtp=SmtpProps(host="smtp.example.com", sender="no-reply@example.com")),
        api=ApiProps(client_id="scorer", audience="https://models.example.com"),
        external_people=True,
        **declared,
    )
    return app, stack, security
