"""A token that does not exist yet, as a reader of tokens knows it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.declaration.token_settings import ACTOR_CLAIM
from constructs_lib.review.at_issue import AtIssue, is_at_issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.review.at_issue import Claim
    from constructs_lib.review.token_preview import TokenPreview

__all__ = ["render_token", "token_as_json"]


def render_token(found: TokenPreview) -> str:
    """Return a preview in lines."""
    return "".join(f"{line}\n" for line in _lines(found))


def token_as_json(found: TokenPreview) -> str:
    """Return a preview as JSON; `at_issue` names the claims whose values are not known yet."""
    document = {
        "principal": found.principal.name,
        "client_id": found.client.client_id,
        "refusal": found.refusal or None,
        "header": _plain(found.header),
        "claims": _plain(found.claims),
        "at_issue": [name for name, value in found.claims.items() if is_at_issue(value)],
        "scopes_left_out": list(found.left_out),
        "lifespan_s": found.lifespan_s,
        "bytes": found.size,
        "bytes_are_exact": found.size_is_exact,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _lines(found: TokenPreview) -> Iterator[str]:
    through = "" if found.principal.name == found.client.client_id else f" through {found.client.client_id}"
    yield f"{found.principal}{through}"
    if found.refusal:
        yield f"no token: {found.refusal}"
        return
    yield from json.dumps(_plain(found.header), ensure_ascii=False).splitlines()
    yield from json.dumps(_plain(found.claims), indent=2, ensure_ascii=False).splitlines()
    if ACTOR_CLAIM in found.claims:
        yield _acting(found)
    yield from (f"left out: {scope}, for want of the role" for scope in found.left_out)
    about = "" if found.size_is_exact else "about "
    yield f"{about}{found.size} bytes, {found.lifespan_s} s"


def _acting(found: TokenPreview) -> str:
    """Say what the claim `act` means to gateways (RFC 8693 section 4.1)."""
    actor = found.client.client_id
    if found.principal.is_machine:
        return f"act: {actor} would act for itself, which gateways refuse"
    return f"act: {actor} acts for {found.principal}, whose roles decide; gateways check that it may"


def _plain(values: Mapping[str, Claim]) -> dict[str, object]:
    return {name: _shown(value) for name, value in values.items()}


def _shown(value: Claim) -> object:
    if isinstance(value, dict):
        return _plain(dict(value))
    return str(value) if isinstance(value, AtIssue) else value
