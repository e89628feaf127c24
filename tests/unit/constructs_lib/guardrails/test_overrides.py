"""Whatever code does to what our constructs made is found before anything is written, by which way it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsii
import pytest

from constructs_lib.cdk import App, Aspects, IAspect, TerraformStack
from constructs_lib.cdk.keycloak import KeycloakProvider, OpenidClient
from constructs_lib.declaration.props import ConsumerProps, ModelProps, SecretAuth
from constructs_lib.guardrails.aspect import Guardrails
from constructs_lib.guardrails.exemption import ExemptionProps
from constructs_lib.ml_api_security import MlApiSecurity
from stacks.app import add_stacks
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.declarations import API, REALM
from tests.support.declarations.extended import extended
from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constructs import Construct, IConstruct

    Code = Callable[[TerraformStack, MlApiSecurity], object]

pytestmark = pytest.mark.unit

DECLARED = {
    "models": {"fraud": ModelProps()},
    "consumers": {"batch": ConsumerProps(auth=SecretAuth(method="client_secret"), grants={"fraud": ("predict",)})},
    "groups": {"leads": {"fraud": ("predict",)}},
}


@jsii.implements(IAspect)
class Lax:
    """Gives each client another home page."""

    def visit(self, node: IConstruct) -> None:
        """Override it."""
        if isinstance(node, OpenidClient):
            node.add_override("base_url", "https://elsewhere.example")


def child(security: MlApiSecurity, path: str) -> Any:  # noqa: ANN401 - a class of the bindings
    """Return a construct of ours by its path."""
    found: Construct = security
    for id in path.split("/"):
        found = found.node.find_child(id)  # type: ignore[assignment]
    return found


def role(security: MlApiSecurity) -> str:
    """Return the name of the role that grants every model."""
    return str(child(security, "Realm/AccessRole/Role").friendly_unique_id)


def overridden(folder: Path, code: Code) -> list[str]:
    """Return what KC-OVERRIDDEN says after some code, a line for each finding: nothing is written."""
    app, stack, security = extended(folder, **DECLARED)
    guardrails = Guardrails()
    guardrails.watch("extended", [stack])
    code(stack, security)
    with pytest.raises(RuntimeError):
        app.synth()
    assert not list(folder.rglob("cdk.tf.json"))
    return [line for line in guardrails.errors if ": KC-OVERRIDDEN: " in line]


CLIENTS = "extended/Security/Access/Consumers/Client"


@pytest.mark.parametrize(
    ("code", "place", "fault"),
    [
        (
            lambda _, security: child(security, "Access/Consumers/Client").add_override(
                "base_url", "https://x.example"
            ),
            CLIENTS,
            "client of each of 'Consumers': base_url is 'https://x.example', which is not declared",
        ),
        (
            lambda _, security: setattr(child(security, "Access/Consumers/Client"), "consent_required", True),
            CLIENTS,
            "client of each of 'Consumers': consent_required is true, which is not declared",
        ),
        (
            lambda _, security: child(security, "Access/Groups/leads").node.try_remove_child("Roles"),
            "extended/Security/Access/Groups/leads/Roles",
            "keycloak_group_roles: it is declared, and is taken out",
        ),
        (
            lambda _, security: child(security, "Access/Consumers").node.try_remove_child("Roles"),
            "extended/Security/Access/Consumers/Roles",
            "keycloak_user_roles of each of 'Consumers': it is declared, and is taken out",
        ),
        (
            lambda stack, security: stack.add_override(
                f"locals.{child(security, 'Access/Consumers/Consumers').friendly_unique_id}.batch.lifespan", "86400"
            ),
            'extended/Security/Access/Consumers/Consumers["batch"]',
            "consumer 'batch': lifespan is '86400', declared is '300'",
        ),
        (
            lambda _, security: setattr(
                child(security, "Access/Consumers/Consumers"), "expression", "${var.consumers}"
            ),
            "extended/Security/Access/Consumers/Consumers",
            "local value 'Consumers': it is '${var.consumers}', declared is a block of 1",
        ),
        (
            lambda stack, security: stack.add_override(
                "moved", [{"from": "keycloak_role.Old", "to": f"keycloak_role.{role(security)}"}]
            ),
            "extended",
            "stack 'extended': a block 'moved' that is not declared names 'keycloak_role.Security_Realm_AccessRole'",
        ),
        (
            lambda stack, _: stack.add_override("variable.batch_client_secret.nullable", value=True),
            "extended/batch_client_secret",
            "variable 'batch_client_secret': nullable is true, declared is false",
        ),
        (
            lambda stack, _: Aspects.of(stack).add(Lax()),
            CLIENTS,
            "client of each of 'Consumers': base_url is 'https://elsewhere.example', which is not declared",
        ),
    ],
)
def test_code_that_changes_what_is_ours_stops_the_synth(tmp_path: Path, code: Code, place: str, fault: str) -> None:
    """Overrides, attributes, removed children, tables and aspects, those too that come after the guardrails."""
    found = [line for line in overridden(tmp_path, code) if line.startswith(f"{place}: KC-OVERRIDDEN: ")]
    assert [line for line in found if fault in line]


def test_an_override_that_waits_for_our_construct_is_found(tmp_path: Path) -> None:
    """Written to the stack before the construct is there, it is no part of what the construct makes."""
    app = App(outdir=str(tmp_path))
    stack = TerraformStack(app, "own")
    KeycloakProvider(stack, "keycloak", url="https://sso.example.com", client_id="deployer")
    stack.add_override("resource.keycloak_role.Security_Realm_AccessRole_F90BCCEC.composite_roles", ["${var.role}"])
    MlApiSecurity(stack, "Security", realm=REALM, api=API)
    guardrails = Guardrails()
    guardrails.watch("own", [stack])
    stack.prepare_stack()
    guardrails.review()
    found = [line for line in guardrails.errors if line.startswith("own/Security/Realm/AccessRole/Role: KC-OVERRIDDEN")]
    assert [line for line in found if "role 'model-api-access': something was written to it before" in line]


def test_what_one_stack_tells_another_is_compared(tmp_path: Path) -> None:
    """A reference between stacks is ours as the CDK writes it; a table of groups that others read is a declared one."""
    demo = EnvironmentFiles().load("demo")
    app = App(outdir=str(tmp_path))
    stacks = {stack.node.id: stack for stack in add_stacks(app, "demo", demo)}
    guardrails = Guardrails()
    guardrails.watch("demo", list(stacks.values()), demo.exemptions)
    for stack in stacks.values():
        stack.prepare_stack()
    guardrails.review()
    assert [line for line in (*guardrails.errors, *guardrails.warnings) if "KC-OVERRIDDEN" in line] == []
    stacks["demo-shared"].add_override("locals.GroupIds", {"leads": "${keycloak_group.Own.id}"})
    told = next(name for name in stacks["demo-models"].to_terraform()["output"] if "RoleIds" in name)
    stacks["demo-models"].add_override(f"output.{told}.value", "${local.Own}")
    guardrails.review()
    found = {line.partition(": KC-OVERRIDDEN: ")[0] for line in guardrails.errors if "KC-OVERRIDDEN" in line}
    assert found >= {f"demo-models/{told}"}
    assert [each for each in found if each.startswith("demo-shared/GroupIds")]


def reviewed(folder: Path, code: Code, *exemptions: ExemptionProps) -> tuple[list[str], list[str]]:
    """Return errors and warnings after some code."""
    _, stack, security = extended(folder, **DECLARED)
    code(stack, security)
    guardrails = Guardrails()
    guardrails.watch("extended", [stack], exemptions)
    stack.prepare_stack()
    guardrails.review()
    return guardrails.errors, guardrails.warnings


def lax_realm(_: TerraformStack, security: MlApiSecurity) -> None:
    """Change the looks of the realm's pages, and how long a mailed link serves."""
    realm = child(security, "Realm/Realm/Realm")
    realm.add_override("display_name_html", "<b>ML</b>")
    realm.add_override("action_token_generated_by_user_lifespan", "20h")


