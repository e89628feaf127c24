"""Workload issuers, and the teams that own models."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.props import ModelProps
from tests.support.declarations.declarations import declare, faults

pytestmark = pytest.mark.unit

CI = {"issuer": "https://ci.example.com", "jwks_url": "https://ci.example.com/jwks"}


def consumer(issuer: str) -> dict[str, object]:
    """Return a consumer that an issuer vouches for."""
    return {"auth": {"method": "federated", "issuer": issuer, "subject": "job"}, "every_model": True}


@pytest.mark.parametrize(
    ("issuers", "hint"), [({"cluster-ci": CI}, "did you mean 'cluster-ci'?"), ({}, "none is declared")]
)
def test_unknown_issuer_is_answered_with_the_nearest(issuers: dict[str, object], hint: str) -> None:
    """A federated consumer needs an issuer that the environment declares."""
    assert faults(declare(workload_issuers=issuers, consumers={"batch": consumer("clustr-ci")})) == [
        f"realm 'ml-prod', consumer 'batch': unknown workload issuer 'clustr-ci': {hint}"
    ]


def test_oidc_issuer_without_keys_is_refused() -> None:
    """Keycloak reads no discovery document of a workload issuer: it must be told where the keys are."""
    assert faults(declare(workload_issuers={"ci": {"issuer": "https://ci.example.com"}})) == [
        "realm 'ml-prod', workload issuer 'ci': Keycloak needs its keys: add jwks_url"
    ]


@pytest.mark.parametrize("age", ["2d", "48h", "1h", None])
def test_tokens_of_two_days_may_be_taken(age: str | None) -> None:
    """Kubernetes renews a token after a day at the latest."""
    assert faults(declare(workload_issuers={"ci": {**CI, "max_token_age": age}})) == []


@pytest.mark.parametrize("age", ["49h", "24855d"])
def test_tokens_that_never_age_are_refused(age: str) -> None:
    """A token that somebody finds in a log is no credential for years, whatever its issuer wrote into it."""
    (found,) = faults(declare(workload_issuers={"ci": {**CI, "max_token_age": age}}))
    assert found.startswith(f"realm 'ml-prod', workload issuer 'ci': max_token_age must not exceed 2d, got '{age}': ")


def test_unknown_owner_is_answered_with_the_nearest() -> None:
    """Where there are teams, a model's owner is one of them."""
    declaration = declare(
        models={"fraud": ModelProps(owner="rsk")}, teams={"risk": {"consumers": {"batch": {"every_model": True}}}}
    )
    assert faults(declaration) == ["realm 'ml-prod', model 'fraud': unknown team 'rsk': did you mean 'risk'?"]


def test_owner_is_free_text_without_teams() -> None:
    """An environment without team files may still say who answers for a model."""
    assert faults(declare(models={"fraud": ModelProps(owner="risk")})) == []


@pytest.mark.parametrize("issuer", [CI, {"type": "kubernetes", "issuer": "https://kubernetes.default.svc"}])
def test_known_issuer_is_accepted(issuer: dict[str, object]) -> None:
    """A cluster publishes its keys by itself; any other issuer says where they are."""
    assert faults(declare(workload_issuers={"ci": issuer}, consumers={"batch": consumer("ci")})) == []
