"""Rules that an environment makes for itself: who may never, who alone may, and who always can use a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from constructs_lib.declaration.name_pattern import ANY
from constructs_lib.declaration.props.answered_for import ReasonText
from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.values import ActionPattern, NamePattern

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["AccessRuleProps", "AuthMethod", "RuleKind", "RuleStatementProps", "WhoProps"]

AuthMethod = Literal["client_secret", "private_key_jwt", "federated", "mtls"]
"""How a consumer proves who it is."""

RuleKind = Literal["never", "only", "always"]

_MACHINES = ("consumer", "auth")
_PEOPLE = ("person", "group", "source", "application")


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


_Names = Annotated[
    tuple[NamePattern, ...],
    Field(min_length=1),
    BeforeValidator(_listed, json_schema_input_type=NamePattern | tuple[NamePattern, ...]),
]
_Methods = Annotated[
    tuple[AuthMethod, ...],
    Field(min_length=1),
    BeforeValidator(_listed, json_schema_input_type=AuthMethod | tuple[AuthMethod, ...]),
]
_Actions = Annotated[
    tuple[ActionPattern, ...],
    Field(min_length=1),
    BeforeValidator(_listed, json_schema_input_type=ActionPattern | tuple[ActionPattern, ...]),
]


class WhoProps(Props):
    """Whom a rule is about: those of whom all that is said here holds.

    Each key takes a name or a list of names; in a name, `*` stands for any text. `consumer` and `auth` are about
    machines, `person`, `group`, `source` and `application` about people.
    """

    consumer: _Names | None = None
    """Consumers by name."""
    auth: _Methods | None = None
    """Consumers by how they prove who they are."""
    person: _Names | None = None
    """People by username. Those of directories and identity providers may have any name."""
    group: _Names | None = None
    """Members of groups. In `only`, what they have by a grant of the group itself."""
    source: _Names | None = None
    """People of directories and identity providers, by the name of either."""
    application: _Names | None = None
    """People by way of an application, and consumers that trade its people's tokens."""
    team: _Names | None = None
    """Those whom a team's file declares; beside `group`, the groups that it declares."""

    @model_validator(mode="before")
    @classmethod
    def _by_keys(cls, data: object) -> object:
        if isinstance(data, str):
            raise ValueError(f"say who by a key, such as 'consumer: {data}', or '{ANY}' for everybody")  # noqa: TRY004
        return data

    @model_validator(mode="after")
    def _one_kind(self) -> WhoProps:
        machines = [key for key in _MACHINES if getattr(self, key) is not None]
        people = [key for key in _PEOPLE if getattr(self, key) is not None]
        if machines and people:
            raise ValueError(
                f"'{machines[0]}' is about machines and '{people[0]}' about people, and nobody is both: "
                "write a rule for each"
            )
        if not self.conditions:
            raise ValueError(f"write {', '.join(WhoProps.model_fields)} or several of these, or '{ANY}' for everybody")
        return self

    @property
    def conditions(self) -> dict[str, tuple[str, ...]]:
        """What is said of them, by key."""
        found = {key: getattr(self, key) for key in WhoProps.model_fields}
        return {key: patterns for key, patterns in found.items() if patterns is not None}

    @property
    def is_about_machines(self) -> bool:
        """Whether it is about consumers."""
        return self.consumer is not None or self.auth is not None

    def __str__(self) -> str:
        """Return it in words: `consumer *, auth client_secret`."""
        return ", ".join(f"{key} {' or '.join(patterns)}" for key, patterns in self.conditions.items())


def _kind_of_who(value: object) -> str:
    return "everybody" if value == ANY else "some"


def _readings(text: str) -> Iterator[tuple[str, str]]:
    model, colon, action = text.rpartition(":")
    if colon:
        yield model, action
    yield text, ANY


class RuleStatementProps(Props):
    """Who, and what they may."""

    who: Annotated[
        Annotated[WhoProps, Tag("some")] | Annotated[Literal["*"], Tag("everybody")], Discriminator(_kind_of_who)
    ]
    """Whom the rule is about; `"*"` is everybody."""
    may: _Actions
    """What it is about: a model or `<model>:<action>`, or a list of these. A model alone means all of its actions, and
    `*` stands for any text: `"*:manage"`. A text with a colon that may be either means both."""

    @property
    def conditions(self) -> dict[str, tuple[str, ...]]:
        """What is said of whom it is about, by key; nothing for everybody."""
        return self.who.conditions if isinstance(self.who, WhoProps) else {}

    @property
    def readings(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """What it is about: each text as patterns of a model's and an action's name, in every way that it reads.

        Models' names may have colons: `qwen3:8b` is a model, or an action of `qwen3`, and a rule is about both.
        """
        return tuple(tuple(_readings(text)) for text in self.may)

    @property
    def actions(self) -> tuple[tuple[str, str], ...]:
        """The same of all of its texts."""
        return tuple(pair for readings in self.readings for pair in readings)

    def __str__(self) -> str:
        """Return it in words."""
        who = "everybody" if self.who == ANY else str(self.who)
        return f"{who} may {', '.join(self.may)}"


class AccessRuleProps(Props):
    """A rule that grants keep, whoever writes them; exactly one of `never`, `only` and `always` says what it asks for.

    What nobody can tell from the files is judged by what could be: `never` and `only` refuse what may come about, and
    `always` is content with nothing less than a grant that is certain and has no end. A rule has no exemption.
    """

    never: RuleStatementProps | None = None
    """Nobody of these may do any of this."""
    only: RuleStatementProps | None = None
    """Nobody but these may do any of this."""
    always: RuleStatementProps | None = None
    """Each of these may do all of this."""
    reason: ReasonText
    """Why, in at least three words; whoever breaks the rule reads it."""

    @model_validator(mode="after")
    def _one_statement(self) -> AccessRuleProps:
        given = [kind for kind in ("never", "only", "always") if getattr(self, kind) is not None]
        if len(given) != 1:
            raise ValueError(f"write exactly one of never, only and always, got {' and '.join(given) or 'none'}")
        return self

    @property
    def kind(self) -> RuleKind:
        """What it asks for."""
        return "never" if self.never else "only" if self.only else "always"

    @property
    def statement(self) -> RuleStatementProps:
        """Whom and what it is about."""
        statement = self.never or self.only or self.always
        if statement is None:
            raise ValueError("a rule has a statement: its validator asks for one")
        return statement

    def __str__(self) -> str:
        """Return it in words: `never: consumer * may *:manage`."""
        return f"{self.kind}: {self.statement}"
