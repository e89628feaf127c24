"""Facts of what logins and keys rest on: identity providers, directories, login flows, keys, required actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.audit.canonical import configured, joined
from tools.audit.facts import Fact, Kind
from tools.audit.live.settings import flat_settings
from tools.audit.live.source import Call, Source
from tools.audit.step_order import order_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tools.audit.live.snapshot import Entry, Snapshot
    from tools.audit.live.source import Told

__all__ = [
    "NO_SETTING_OF_PROVIDER",
    "infrastructure_facts",
    "key_value",
    "policy_value",
    "profile_value",
    "required_action",
    "steps_of",
]

NO_SETTING_OF_PROVIDER = frozenset({"alias", "providerId", "internalId", "types", "organizationId"})
"""What names an identity provider, or is told by a fact of its own."""
_KEY = "org.keycloak.keys.KeyProvider"
_USER_PROFILE = "org.keycloak.userprofile.UserProfileProvider"  # told by facts of its own


def infrastructure_facts(snapshot: Snapshot) -> Iterator[Told]:
    """Yield such facts of a realm.

    Args:
        snapshot: The realm.
    """
    yield from _providers(snapshot)
    yield from _components(snapshot)
    yield from _flows(snapshot)
    for action in snapshot.others["required actions"]:
        path = f"authentication/required-actions/{action['alias']}"
        yield Fact(Kind.REQUIRED_ACTION, "", action["alias"]), required_action(action), Source((path,))
    yield from _policies(snapshot)
    for each in snapshot.others["initial access"]:
        path = f"clients-initial-access/{each['id']}"
        yield Fact(Kind.INITIAL_ACCESS, "", each["id"]), "", Source((path,), Call("DELETE", path))


def _policies(snapshot: Snapshot) -> Iterator[Told]:
    for policy in snapshot.others["policies"].get("policies", ()):
        conditions = [(each["condition"], each.get("configuration", {})) for each in policy.get("conditions", ())]
        value = policy_value(policy.get("profiles", ()), conditions, enabled=bool(policy.get("enabled")))
        yield Fact(Kind.POLICY, "", f"policy {policy['name']}"), value, Source(("client-policies/policies",))
    for profile in snapshot.others["profiles"].get("profiles", ()):
        value = profile_value(
            (each["executor"], each.get("configuration", {})) for each in profile.get("executors", ())
        )
        yield Fact(Kind.POLICY, "", f"profile {profile['name']}"), value, Source(("client-policies/profiles",))


def profile_value(executors: Iterable[tuple[str, Entry]]) -> str:
    """Return what a client profile has done, by the names of executors with their settings."""
    return "\n".join(sorted(" ".join(configured(name, config).splitlines()) for name, config in executors))


def policy_value(profiles: Iterable[str], conditions: Iterable[tuple[str, Entry]], *, enabled: bool) -> str:
    """Return when a client policy has which profiles done."""
    when = profile_value(conditions).splitlines()
    return "\n".join(("on" if enabled else "off", *(f"profile {name}" for name in sorted(profiles)), *when))


def required_action(action: Entry) -> str:
    """Return what a required action does: `off`, `on`, or `on for everybody`."""
    if not action.get("enabled"):
        return "off"
    return "on for everybody" if action.get("defaultAction") else "on"


def _providers(snapshot: Snapshot) -> Iterator[Told]:
    for provider in snapshot.others["providers"]:
        alias = provider["alias"]
        at = f"identity-provider/instances/{alias}"
        yield Fact(Kind.PROVIDER, "", alias), provider["providerId"], Source((at,), Call("DELETE", at))
        for name, value in flat_settings(provider, NO_SETTING_OF_PROVIDER):
            yield Fact(Kind.SETTING, f"identity provider {alias}", name), value, Source((at,))
        for mapper in snapshot.provider_mappers[alias]:
            path = f"{at}/mappers/{mapper['id']}"
            value = configured(mapper["identityProviderMapper"], mapper.get("config", {}))
            fact = Fact(Kind.MAPPER, f"identity provider {alias}", mapper["name"])
            yield fact, value, Source((path,), Call("DELETE", path))


def _components(snapshot: Snapshot) -> Iterator[Told]:
    names = {each["id"]: each["name"] for each in snapshot.directories}
    for each in snapshot.others["components"]:
        path = f"components/{each['id']}"
        source = Source((path,), Call("DELETE", path))
        if each["id"] in names:
            yield Fact(Kind.DIRECTORY, "", each["name"]), each["providerId"], source
            config = {name: ", ".join(value) for name, value in each.get("config", {}).items()}
            for name, value in flat_settings(config, frozenset()):
                yield Fact(Kind.SETTING, f"directory {each['name']}", name), value, Source(source.paths)
        elif each["providerType"] == _KEY:
            yield Fact(Kind.KEY, "", each["name"]), key_value(each["providerId"], each.get("config", {})), source
        elif each["providerType"] == _USER_PROFILE:
            continue
        elif each.get("parentId") in names:
            config = {name: ", ".join(value) for name, value in each.get("config", {}).items()}
            owner = f"directory {names[each['parentId']]}"
            yield Fact(Kind.MAPPER, owner, each["name"]), configured(each["providerId"], config), source
        else:
            kind = each["providerType"].rpartition(".")[2]
            owner = f"{kind} {each['subType']}" if each.get("subType") else kind
            value = configured(each["providerId"], each.get("config", {}))
            yield Fact(Kind.COMPONENT, owner, each.get("name") or each["providerId"]), value, source


def key_value(provider: str, config: Entry) -> str:
    """Return what a key is: its kind, and how it is used, without the key itself."""
    kept = {name: value for name, value in config.items() if name in ("priority", "enabled", "active", "algorithm")}
    return configured(provider, {name: value[0] if value else "" for name, value in kept.items()})


def _flows(snapshot: Snapshot) -> Iterator[Told]:
    for flow in snapshot.others["flows"]:
        alias = flow["alias"]
        path = f"authentication/flows/{flow['id']}"
        # Its own resource path, and that under which its steps are recorded.
        paths = (path, f"authentication/flows/{alias}", f"authentication/flows/{alias}/executions/execution")
        yield Fact(Kind.FLOW, "", alias), "", Source(paths, Call("DELETE", path))
        yield from _steps(snapshot, alias)


def _steps(snapshot: Snapshot, flow: str) -> Iterator[Told]:
    orders: dict[str, list[str]] = {}
    values: dict[Fact, list[str]] = {}
    sources: dict[Fact, Source] = {}
    for fact, step in steps_of(flow, snapshot.flows[flow]):
        at = f"authentication/executions/{step['id']}"
        config = snapshot.step_configs.get(step.get("authenticationConfig", ""), {})
        orders.setdefault(fact.owner, []).append(fact.name)
        values.setdefault(fact, []).append(configured(step["requirement"].lower(), config.get("config", {})))
        # Of several of one kind nobody can say which is the one too many.
        sources[fact] = Source((at,), None if fact in sources else Call("DELETE", at))
    yield from ((fact, joined(found), sources[fact]) for fact, found in values.items())
    for owner, steps in orders.items():
        if order := order_text(steps):
            yield Fact(Kind.ORDER, owner, ""), order, Source((f"authentication/flows/{flow}",))


def steps_of(flow: str, executions: Iterable[Entry]) -> Iterator[tuple[Fact, Entry]]:
    """Yield the steps of a login flow, each below the flow, or the flow within it, that it is of.

    Args:
        flow: Alias of the flow.
        executions: All steps below it, in their order, each with its level.
    """
    parents = [flow]
    for step in executions:
        del parents[step["level"] + 1 :]
        is_flow = step.get("authenticationFlow")
        yield Fact(Kind.STEP, f"flow {parents[-1]}", step["displayName"] if is_flow else step["providerId"]), step
        if is_flow:
            parents.append(step["displayName"])
