"""What somebody did in a realm by hand is found in full, in words, and settled in each of the three ways."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest
from ruamel.yaml import YAML

from stacks.environment import Environment
from stacks.unmanaged import UnmanagedProps
from tests.support.audit.additions import add_to
from tests.support.audit.audited import audited
from tests.support.audit.by_hand import ByHand
from tests.support.tokens.tokens import claims_of
from tools.audit.removal import chosen_findings, remove_findings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.realms.live_environment import LiveEnvironment
    from tools.audit.audit import Audit
    from tools.audit.finding import AuditFinding
    from tools.keycloak.admin import KeycloakAdmin

pytestmark = pytest.mark.integration

ADA_MAY = "role model-api/credit-scorer:manage of person ada"
LOAN_BATCH = "loan-batch can do everything with every model"
SCOPE = "client scope by-hand"
ALAN_IS_IN = "person alan in group /growth-leads"
LINUS_IS_IN = "person linus in group /data-scientists"


@pytest.fixture(scope="module")
def untouched(live: LiveEnvironment, viewer: KeycloakAdmin) -> Audit:
    """What was found before anybody did anything."""
    return audited(live, admin=viewer)


@pytest.fixture(scope="module")
def rogue_secret(live: LiveEnvironment, untouched: Audit) -> str:
    """The secret of the client `rogue`, once all of the scene was done by hand."""
    assert untouched.findings == ()
    hand = ByHand(live.admin, live.realm)
    secret = _make_rogue(hand)
    hand.give("ada", "credit-scorer:manage")
    hand.give_to_client("loan-batch", "model-api-access")
    hand.offer("loan-batch", "model-api-access")
    hand.join("alan", "growth-leads")
    hand.join("linus", "data-scientists")
    hand.post("client-scopes", {"name": "by-hand", "protocol": "openid-connect"})
    return secret


@pytest.fixture(scope="module")
def found(live: LiveEnvironment, viewer: KeycloakAdmin, rogue_secret: str) -> Mapping[str, AuditFinding]:
    """Findings by what they are about."""
    assert rogue_secret
    return {finding.subject: finding for finding in audited(live, admin=viewer).findings}


def _make_rogue(hand: ByHand) -> str:
    secret = hand.client("rogue", fullScopeAllowed=True, standardFlowEnabled=False)
    hand.open("rogue", "roles")  # new clients have no scope where the provider can say so
    hand.give_to_client("rogue", "fraud-detector:predict")
    return secret


def declaring(environment: Environment, *findings: AuditFinding) -> Environment:
    """Return what is declared once somebody has added what findings say to the files that they name."""
    declared = environment.model_dump(exclude_unset=True)
    for finding in findings:
        assert finding.settling
        team = finding.settling.team
        add_to(declared["teams"][team] if team else declared, YAML(typ="safe").load(finding.settling.yaml))
    return Environment.model_validate(declared)


def test_untouched_realm_is_as_declared(untouched: Audit) -> None:
    """Right after a deployment nothing is found; roles that view are enough to see that."""
    assert [finding.text for finding in untouched.findings] == []


def test_everything_is_found(found: Mapping[str, AuditFinding]) -> None:
    """Client, roles, membership and scopes are found, and nothing else."""
    assert sorted(found) == [
        "client rogue",
        SCOPE,
        "optional scope model-api-access of client loan-batch",
        ALAN_IS_IN,
        LINUS_IS_IN,
        "role model-api/credit-scorer:manage of person ada",
        "role model-api/fraud-detector:predict of service account rogue",
        "role model-api/model-api-access of service account loan-batch",
    ]


def test_says_what_it_means(found: Mapping[str, AuditFinding]) -> None:
    """Whoever may do more says so by name, with the reason."""
    assert {subject: finding.access for subject, finding in found.items() if finding.access} == {
        "optional scope model-api-access of client loan-batch": (
            f"{LOAN_BATCH}: role given by hand, scope model-api-access given to client loan-batch by hand",
        ),
        ALAN_IS_IN: (
            "alan can manage every model: put into group /growth-leads by hand",
            "alan can predict with every model: put into group /growth-leads by hand",
        ),
        LINUS_IS_IN: ("linus can explain fraud-detector: put into group /data-scientists by hand",),
        ADA_MAY: ("ada can manage credit-scorer: role given by hand",),
        "role model-api/fraud-detector:predict of service account rogue": (
            "rogue can predict with fraud-detector: role given by hand",
        ),
        "role model-api/model-api-access of service account loan-batch": (
            f"{LOAN_BATCH}: role given by hand, scope model-api-access given to client loan-batch by hand",
        ),
    }


def test_says_who_did_it(found: Mapping[str, AuditFinding], live: LiveEnvironment) -> None:
    """The admin events tell who did it; whoever may look at one realm cannot read names of the realm master."""
    assert all(finding.author is not None for finding in found.values())
    by_name = {finding.subject: finding for finding in audited(live).findings}
    assert {str(finding.author.who) for finding in by_name.values() if finding.author} == {live.admin.user}


def test_tokens_hold_what_was_found(live: LiveEnvironment, rogue_secret: str) -> None:
    """What the audit says is so: real tokens hold the roles that were given by hand."""
    form = {"grant_type": "client_credentials", "client_id": "rogue", "client_secret": rogue_secret}
    rogue = httpx.post(live.endpoints.token_endpoint, data=form, trust_env=False)
    assert claims_of(rogue)["resource_access"]["model-api"]["roles"] == ["fraud-detector:predict"]
    assert live.tokens.roles(live.person("ada").ask("model.credit-scorer.manage")) == ["credit-scorer:manage"]
    assert live.tokens.roles(live.machine("loan-batch").ask("model-api-access")) == ["model-api-access"]


def test_others_may_own_it(live: LiveEnvironment, found: Mapping[str, AuditFinding]) -> None:
    """What is left to others is no finding; what a client was granted is, unless that is left to them, too."""
    assert found
    unmanaged = (UnmanagedProps(what="client rog*", reason="belongs to the portal team"),)
    left = live.environment.model_copy(update={"unmanaged": unmanaged})

    result = audited(live, left)

    assert {finding.subject for finding in result.findings if finding.unmanaged} == {"client rogue"}
    assert "role model-api/fraud-detector:predict of service account rogue" in {each.subject for each in result.open}

    everything = tuple(UnmanagedProps(what=subject, reason="belongs to the portal team") for subject in found)
    result = audited(live, live.environment.model_copy(update={"unmanaged": everything}))
    assert (result.open, result.unused) == ((), ())
    assert {finding.subject for finding in result.findings} == set(found)


def test_it_can_be_declared(live: LiveEnvironment, found: Mapping[str, AuditFinding]) -> None:
    """Once somebody has added the YAML that findings print, and deployed, all that is declared; tokens hold it.

    The client is taken over under its own id, and loses what it held beyond the declaration: every role.
    """
    before, rogue = live.environment, ByHand(live.admin, live.realm).uuid("rogue")
    settled = [subject for subject, finding in found.items() if finding.settling]
    assert set(found) - set(settled) == {SCOPE, ALAN_IS_IN}  # no key says it; the group is another team's
    declared = declaring(before, *(found[subject] for subject in settled))
    _import_rogue(live, declared, rogue)
    live.change(declared)
    assert {finding.subject for finding in audited(live).findings} == {SCOPE, ALAN_IS_IN}
    assert live.tokens.roles(live.person("ada").ask("model.credit-scorer.manage")) == ["credit-scorer:manage"]
    assert live.tokens.roles(live.person("linus").ask("model.fraud-detector.explain")) == ["fraud-detector:explain"]
    assert live.tokens.roles(live.machine("loan-batch").ask("model-api-access")) == ["model-api-access"]
    assert live.tokens.roles(live.machine("rogue").ask("model.fraud-detector.predict")) == ["fraud-detector:predict"]
    assert "resource_access" not in claims_of(live.machine("rogue").ask("model.fraud-detector.predict"))
    assert ByHand(live.admin, live.realm).uuid("rogue") == rogue

    live.change(before)
    assert live.tokens.roles(live.person("ada").ask("model.credit-scorer.manage")) == []
    hand = ByHand(live.admin, live.realm)  # the deployment took all of it away
    _make_rogue(hand)
    hand.give_to_client("loan-batch", "model-api-access")
    hand.offer("loan-batch", "model-api-access")
    hand.join("linus", "data-scientists")


def _import_rogue(live: LiveEnvironment, declared: Environment, uuid: str) -> None:
    """Take the client over: `make deploy` does so by itself where a client holds no more than is declared."""
    ours = live.private.adopt(declared)
    live.run.variables = {**live.run.variables, **live.private.variables(ours)}
    live.run.synthesize(ours)
    stack = f"{live.run.name}-shared"
    code = json.loads((live.run.folder / "cdktf.out" / "stacks" / stack / "cdk.tf.json").read_text(encoding="utf-8"))
    (address,) = (name for name, body in code["resource"]["keycloak_openid_client"].items() if "for_each" in body)
    target = f'keycloak_openid_client.{address}["rogue"]'
    live.run.terraform("import", "-input=false", target, f"{live.realm}/{uuid}", stack=stack)


def test_it_can_be_removed(live: LiveEnvironment, viewer: KeycloakAdmin, found: Mapping[str, AuditFinding]) -> None:
    """What was removed is gone from the realm and from tokens; what was not chosen stays."""
    assert found
    assert live.tokens.roles(live.person("alan").ask("model.churn-model.predict")) == ["churn-model:predict"]
    result = audited(live, admin=viewer)
    remove_findings(live.admin, result, chosen_findings(result, [ALAN_IS_IN]), agreed=True)
    assert ALAN_IS_IN not in {finding.subject for finding in audited(live).findings}
    assert live.tokens.roles(live.person("alan").ask("model.churn-model.predict")) == []

    rest = audited(live, admin=viewer)
    remove_findings(live.admin, rest, chosen_findings(rest, ["*"]), agreed=True)
    assert audited(live, admin=viewer).findings == ()
    assert live.tokens.roles(live.machine("loan-batch").ask("model-api-access")) == []
