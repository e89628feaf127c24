"""Gateways of an environment that joins somebody else's realm."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.props import GatewayProps
from constructs_lib.declaration.realm_names import with_realm_names
from constructs_lib.gateways.catalog import PRESETS
from constructs_lib.gateways.checks import gateway_findings
from constructs_lib.gateways.protected_api import ProtectedApi
from tests.support.declarations.joined import joined

pytestmark = pytest.mark.unit

GROUPS = {"mlflow": {"fraud": ["predict"]}, "mlflow-admin": {"fraud": ["explain"]}}
CONFIDENTIAL = {"type": "confidential", "groups_claim": True}
APPLICATIONS = {
    "mlflow": {**CONFIDENTIAL, "redirect_uris": ["http://127.0.0.1:8090/callback"]},
    "kubeflow-oidc-authservice": {**CONFIDENTIAL, "redirect_uris": ["http://127.0.0.1:8090/dex/callback"]},
}


@pytest.mark.parametrize(
    ("preset", "written"),
    [
        ("fastapi", '"ml-model.fraud.predict"'),
        ("litellm", "scope: ml-model.fraud.predict"),
        ("mlflow-oidc-auth", "OIDC_CLIENT_ID=ml-mlflow\n"),
        ("mlflow-oidc-auth", "OIDC_ADMIN_GROUP_NAME=/ml-groups/mlflow-admin\n"),
    ],
)
def test_names_are_those_of_the_realm(preset: str, written: str) -> None:
    """Clients and scopes have the prefix, and groups their path: those of others may have the same names."""
    people = {"ada": {"groups": ["mlflow", "mlflow-admin"]}}
    declared = joined({"prefix": "ml"}, groups=GROUPS, people=people, applications=APPLICATIONS)
    gateway = GatewayProps()
    assert list(gateway_findings(declared, gateway, (preset,))) == []
    renamed = with_realm_names(declared)
    named = gateway.model_copy(update={"mlflow_application": "ml-mlflow"})
    assert list(gateway_findings(renamed, named, (preset,))) == []
    api = ProtectedApi.of("dev", renamed, named, RealmEndpoints("https://sso.example.com", "corp"))
    assert any(written in text for text in PRESETS[preset].render(api).values())
