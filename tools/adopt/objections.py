"""What guardrails object to in what an adoption leaves alone: a name tells nobody that tokens get rights by it.

Mappers and login flows are written as the provider's resources, and judged by the rules that judge ours.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.texts.literal import literal
from constructs_lib.guardrails.rules.realm.login_without_credential import LoginWithoutCredential
from constructs_lib.guardrails.rules.tokens.roles_claim import RolesClaim
from constructs_lib.guardrails.rules.tokens.saml_rights import SamlRights
from constructs_lib.guardrails.terraform.configuration import Configuration
from tools.adopt.draft import LeftAlone
from tools.audit.facts import Fact, Kind
from tools.audit.wording import subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tools.audit.live.snapshot import Entry, Snapshot

__all__ = ["objections"]

_STACK = "found"
_MAPPER = "keycloak_generic_protocol_mapper"
_FLOW, _SUBFLOW = "keycloak_authentication_flow", "keycloak_authentication_subflow"
_STEP = "keycloak_authentication_execution"


def objections(snapshot: Snapshot) -> Iterator[LeftAlone]:
    """Yield mappers of clients and client scopes, and login flows, with what guardrails say of each.

    Args:
        snapshot: The realm.
    """
    found = _Found()
    realm = literal(str(snapshot.realm["realm"]))
    for owner, holder in _holders(snapshot):
        for mapper in holder.get("protocolMappers", ()):
            what = subject(Fact(Kind.MAPPER, owner, mapper["name"]))
            found.add(_MAPPER, what, {"realm_id": realm, **_mapper(mapper)})
    for flow in snapshot.others["flows"]:
        if flow.get("builtIn"):
            continue
        what, alias = subject(Fact(Kind.FLOW, "", flow["alias"])), literal(flow["alias"])
        found.add(_FLOW, what, {"realm_id": realm, "alias": alias})
        for type_, step in _steps(alias, snapshot.flows.get(flow["alias"], ())):
            found.add(type_, what, {"realm_id": realm, **step})
    configuration = Configuration({_STACK: {"resource": found.resources}})
    for rule in (RolesClaim(), SamlRights(), LoginWithoutCredential()):
        for violation in rule.judge(configuration):
            if thing := found.names.get(violation.subject.path):
                yield LeftAlone(thing, f"{violation.fault} ({rule.id})")


def _holders(snapshot: Snapshot) -> Iterator[tuple[str, Entry]]:
    yield from ((f"client {client['clientId']}", client) for client in snapshot.clients)
    yield from ((f"scope {scope['name']}", scope) for scope in snapshot.scopes)


class _Found:
    """The provider's resources, and what an audit calls the things that they are written of."""

    def __init__(self) -> None:
        self.resources: dict[str, dict[str, Any]] = {}
        self.names: dict[str, str] = {}

    def add(self, type_: str, what: str, arguments: Mapping[str, Any]) -> None:
        name = f"n{len(self.names)}"
        self.resources.setdefault(type_, {})[name] = dict(arguments)
        self.names[f"{_STACK}/{name}"] = what


def _mapper(mapper: Entry) -> dict[str, Any]:
    return {
        "name": literal(mapper["name"]),
        "protocol": mapper.get("protocol", "openid-connect"),
        "protocol_mapper": literal(mapper["protocolMapper"]),
        "config": {literal(key): literal(str(value)) for key, value in mapper.get("config", {}).items()},
    }


def _steps(flow: str, listed: Sequence[Entry]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the steps of a flow, each below the flow or subflow that Keycloak lists it after."""
    parents, left_out = [flow], None
    for number, step in enumerate(listed):
        level = step["level"]
        if left_out is not None and level > left_out:
            continue
        left_out = level if _is_of_organizations(listed, number) else None
        if left_out is not None:
            continue
        del parents[level + 1 :]
        common = {"parent_flow_alias": parents[-1], "requirement": step["requirement"], "priority": number}
        if step.get("authenticationFlow"):
            parents.append(f"{flow}/{number}")
            yield _SUBFLOW, {**common, "alias": parents[-1], "provider_id": "basic-flow"}
        else:
            yield _STEP, {**common, "authenticator": literal(str(step.get("providerId", "")))}


def _is_of_organizations(listed: Sequence[Entry], number: int) -> bool:
    """Tell whether a subflow is that of Keycloak's own browser flow which sends people on to their organization."""
    level = listed[number]["level"]
    below = takewhile(lambda step: step["level"] > level, listed[number + 1 :])
    kinds = {str(step.get("providerId", "")) for step in below if not step.get("authenticationFlow")}
    return "organization" in kinds and all(kind == "organization" or kind.startswith("conditional-") for kind in kinds)
