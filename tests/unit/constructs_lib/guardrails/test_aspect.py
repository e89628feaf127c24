"""The aspect that stops a synth."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import jsii
import pytest
from constructs import IValidation

from constructs_lib.cdk import App, Aspects, IAspect, TerraformStack
from constructs_lib.cdk.keycloak import KeycloakProvider, OpenidClient
from constructs_lib.guardrails.aspect import Guardrails
from constructs_lib.guardrails.exemption import ExemptionProps
from constructs_lib.guardrails.rules import RULES
from constructs_lib.guardrails.synthesis import synthesize
from stacks.app import add_stacks, build_app
from stacks.environment_files import EnvironmentFiles

if TYPE_CHECKING:
    from pathlib import Path

    from constructs import IConstruct

pytestmark = pytest.mark.unit

STATE = ExemptionProps(rule="KC-LOCAL-STATE", resource="own", reason="a test keeps nothing")


EVERY = tuple(
    ExemptionProps(rule=rule.id, resource=path, reason="this test is about expressions")
    for rule in RULES
    if rule.exemptable
    if not (rule.bounded or rule.by_argument)
    for path in ("own", "own/Client")
)


OTHERS = tuple(each for each in EVERY if each.rule != "KC-PASSWORD-GRANT")


@jsii.implements(IAspect)
class Late:
    """Gives the client another description."""

    def visit(self, node: IConstruct) -> None:
        """Write what reads a file."""
        if isinstance(node, OpenidClient):
            node.add_override("description", '${file("/proc/self/environ")}')


@jsii.implements(IAspect)
class LateGrant:
    """Lets the client trade passwords for tokens."""

    def visit(self, node: IConstruct) -> None:
        """Turn the grant on."""
        if isinstance(node, OpenidClient):
            node.direct_access_grants_enabled = True


def own_app(folder: Path, uri: str, *, exemptions: tuple[ExemptionProps, ...] = (STATE,)) -> tuple[App, Guardrails]:
    """Return an app of somebody's own, with a client made by hand."""
    app = App(outdir=str(folder))
    stack = TerraformStack(app, "own")
    KeycloakProvider(stack, "keycloak", url="https://sso.example.com", client_id="deployer")
    OpenidClient(stack, "Client", realm_id="ml", client_id="ui", access_type="PUBLIC", valid_redirect_uris=[uri])
    guardrails = Guardrails()
    guardrails.watch("own", [stack], exemptions)
    return app, guardrails


def test_an_error_stops_the_synth_and_nothing_is_written(tmp_path: Path) -> None:
    """What is made by hand is judged too; the text of the failure has a line a finding."""
    app, guardrails = own_app(tmp_path, "https://ui.example.com/*")

    with pytest.raises(RuntimeError) as failure:
        app.synth()

    (line,) = [line for line in guardrails.errors if "KC-REDIRECT-WILDCARD" in line]
    assert line.startswith("own/Client: KC-REDIRECT-WILDCARD: realm 'ml', client 'ui': redirect URI ")
    assert line in str(failure.value).splitlines()
    assert not list(tmp_path.rglob("cdk.tf.json"))


def test_an_escape_hatch_does_not_escape(tmp_path: Path) -> None:
    """An argument that an override changes is judged as synthesized."""
    app = App(outdir=str(tmp_path))
    environment = EnvironmentFiles().load("prod")
    stacks = add_stacks(app, "prod", environment)
    guardrails = Guardrails()
    guardrails.watch("prod", stacks, environment.exemptions)
    (client,) = [each for each in stacks[0].node.find_all() if isinstance(each, OpenidClient)]
    client.add_override("valid_redirect_uris", ["https://models.example.com/*"])

    with pytest.raises(RuntimeError, match="KC-REDIRECT-WILDCARD"):
        app.synth()


def test_an_expression_that_comes_last_is_read(tmp_path: Path) -> None:
    """What an aspect adds after the guardrails' own look is read just before the stack is written; nothing is."""
    app, guardrails = own_app(tmp_path, "https://ui.example.com/cb", exemptions=EVERY)
    stack = app.node.find_child("own")
    Aspects.of(stack).add(Late())

    with pytest.raises(RuntimeError, match="function 'file' is not allowed"):
        app.synth()

    assert len(guardrails.errors) == 1
    assert not list(tmp_path.rglob("cdk.tf.json"))


