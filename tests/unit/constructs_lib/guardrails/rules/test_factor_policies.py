"""What a second factor, and a passkey, have to be."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rules.expressions.unread import Unread
from constructs_lib.guardrails.rules.realm.otp_policy import OtpPolicy
from constructs_lib.guardrails.rules.realm.passkey_policy import PasskeyPolicy
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

SECOND, ALONE = "web_authn_policy", "web_authn_passwordless_policy"


def realm(**blocks: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401 - JSON
    """Return a realm with some blocks."""
    return {"keycloak_realm.R": {"realm": "ml", **blocks}}


@pytest.mark.parametrize(
    ("policy", "fault"),
    [
        ({"type": "hotp"}, "type is 'hotp', whose codes never end"),
        ({"look_ahead_window": 100}, "look_ahead_window is 100, more than 1"),
        ({"look_ahead_window": "2"}, "look_ahead_window is 2, more than 1"),
        ({"period": 300}, "period is 300, more than 30"),
        ({"digits": 4}, "digits is 4, less than 6"),
        ({"algorithm": "HmacMD5"}, "algorithm is 'HmacMD5', none of RFC 6238"),
        ({"code_reusable": True}, "code_reusable is on: a code works twice"),
        ({"code_reusable": "true"}, "code_reusable is on: a code works twice"),
    ],
)
def test_otp_policy_of_codes_that_can_be_guessed_is_refused(policy: dict[str, Any], fault: str) -> None:
    """A code that lives long, is short, or works twice is named, as block and as list of one."""
    for block in (policy, [policy]):
        assert faults_of(OtpPolicy(), realm(otp_policy=block)) == [f"realm 'ml': otp_policy.{fault}"]


@pytest.mark.parametrize(
    "policy",
    [
        None,
        {},
        {"type": "totp", "algorithm": "HmacSHA256", "digits": 8, "period": 30, "look_ahead_window": 1},
        {"type": "${var.kind}", "look_ahead_window": 0, "code_reusable": False},
    ],
)
def test_otp_policy_of_keycloak_passes(policy: dict[str, Any] | None) -> None:
    """Keycloak's own policy, a stricter one, and what is known only at apply pass."""
    assert faults_of(OtpPolicy(), realm(otp_policy=policy)) == []


@pytest.mark.parametrize(
    ("block", "policy", "fault"),
    [
        (ALONE, {"relying_party_entity_name": "x"}, "user_verification_requirement is 'not specified'"),
        (ALONE, {"user_verification_requirement": "preferred"}, "user_verification_requirement is 'preferred'"),
        (SECOND, {"user_verification_requirement": "discouraged"}, "user_verification_requirement is 'discouraged'"),
        (SECOND, {"signature_algorithms": ["ES256", "RS1"]}, "signature_algorithms has 'RS1'"),
        (
            SECOND,
            {"acceptable_aaguids": ["${var.key}"], "attestation_conveyance_preference": "none"},
            "acceptable_aaguids is not proven: attestation_conveyance_preference is 'none'",
        ),
        (SECOND, {"extra_origins": ["http://x.example.com"]}, "extra_origins lets 'http://x.example.com' ask"),
        (SECOND, {"extra_origins": ["https://*.example.com"]}, "extra_origins lets 'https://*.example.com' ask"),
    ],
)
def test_passkey_policy_that_asks_for_less_is_refused(block: str, policy: dict[str, Any], fault: str) -> None:
    """Nobody verified, weak signatures, and origins and makes that nobody proves are named."""
    (found,) = faults_of(PasskeyPolicy(), realm(**{block: policy}))
    assert found.startswith(f"realm 'ml': {block}.{fault}")


def test_passkey_policy_warns_of_other_origins() -> None:
    """Another origin over https is somebody's decision, which a reviewer should see."""
    json = {
        "resource": {"keycloak_realm": {"R": {"realm": "ml", SECOND: {"extra_origins": ["https://x.example.com"]}}}}
    }
    (found,) = PasskeyPolicy().judge(Configuration({"s": json}))
    assert found.level is Level.WARNING


@pytest.mark.parametrize(
    ("block", "policy"),
    [
        (ALONE, []),
        (ALONE, {"user_verification_requirement": "required", "signature_algorithms": ["ES256", "RS256"]}),
        (ALONE, {"user_verification_requirement": "${var.verification}"}),
        (SECOND, {"relying_party_entity_name": "x", "signature_algorithms": ["${var.algorithm}"]}),
        (
            SECOND,
            {
                "acceptable_aaguids": ["2fc0579f-8113-47ea-b116-bb5a8db9202a"],
                "attestation_conveyance_preference": "direct",
            },
        ),
    ],
)
def test_passkey_policy_that_asks_for_enough_passes(block: str, policy: object) -> None:
    """Verification where a passkey stands alone, proven makes, and what is known only at apply pass."""
    assert faults_of(PasskeyPolicy(), realm(**{block: policy})) == []


@pytest.mark.parametrize(
    ("block", "rule"), [("otp_policy", OtpPolicy()), (SECOND, PasskeyPolicy()), (ALONE, PasskeyPolicy())]
)
def test_policies_that_hide_are_unread(block: str, rule: OtpPolicy | PasskeyPolicy) -> None:
    """A condition around a policy's values hides them from the rules."""
    argument = "type" if block == "otp_policy" else "user_verification_requirement"
    hidden = realm(**{block: {argument: '${var.x ? "hotp" : "discouraged"}'}})
    assert faults_of(Unread([rule]), hidden) == [f"realm 'ml': {block}.{argument} cannot be read before an apply"]
