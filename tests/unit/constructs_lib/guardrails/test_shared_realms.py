"""A declared realm is used by stacks that are judged together with its declaration alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.cdk import App, TerraformStack
from constructs_lib.cdk.keycloak import KeycloakProvider, Role
from constructs_lib.guardrails.aspect import Guardrails
from constructs_lib.guardrails.shared_realms import WatchedRealms, shared_realm_faults
from stacks.app import add_stacks
from stacks.environment_files import EnvironmentFiles

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

URL = "https://sso.example.com"
OWNER = WatchedRealms("security", {"security": {}}, frozenset({"ml"}), URL)


def portal(realm: str, url: str | None = URL, *own: str, block: str = "resource", **json: Any) -> WatchedRealms:  # noqa: ANN401 - JSON
    """Return a stack with a group in a realm."""
    body = {block: {"keycloak_group": {"G": {"realm_id": realm, "name": "g"}}}, **json}
    return WatchedRealms("portal", {"portal": body}, frozenset(own), url)


@pytest.mark.parametrize(
    "other",
    [
        portal("ml"),
        portal("ml", f"{URL}/"),
        portal("ml", f"{URL}:443"),
        portal("ml", None),
        portal("ml", URL, "another"),
        portal("ml", block="data"),
        portal("ML"),
        portal("${var.realm}", variable={"realm": {"default": "ml"}}),
        portal('${var.prod ? "ml" : var.realm}'),
    ],
)
def test_a_realm_of_another_watch_is_refused(other: WatchedRealms) -> None:
    """Whatever refers to it by name, at the same Keycloak or one that nobody names."""
    (fault,) = shared_realm_faults([other, OWNER])
    assert fault == (
        "stack 'portal': it uses realm 'ml', which stacks watched as 'security' declare: watch them together, "
        'by one guardrails.watch("security", [...]) with all of them'
    )


@pytest.mark.parametrize(
    "other",
    [
        portal("${var.realm}", variable={"realm": {"type": "string"}}),
        portal("${var.a}${var.b}"),
        portal("m${var.rest}"),
        portal("${data.keycloak_realm.R.id}", data={"keycloak_realm": {"R": {"realm": "${var.realm}"}}}),
        portal("${data.terraform_remote_state.other.outputs.realm}"),
        portal("${random_pet.R.id}", None),
        portal("${var.realm}", block="data"),
    ],
)
def test_a_realm_that_an_apply_names_is_refused(other: WatchedRealms) -> None:
    """It may be the declared one, and nobody sees it before."""
    (fault,) = shared_realm_faults([other, OWNER])
    assert fault == (
        "stack 'portal': it uses a realm that an apply names, maybe 'ml', which stacks watched as 'security' declare: "
        'watch them together, by one guardrails.watch("security", [...]) with all of them, or write the name of the '
        "other realm"
    )


@pytest.mark.parametrize(
    "other",
    [
        portal("mine"),
        portal("ml", "https://other.example.com"),
        portal("ml", URL, "ml"),
        portal("mine-${var.rest}"),
        portal("${var.a}-${var.b}"),
        portal("${var.realm}", variable={"realm": {"default": "mine"}}),
        portal("${var.realm}", resource={"keycloak_realm": {"Own": {"realm": "${var.realm}"}}}, block="data"),
    ],
)
def test_a_realm_of_its_own_passes(other: WatchedRealms) -> None:
    """Another realm, one of that name at another Keycloak, and one that the stacks make themselves pass."""
    assert list(shared_realm_faults([OWNER, other])) == []


def test_a_second_watch_of_a_realm_stops_the_synth(tmp_path: Path) -> None:
    """The guardrails say it before anything is written."""
    app = App(outdir=str(tmp_path))
    environment = EnvironmentFiles().load("prod")
    guardrails = Guardrails()
    guardrails.watch("prod", add_stacks(app, "prod", environment), environment.exemptions)
    stack = TerraformStack(app, "portal")
    KeycloakProvider(stack, "keycloak", url=URL, client_id="deployer")
    Role(stack, "Reader", realm_id=environment.realm.name, name="reader")
    guardrails.watch("portal", [stack])
    with pytest.raises(RuntimeError, match="which stacks watched as 'prod' declare"):
        app.synth()
    assert not list(tmp_path.rglob("cdk.tf.json"))