def test_a_flag_that_comes_last_is_judged(tmp_path: Path) -> None:
    """What an aspect turns on after the guardrails' own look is judged before the stack is written; nothing is."""
    app, guardrails = own_app(tmp_path, "https://ui.example.com/cb", exemptions=OTHERS)
    Aspects.of(app.node.find_child("own")).add(LateGrant())

    with pytest.raises(RuntimeError, match="KC-PASSWORD-GRANT"):
        app.synth()

    assert len(guardrails.errors) == 1
    assert not list(tmp_path.rglob("cdk.tf.json"))


@jsii.implements(IValidation)
class Mutating:
    """Gives the client another description when everything has been looked at."""

    def __init__(self, client: OpenidClient) -> None:
        self._client = client

    def validate(self) -> list[str]:
        """Find nothing, and write."""
        self._client.add_override("description", "something else")
        return []


def test_what_changes_after_the_last_look_is_not_left_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is written is compared with what was judged: where it is another, the file is taken away."""
    app, guardrails = own_app(tmp_path, "https://ui.example.com/cb", exemptions=EVERY)
    client = app.node.find_child("own").node.find_child("Client")
    assert isinstance(client, OpenidClient)
    client.node.add_validation(Mutating(client))
    assert synthesize(app, guardrails) == 2
    line = "stack 'own': what was written is not what the guardrails judged: let nothing change it after them"
    assert line in capsys.readouterr().err.splitlines()
    assert not list(tmp_path.rglob("cdk.tf.json"))


def test_an_exemption_past_its_date_stops_the_synth(tmp_path: Path) -> None:
    """In an app of somebody's own as well, where no file was checked before."""
    app = App(outdir=str(tmp_path))
    stack = TerraformStack(app, "own")
    guardrails = Guardrails(today=dt.date(2027, 1, 2))
    guardrails.watch("own", [stack], [STATE.model_copy(update={"until": dt.date(2027, 1, 1)})])

    with pytest.raises(RuntimeError, match="it ended on 2027-01-01"):
        app.synth()


def test_prod_needs_no_exemption(tmp_path: Path) -> None:
    """The construct's own defaults pass every rule with production's values."""
    environment = EnvironmentFiles().load("prod")
    guardrails = Guardrails()
    build_app({"prod": environment}, guardrails=guardrails, outdir=tmp_path).synth()

    assert environment.exemptions == ()
    assert guardrails.errors == []


def test_every_environment_is_judged_at_once(tmp_path: Path) -> None:
    """Without their exemptions the local environments fail together, each with its own lines."""
    environments = {
        name: environment.model_copy(update={"exemptions": ()})
        for name, environment in EnvironmentFiles().load_all().items()
    }
    guardrails = Guardrails()

    with pytest.raises(RuntimeError):
        build_app(environments, guardrails=guardrails, outdir=tmp_path).synth()

    stopped = {review.environment for review in guardrails.reviews if review.errors}
    assert {"dev", "demo"} <= stopped
    assert "prod" not in stopped


def test_a_stack_that_nobody_watches_is_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What no guardrail judges stops the synth as a whole, whoever starts it."""
    line = (
        "stack 'side': no guardrail judges it: write guardrails.watch(\"side\", [stack]) before the synth, "
        "or watch it together with the stacks that it refers to"
    )
    app, guardrails = own_app(tmp_path, "https://ui.example.com/cb", exemptions=EVERY)
    side = TerraformStack(app, "side")
    assert synthesize(app, guardrails) == 2
    assert capsys.readouterr().err == f"{line}\n"
    with pytest.raises(RuntimeError, match="no guardrail judges it"):
        app.synth()
    assert guardrails.errors == [line]
    assert not list(tmp_path.rglob("cdk.tf.json"))
    guardrails.watch("side", [side])
    assert list(guardrails.unwatched(app)) == []
