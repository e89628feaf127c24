"""Rules and exemptions applied to stacks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from constructs_lib.guardrails.exemption import ExemptionProps
from constructs_lib.guardrails.finding import SourcePlace
from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.review import Review, review
from constructs_lib.guardrails.rules import RULES
from constructs_lib.guardrails.rules.realm.events_off import EventsOff
from constructs_lib.guardrails.rules.realm.refresh_rotation import RefreshRotation

if TYPE_CHECKING:
    from constructs_lib.guardrails.finding import Locate
    from constructs_lib.guardrails.rule import Rule

pytestmark = pytest.mark.unit

DAY = dt.date(2026, 12, 1)
STACKS = {"dev": {"resource": {"keycloak_realm": {"Realm": {"realm": "ml"}}}}}


class Warned(EventsOff):
    """The same rule, as a warning."""

    id = "KC-WARNED"
    level = Level.WARNING


def judged(*exemptions: ExemptionProps, rule: Rule | None = None) -> Review:
    """Judge a realm without events."""
    return review("dev", STACKS, exemptions, today=DAY, rules=[rule or EventsOff()])


def exempt(resource: str, until: dt.date | None = None) -> ExemptionProps:
    """Exempt from the rule."""
    return ExemptionProps(rule="KC-EVENTS", resource=resource, reason="nobody logs in here", until=until)


def test_each_violation_is_one_line() -> None:
    """A line says where, which rule, what is wrong, how to fix it, and who says so."""
    assert judged().errors == [
        f"dev/Realm: KC-EVENTS: realm 'ml': {argument} is not on: add a keycloak_realm_events with events_enabled and "
        "admin_events_enabled, kept for a day or longer (ASVS 5.0 V16.2, Keycloak guide 'Auditing events')"
        for argument in ("events_enabled", "admin_events_enabled")
    ]
    assert judged().warnings == []


def test_a_finding_in_a_file_names_the_keys_that_mend_it() -> None:
    """Who reads of a line of a file writes keys there, and no argument of the provider."""
    realm = {"realm": "ml", "//": {"metadata": {"path": "dev/Security/Realm/Realm/Realm"}}}
    stacks = {"dev": {"resource": {"keycloak_realm": {"Realm": realm}}}}

    def lines(locate: Locate | None) -> list[str]:
        return review("dev", stacks, [], today=DAY, locate=locate, rules=[RefreshRotation()]).errors

    (line,) = lines(lambda _: SourcePlace("environments/dev.yaml", 3))
    assert line.startswith("environments/dev.yaml:3: ")
    assert ": here by realm.revoke_refresh_token or realm.refresh_token_max_reuse (" in line
    assert "here by" not in lines(None)[0]


def test_a_warning_does_not_stop() -> None:
    """Warnings are printed, and no error."""
    outcome = judged(rule=Warned())

    assert outcome.errors == []
    assert len(outcome.warnings) == 2


def test_exempted_findings_stay_in_the_list() -> None:
    """An exemption silences the error, and is shown with its reason."""
    outcome = judged(exempt("dev/Realm"))

    assert (outcome.errors, outcome.warnings) == ([], [])
    assert [finding.exemption and finding.exemption.reason for finding in outcome.findings] == [
        "nobody logs in here"
    ] * 2


def test_an_exemption_past_its_date_is_an_error() -> None:
    """It stops a synth, whether it covers something or not."""
    assert [line for line in judged(exempt("dev/Realm", DAY - dt.timedelta(days=1))).errors if "ended" in line] == [
        (
            "environment 'dev': exemption from KC-EVENTS for 'dev/Realm': it ended on 2026-11-30: fix the resource, "
            "or write a new date and reason"
        )
    ]


def test_an_exemption_from_nothing_is_a_warning() -> None:
    """What was mended needs no exemption any more."""
    assert judged(exempt("dev/Realm"), exempt("dev/Gone")).warnings == [
        "environment 'dev', exemption from KC-EVENTS for 'dev/Gone': it exempts nothing: remove it"
    ]


def test_rules_are_complete() -> None:
    """Each rule has an id of its own and says what, why, who says so and how to fix it."""
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert all((rule.info, rule.why, rule.source, rule.remedy)), rule.id
        assert rule.id.startswith("KC-")
        assert rule.why.endswith(".")
        assert not rule.remedy.endswith(".")


PASSWORD = "pw: Summer2024!"
FORGED = "ui\nFORGED\x1b[31m"


def judged_client(
    redirect_uri: str, client_id: str = "ui", path: str = "dev/Ui", *exemptions: ExemptionProps
) -> Review:
    """Judge a client whose redirect URIs are no good."""
    client = {
        "client_id": client_id,
        "realm_id": "ml",
        "standard_flow_enabled": True,
        "valid_redirect_uris": [redirect_uri],
        "//": {"metadata": {"path": path}},
    }
    return review("dev", {"dev": {"resource": {"keycloak_openid_client": {"Ui": client}}}}, exemptions, today=DAY)


@pytest.mark.parametrize(
    ("redirect_uri", "client_id", "path"),
    [
        ("https://bob:Winter2024@x.example.com/*", "ui", "dev/Ui"),
        (f"http://x/{'a' * 60_000}/*", "ui", "dev/Ui"),
        ("http://x/*", FORGED, "dev/Ui"),
        ("http://x/*", PASSWORD, f"dev/{PASSWORD}"),
        ("http://x/*", "-----BEGIN PRIVATE KEY-----\nMIIEvSummer2024\n-----END PRIVATE KEY-----", "dev/Ui"),
    ],
)
def test_a_finding_is_short_lines_without_secrets(redirect_uri: str, client_id: str, path: str) -> None:
    """Whatever stands in the Terraform JSON, each text of a finding is one printable line and shows no secret."""
    outcome = judged_client(redirect_uri, client_id, path)

    assert len(outcome.errors) > 1
    texts = [*outcome.errors, *outcome.warnings]
    texts += [text for finding in outcome.findings for text in (finding.where, finding.said, finding.line)]
    for text in texts:
        assert text.isprintable()
        assert len(text) < 1_600
        assert not any(secret in text for secret in ("Winter2024", "Summer2024"))


def test_an_exemption_covers_a_path_that_is_not_shown() -> None:
    """Only what is shown is masked: exemptions are compared with the path itself."""
    path = f"dev/{PASSWORD}"
    every = [
        ExemptionProps(rule=rule.id, resource=path, reason="nobody logs in here")
        for rule in RULES
        if rule.exemptable and not (rule.bounded or rule.by_argument)
    ]

    left = judged_client("http://x/*", "ui", path, *every).errors

    # Which is said of the stack, and of the path that no construct has.
    assert {line.split(": ")[1] for line in left} == {"KC-LOCAL-STATE", "KC-PROVIDER-VERSION", "KC-MALFORMED"}


def test_faults_of_expressions_and_exemptions_are_lines_without_secrets() -> None:
    """What is said beside findings passes the same renderer."""
    text = f"${{file('x')}} {PASSWORD}\n"
    stacks = {"dev": {"locals": {"a": text.replace("'", '"')}}}
    outcome = review(
        "dev", stacks, [ExemptionProps(rule="KC-EVENTS", resource=PASSWORD, reason="nobody logs in here")], today=DAY
    )

    assert outcome.faults
    assert outcome.unused
    assert all(line.isprintable() and "2024" not in line for line in (*outcome.faults, *outcome.unused))


def test_nonsensitive_is_one_line() -> None:
    """The rule says it; the list of allowed functions does not say it again."""
    role = {"keycloak_role": {"R": {"name": "r", "description": "${nonsensitive(var.title)}"}}}
    terraform = {
        "backend": {"pg": {}},
        "required_providers": {"keycloak": {"source": "keycloak/keycloak", "version": "4.5.0"}},
    }
    stack = {"resource": role, "variable": {"title": {}}, "terraform": terraform}

    (line,) = review("dev", {"dev": stack}, [], today=DAY).errors
    assert line.startswith("dev/R: KC-NONSENSITIVE: keycloak_role: description calls nonsensitive()")


@pytest.mark.parametrize(("arguments", "unused"), [({"client_secret_wo": "${var.s}"}, 0), ({"client_id": "ui"}, 1)])
def test_exemption_that_an_older_provider_needs_is_not_unused(arguments: dict[str, str], unused: int) -> None:
    """With write-only arguments the state holds no secret: the exemption is for the provider that has none."""
    stack = {"resource": {"keycloak_openid_client": {"Ui": arguments}}, "variable": {"s": {"sensitive": True}}}
    exemption = ExemptionProps(rule="KC-SECRET-IN-STATE", resource="dev/Ui", reason="the backend is encrypted")

    assert len(review("dev", {"dev": stack}, [exemption], today=DAY).unused) == unused