def test_an_exemption_allows_the_arguments_that_it_names(tmp_path: Path) -> None:
    """Another argument of the same resource is found all the same."""
    where = "extended/Security/Realm/Realm/Realm"
    errors, warnings = reviewed(tmp_path, lax_realm)
    assert len([line for line in errors if f"{where}: KC-OVERRIDDEN: realm 'ml': action_token" in line]) == 1
    assert len([line for line in warnings if f"{where}: KC-OVERRIDDEN: realm 'ml': display_name_html is" in line]) == 1
    reason = "the company has its own looks"
    theme = ExemptionProps(rule="KC-OVERRIDDEN", resource=where, reason=reason, arguments=("display_name_html",))
    errors, warnings = reviewed(tmp_path, lax_realm, theme)
    assert len([line for line in errors if "KC-OVERRIDDEN" in line]) == 1
    assert [line for line in warnings if "KC-OVERRIDDEN" in line] == []
    errors, _ = reviewed(tmp_path, lax_realm, theme.model_copy(update={"arguments": ("*",)}))
    assert errors == []


def test_what_another_rule_refuses_is_not_told_twice(tmp_path: Path) -> None:
    """An argument that a rule objects to as an error has no second finding; one beside it has."""

    def code(_: TerraformStack, security: MlApiSecurity) -> None:
        realm = child(security, "Realm/Realm/Realm")
        realm.add_override("lifecycle.ignore_changes", "all")
        realm.add_override("registration_allowed", True)  # noqa: FBT003 - the override's value
        realm.add_override("action_token_generated_by_user_lifespan", "20h")

    errors, _ = reviewed(tmp_path, code)
    assert [line for line in errors if "KC-OVERRIDDEN" in line and "registration_allowed" in line] == []
    assert [line for line in errors if "KC-SELF-REGISTRATION" in line]
    assert [line for line in errors if "KC-OVERRIDDEN" in line and "ignore_changes" in line] == []
    assert [line for line in errors if "KC-IGNORE-CHANGES" in line]
    assert [line for line in errors if "KC-OVERRIDDEN" in line and "action_token" in line]


def test_the_page_shows_what_an_override_is_answered_with(tmp_path: Path) -> None:
    """The finding on docs/how-to/extend-the-realm.md is the one that its snippet would bring without the exemption."""

    def code(_: TerraformStack, security: MlApiSecurity) -> None:
        child(security, "Realm/Realm/Realm").add_override("action_token_generated_by_user_lifespan", "15m")

    shown = [block.strip() for block in Page(ROOT / "docs" / "how-to" / "extend-the-realm.md").code("text")]
    errors, _ = reviewed(tmp_path, code)
    assert [line for line in errors if line in shown]
