"""Systems that cannot run here know every setting that is written for them: their own source says so."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from tests.support.gateways.protected import render
from tests.support.gateways.wheel_source import class_fields, string_arguments, wheel_modules

pytestmark = pytest.mark.integration

LITELLM = "litellm==1.108.7"
MLFLOW = "mlflow-oidc-auth==11.0.2"


def test_litellm_knows_the_settings() -> None:
    """Each key is a field of LiteLLM's own types, which refuse or pass over any other."""
    types, authentication = wheel_modules(LITELLM, "litellm/proxy/_types.py", "litellm/proxy/auth/user_api_key_auth.py")
    config = YAML(typ="safe", pure=True).load(render("litellm")["config.yaml"])
    settings = config["general_settings"]["litellm_jwtauth"]
    assert set(config["general_settings"]) - string_arguments(authentication) == {"litellm_jwtauth"}
    assert set(settings) - class_fields(types, "LiteLLM_JWTAuth") == set()
    mapping = class_fields(types, "ScopeMapping") | class_fields(types, "OIDCPermissions")
    assert {key for entry in settings["scope_mappings"] for key in entry} - mapping == set()


def test_mlflow_reads_the_settings() -> None:
    """Each variable is one that mlflow-oidc-auth asks its configuration for."""
    known = string_arguments(*wheel_modules(MLFLOW, "mlflow_oidc_auth/config.py"))
    lines = [line for line in render("mlflow-oidc-auth")["mlflow.env"].splitlines() if not line.startswith("#")]
    assert len(lines) == 9
    assert {line.partition("=")[0] for line in lines} - known == set()


def test_an_invented_setting_is_found_out() -> None:
    """The tests above can fail."""
    assert "OIDC_GROUPS_ATTRIBUTES" not in string_arguments(*wheel_modules(MLFLOW, "mlflow_oidc_auth/config.py"))
