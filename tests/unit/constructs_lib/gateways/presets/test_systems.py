"""Files for systems that keep their own routes: LiteLLM, MLflow, Kubeflow."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from ruamel.yaml import YAML

from tests.support.gateways.protected import ENDPOINTS, render

pytestmark = pytest.mark.unit

# "Authentication Through an OpenID Connect Provider" in Dex's documentation (dexidp.io, connectors/oidc).
DEX_SETTINGS = {
    *("issuer", "clientID", "clientSecret", "redirectURI", "basicAuthUnsupported", "scopes", "hostedDomains"),
    *("rootCAs", "insecureSkipEmailVerified", "insecureEnableGroups", "allowedGroups", "acrValues"),
    *("insecureSkipVerify", "getUserInfo", "userIDKey", "userNameKey", "promptType", "pkceChallenge"),
    *("overrideClaimMapping", "claimMapping", "claimModifications", "providerDiscoveryOverrides", "issuerAlias"),
}


def load(preset: str, file: str, **gateway: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return what a file holds."""
    return YAML(typ="safe", pure=True).load(render(preset, **gateway)[file])


def test_litellm_maps_scopes_to_models() -> None:
    """Each model's scope opens that model, the access role's scope all that can predict, and other actions none."""
    settings = load("litellm", "config.yaml")["general_settings"]["litellm_jwtauth"]
    assert settings["enforce_scope_based_access"] is True
    assert settings["scope_mappings"] == [
        {"scope": "model.churn.predict", "models": ["churn"]},
        {"scope": "model.fraud.predict", "models": ["fraud"]},
        {"scope": "model-api-access", "models": ["churn", "fraud"]},
    ]


def test_litellm_checks_audience_and_issuer() -> None:
    """Left out, LiteLLM checks neither."""
    assert load("litellm", "config.yaml")["environment_variables"] == {
        "JWT_PUBLIC_KEY_URL": ENDPOINTS.jwks_uri,
        "JWT_ISSUER": ENDPOINTS.issuer,
        "JWT_AUDIENCE": "scorer",
    }


def test_mlflow_variables() -> None:
    """MLflow gets the realm, its application, where the code goes, and the groups that let people in."""
    text = render("mlflow-oidc-auth", public_url="https://mlflow.example.com", mlflow_application="tracking")
    lines = [line for line in text["mlflow.env"].splitlines() if not line.startswith("#")]
    assert lines == [
        f"OIDC_DISCOVERY_URL={ENDPOINTS.discovery_url}",
        "OIDC_CLIENT_ID=tracking",
        "OIDC_REDIRECT_URI=https://mlflow.example.com/callback",
        "OIDC_GROUPS_ATTRIBUTE=groups",
        "OIDC_GROUP_NAME=mlflow",
        "OIDC_ADMIN_GROUP_NAME=mlflow-admin",
        f"OIDC_ISSUER={ENDPOINTS.issuer}",
        "OIDC_AUDIENCE=scorer",
        "OIDC_JWKS_CACHE_TTL_SECONDS=300",
    ]


def test_dex_connector() -> None:
    """Dex knows every setting, reads the secret from its environment, and uses PKCE, which the realm requires."""
    (connector,) = load("kubeflow", "dex-connector.yaml", public_url="https://kubeflow.example.com")["connectors"]
    assert set(connector["config"]) - DEX_SETTINGS == set()
    assert connector["config"]["clientSecret"] == "$KEYCLOAK_CLIENT_SECRET"
    assert connector["config"]["redirectURI"] == "https://kubeflow.example.com/dex/callback"
    assert (connector["config"]["pkceChallenge"], connector["config"]["insecureEnableGroups"]) == ("S256", True)


def test_litellm_refuses_bound_tokens() -> None:
    """The function that its settings name raises for a token with `cnf`, and returns True for any other."""
    files = render("litellm")
    named = load("litellm", "config.yaml")["general_settings"]["litellm_jwtauth"]["custom_validate"]
    module, _, function = named.rpartition(".")
    scope: dict[str, Any] = {}
    exec(compile(files[f"{module}.py"], module, "exec", dont_inherit=True), scope)  # noqa: S102 - what the preset wrote
    for confirmation in ({"jkt": "x"}, {}, None):
        with pytest.raises(ValueError, match="without its proof"):
            scope[function]({"sub": "x", "cnf": confirmation})
    assert scope[function]({"sub": "x"}) is True
    # LiteLLM refuses a function that promises anything else.
    assert scope[function].__annotations__["return"] == Literal[True]
