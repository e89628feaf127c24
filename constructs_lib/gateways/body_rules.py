"""How a gateway looks for the fields that reach beyond a model: by sets of keys, and by where in a body it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from constructs_lib.gateways.body_fields import BODY_FIELDS, Only, Reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from constructs_lib.declaration.props import GatewayProps
    from constructs_lib.gateways.body_fields import BodyField

__all__ = ["FREE_KEYS", "MERGED_KEYS", "METADATA_KEYS", "USER_KEYS", "BodyRules"]

MERGED_KEYS = ("extra_body", "parameters", "vllm_xargs", "litellm_embedding_config")
"""Below these, at the top, servers find what might stand at the top itself: they must hold an object."""
METADATA_KEYS = ("metadata",)
"""What is the caller's own below these, at the top, save for what `BodyField.in_metadata` says; an object too."""
USER_KEYS = ("documents", "format", "chat_template_kwargs")
"""Below these, at the top, everything is the caller's own."""
FREE_KEYS = ("parameters", "schema", "input_schema", "output_schema", "properties", "$defs", "definitions", "arguments")
"""The same anywhere else: schemas and arguments of tools."""
_ITEMS = "input"


@dataclass(frozen=True)
class BodyRules:
    """The rows as gateways compare them: keys by their letters and digits in lower case.

    Where a gateway is in a body, is one of `top`, `metadata`, `items` (what a list of items holds), `deep` and `free`.

    Attributes:
        top: Keys at the top.
        top_beginnings: Beginnings of keys there.
        metadata: Keys in metadata.
        metadata_beginnings: Beginnings of keys there.
        below: Keys in objects below a key, `below.key`.
        anywhere: Keys anywhere.
        filled: Those of `top` that an empty text may stand for, at the top.
        texts: Those of `below` that count as a text alone.
        untyped: Keys of items that count where `type` is no text.
        references: Texts of `type` that count anywhere.
        places: Where a gateway is below a key at the top; `deep` elsewhere.
        objects: Keys at the top that must not hold a text, which some servers read as JSON.
        free: Keys below which it looks no more.
    """

    top: tuple[str, ...]
    top_beginnings: tuple[str, ...]
    metadata: tuple[str, ...]
    metadata_beginnings: tuple[str, ...]
    below: tuple[str, ...]
    anywhere: tuple[str, ...]
    filled: tuple[str, ...]
    texts: tuple[str, ...]
    untyped: tuple[str, ...]
    references: tuple[str, ...]
    places: Mapping[str, str]
    objects: tuple[str, ...]
    free: tuple[str, ...]

    @classmethod
    def of(cls, gateway: GatewayProps) -> Self:
        """Return the rules of a gateway.

        Args:
            gateway: What is declared of it: whether callers may name stored things.
        """
        stored = gateway.stored_objects == "allow"
        rows = [row for row in BODY_FIELDS if not (stored and row.reaches is Reach.STORED)]
        plain = [row for row in rows if row.only in {Only.ANY, Only.FILLED, Only.TEXT}]
        return cls(
            top=_letters(row.name for row in plain if _place(row) == "" and not row.name.endswith("*")),
            top_beginnings=_letters(row.name for row in plain if _place(row) == "" and row.name.endswith("*")),
            metadata=_letters(row.name for row in rows if row.in_metadata and not row.name.endswith("*")),
            metadata_beginnings=_letters(row.name for row in rows if row.in_metadata and row.name.endswith("*")),
            below=_below(row for row in plain if _place(row) not in {"", "*"}),
            anywhere=_letters(row.name for row in plain if _place(row) == "*"),
            filled=_letters(row.name for row in rows if row.only is Only.FILLED),
            texts=_below(row for row in rows if row.only is Only.TEXT),
            untyped=_letters(row.name.rpartition(".")[2] for row in rows if row.only is Only.UNTYPED),
            references=_letters(row.only.value for row in rows if row.only is Only.REFERENCE),
            places={
                **dict.fromkeys(_letters(MERGED_KEYS), "top"),
                **dict.fromkeys(_letters(METADATA_KEYS), "metadata"),
                **dict.fromkeys(_letters(USER_KEYS), "free"),
                _ITEMS: "items",
            },
            objects=_letters((*MERGED_KEYS, *METADATA_KEYS)),
            free=_letters(FREE_KEYS),
        )


def _place(row: BodyField) -> str:
    return row.name.rpartition(".")[0]


def _below(rows: Iterable[BodyField]) -> tuple[str, ...]:
    return tuple(sorted({".".join(map(_of_key, row.name.split("."))) for row in rows}))


def _letters(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({_of_key(name) for name in names}))


def _of_key(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.lower())
