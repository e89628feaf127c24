"""The table of docs/how-to/gateways.md says what the gateways that run here answer, and what each can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import GatewayProps
from constructs_lib.gateways.catalog import PRESETS
from tests.integration.gateways.test_refusals import INFER, TOKENS
from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constructs_lib.gateways.preset import Preset
    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway

pytestmark = pytest.mark.integration

PAGE = Page(ROOT / "docs" / "how-to" / "gateways.md")
COLUMNS = ("envoy", "istio", "envoy-gateway", "oauth2-proxy", "fastapi")
RUN_HERE = ("envoy", "oauth2-proxy", "fastapi")
NOT_CHECKED = 200
# Which tokens a row is about.
ANSWERS = {
    "no token": ("none", "empty"),
    "expired, unsigned, forged, of another issuer": (
        "expired",
        "unsigned",
        "signed by a key that is not published",
        "of another issuer",
    ),
    "for another audience": ("for another audience", "for no audience"),
    "signed with another algorithm": ("of an algorithm that is not the realm's",),
    "not an access token (`typ`)": ("of another type",),
}
NO_ROLE, BOUND = "no role for the request, unknown path", "a bound token without its proof"
# What a row says of a preset that can do it, and how the library knows.
ABLE: Mapping[str, Callable[[Preset], bool]] = {
    "DPoP proofs": lambda preset: "dpop" in preset.checked_bindings(GatewayProps()),
    "models named in JSON, or in a form": lambda preset: {"json", "multipart"} <= preset.reads,
    "models named in messages of gRPC": lambda preset: "protobuf" in preset.reads,
}


def rows() -> dict[str, dict[str, str]]:
    """Return what the page says, by row and preset."""
    return {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in PAGE.table("What each gateway answers")}


@pytest.mark.parametrize("name", RUN_HERE)
def test_the_page_says_what_a_gateway_answers(
    site: Site, gateways: Mapping[str, Gateway], checkers: Mapping[str, Gateway], name: str
) -> None:
    """Each answer of the table is what the gateway gives to a call with such a token."""
    said = {row: cells[name] for row, cells in rows().items()}
    tokens = {row: [TOKENS[case][0](site.issuer) for case in cases] for row, cases in ANSWERS.items()}
    answers = {row: {gateways[name].call(INFER, token=token).status for token in made} for row, made in tokens.items()}
    answers[NO_ROLE] = {
        gateways[name].call(target, token=site.issuer.token("churn:predict")).status for target in (INFER, "/other")
    }
    bound = site.issuer.token("fraud:predict", cnf={"jkt": "x"})
    answers[BOUND] = {checkers.get(name, gateways[name]).call(INFER, token=bound).status}
    assert answers == {row: {NOT_CHECKED if said[row] == "not checked" else int(said[row])} for row in answers}


@pytest.mark.parametrize("row", ABLE)
def test_the_page_says_what_a_gateway_can_do(row: str) -> None:
    """A cell is `no` where the preset cannot do it, and nowhere else."""
    assert {name: cell != "no" for name, cell in rows()[row].items()} == {
        name: ABLE[row](PRESETS[name]) for name in COLUMNS
    }
