"""A resource beside the construct is judged as the construct's own are: docs/how-to/extend-the-realm.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.cdk.keycloak import OpenidClient, RequiredAction
from constructs_lib.declaration.props import ModelProps
from constructs_lib.guardrails.aspect import Guardrails
from tests.support.declarations.extended import extended
from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constructs_lib.access.group import Group

pytestmark = pytest.mark.unit


def test_wrong_client_stops_the_synth_as_the_page_shows(tmp_path: Path) -> None:
    """A client beside the construct that breaks rules is refused, each finding a line, and nothing is written."""
    app, stack, security = extended(tmp_path)
    OpenidClient(
        stack,
        "Ui",
        realm_id=security.realm.id,
        client_id="ui",
        access_type="PUBLIC",
        valid_redirect_uris=["https://ui.example.com/*"],
        standard_flow_enabled=True,
    )
    guardrails = Guardrails()
    guardrails.watch("extended", [stack])
    with pytest.raises(RuntimeError, match="KC-REDIRECT-WILDCARD"):
        app.synth()
    assert {line.partition(": ")[0] for line in guardrails.errors} == {"extended/Ui"}
    shown = [block.strip() for block in Page(ROOT / "docs" / "how-to" / "extend-the-realm.md").code("text")]
    assert [line for line in guardrails.errors if line in shown]
    assert not list(tmp_path.rglob("cdk.tf.json"))


def test_right_resource_passes(tmp_path: Path) -> None:
    """A resource that breaks no rule is written beside ours."""
    app, stack, security = extended(tmp_path)
    RequiredAction(stack, "Codes", realm_id=security.realm.id, alias="CONFIGURE_TOTP", name="Configure OTP")
    guardrails = Guardrails()
    guardrails.watch("extended", [stack])
    app.synth()
    assert guardrails.errors == []
    assert list(tmp_path.rglob("cdk.tf.json"))


@pytest.mark.parametrize(
    "override",
    [
        lambda leads: leads.node.find_child("Roles").add_override("count", 0),
        lambda leads: setattr(leads.node.find_child("Roles"), "role_ids", ["${var.role}"]),
        lambda leads: leads.node.try_remove_child("Roles"),
    ],
)
def test_override_of_what_is_declared_stops_the_synth(tmp_path: Path, override: Callable[[Group], object]) -> None:
    """What the construct made is compared with its declaration, wherever the construct stands."""
    app, stack, security = extended(
        tmp_path,
        models={"fraud": ModelProps()},
        groups={"leads": {"fraud": ["predict"]}},
        second_factor={"leads": "otp"},
    )
    override(security.groups["leads"])
    guardrails = Guardrails()
    guardrails.watch("extended", [stack])
    with pytest.raises(RuntimeError, match="KC-GROUP-FACTOR"):
        app.synth()


def test_override_of_the_providers_url_stops_the_synth(tmp_path: Path) -> None:
    """Credentials go to no server but the environment's."""
    app, stack, _ = extended(tmp_path)
    guardrails = Guardrails()
    guardrails.watch("extended", [stack], keycloak_url="https://sso.example.org")
    with pytest.raises(RuntimeError, match=r"its url is 'https://sso\.example\.com', not 'https://sso\.example\.org'"):
        app.synth()
