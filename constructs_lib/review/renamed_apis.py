"""The APIs of a declaration as they would be by the names that a later one gives to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.props import SOLE_API

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = ["rename_apis"]


def rename_apis(data: dict[str, Any], head: Declaration) -> bool:
    """Give APIs their later names, in the data of a declaration.

    Args:
        data: The declaration of before, as data; it is changed.
        head: The later one; `renamed_from` of its APIs say what they were called.

    Returns:
        Whether something has another name.
    """
    former = {props.renamed_from: name for name, props in head.apis.items() if props.renamed_from}
    if data["api"] is not None and SOLE_API in former:
        _name_the_only_one(data, former[SOLE_API])
        return True
    names = {old: new for old, new in former.items() if old in data["apis"] and new not in data["apis"]}
    if not names:
        return False
    data["apis"] = {names.get(name, name): api for name, api in data["apis"].items()}
    for model in data["models"].values():
        model["api"] = names.get(model["api"], model["api"])
    for holder in _holders(data):
        if isinstance(holder["every_model"], tuple | list):
            holder["every_model"] = [names.get(name, name) for name in holder["every_model"]]
    return True


def _name_the_only_one(data: dict[str, Any], name: str) -> None:
    gateway = {"gateway": data.pop("gateway")} if "gateway" in data else {}
    data["apis"] = {name: {**data["api"], **gateway}}
    data["api"] = None
    for model in data["models"].values():
        model["api"] = name
    for holder in _holders(data):
        holder["every_model"] = [name] if holder["every_model"] else False


def _holders(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in (data, *data["teams"].values()):
        yield from part["consumers"].values()
        yield from part["people"].values()
