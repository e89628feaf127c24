"""What a person has to know of an adoption, as a page beside the environment's file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools.access.text_table import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tools.adopt.api_rights import Way

__all__ = ["Adoption", "adoption_page"]


@dataclass(frozen=True)
class Adoption:
    """What an adoption found.

    Attributes:
        environment: Name of the environment.
        realm: Name of the realm.
        document: The environment's keys and values.
        guesses: What was not known for certain.
        taken_over: What the first deployment takes over, as people call it.
        added: What it adds.
        changes: How many objects it would change all the same.
        changed: What of them, an argument each.
        ours: What this project would make of what is kept: by type, name and argument.
        secrets: Names of variables that an operator has to give.
        undeclared: Who holds roles of the API by what is left alone, each with the roles and by what.
    """

    environment: str
    realm: str
    document: Mapping[str, Any]
    guesses: Sequence[str] = ()
    taken_over: Sequence[str] = ()
    added: Sequence[str] = ()
    changes: int = 0
    changed: Sequence[str] = ()
    ours: Mapping[tuple[str, str, str], Any] = field(default_factory=dict)
    secrets: Sequence[str] = ()
    undeclared: Sequence[tuple[str, Sequence[Way]]] = ()


def adoption_page(found: Adoption) -> str:
    """Return the page in Markdown."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Adoption) -> Iterator[str]:
    yield f"# Realm `{found.realm}` as environment `{found.environment}`"
    yield ""
    yield (
        f"Written by `make adopt`. The first `make deploy ENV={found.environment}` takes over {len(found.taken_over)} "
        f"objects, adds {len(found.added)}, changes {found.changes} and destroys none. This page is for you: "
        "nothing reads it, and you may delete it."
    )
    for guess in found.guesses:
        yield from ("", escape_markdown(guess))
    yield from _section("What it takes over", map(escape_markdown, found.taken_over))
    yield from _section("What it adds", found.added)
    yield ""
    yield (
        "It also sets, to what they are, things that Terraform reads only once it has set them, which are not counted: "
        "flows in use, default roles, scopes of clients, grants and memberships, headers, the realm's attributes. "
        "Each client may ask for the scopes of its grants from then on, beside those that it could ask for."
    )
    yield from _section("What it changes all the same", map(escape_markdown, found.changed))
    if found.secrets:
        yield from _section("Secrets that you have to give", [f"`TF_VAR_{name}`" for name in found.secrets])
    yield from _undeclared(found)
    yield from _kept(found)
    yield from _left(found)


def _section(title: str, listed: Iterable[str]) -> Iterator[str]:
    lines = [f"- {each}" for each in listed]
    if lines:
        yield from ("", f"## {title}", "", *lines)


def _kept(found: Adoption) -> Iterator[str]:
    settings = found.document.get("kept", {}).get("settings", {})
    if not settings:
        return
    yield from ("", "## What is kept, and what it would be here", "")
    yield "Each line is in `kept.settings`. Without it, the value is the one on the right."
    yield from ("", "| resource | name | argument | kept | would be |", "| --- | --- | --- | --- | --- |")
    for type_, named in settings.items():
        for name, arguments in named.items():
            for argument, value in arguments.items():
                ours = found.ours.get((type_, name, argument), "…")
                yield f"| `{type_}` | {_text(name)} | `{argument}` | {_text(value)} | {_text(ours)} |"


def _undeclared(found: Adoption) -> Iterator[str]:
    if not found.undeclared:
        return
    yield from ("", "## Who holds roles of the API by what is left alone", "")
    yield (
        "The file does not say it, and a review of the file does not see it: these roles stay in effect. Grant by a "
        "key what is meant, and take away the rest in Keycloak."
    )
    yield from ("", "| who | role of the API | by |", "| --- | --- | --- |")
    for who, ways in found.undeclared:
        yield from (f"| {_text(who)} | {_text(way.role)} | {_text(way.by or 'itself')} |" for way in ways)


def _left(found: Adoption) -> Iterator[str]:
    listed = found.document.get("unmanaged", [])
    if not listed:
        return
    yield from ("", "## What no key covers", "")
    yield "It stays as it is. `unmanaged` names it, so that `make audit` does not report it."
    yield from ("", "| what | why |", "| --- | --- |")
    yield from (f"| {_text(each['what'])} | {_text(each['reason'].removeprefix('left alone: '))} |" for each in listed)


def _text(value: object) -> str:
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value)) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{_text(key)}={_text(each)}" for key, each in value.items()) or "none"
    if "${" in str(value):
        return "what Terraform works out"
    # Others gave it its name: a link, or HTML that folds up what follows, would be theirs to decide.
    return escape_markdown(str(value)) or "empty"
