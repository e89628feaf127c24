"""The type that a place of a declaration has, found by the keys that lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic_core import ErrorDetails

__all__ = ["discriminator", "fault_of", "kind_at", "models_in", "needed_keys"]


def kind_at(root: type[BaseModel], location: Sequence[str | int]) -> object:
    """Return the type of a value, a form that pydantic validates.

    Args:
        root: The type of the whole.
        location: A location as pydantic's errors have it: with tags of unions, and `[key]` after a key that is wrong.
    """
    kind: object = root
    for part in location:
        kind = _below(kind, str(part))
    return kind


def models_in(kind: object) -> list[type[BaseModel]]:
    """Return the models that a type may be, those of a mapping's values and a list's items too."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    return [model for argument in get_args(kind) for model in models_in(argument)]


def needed_keys(kind: Any) -> list[str] | None:  # noqa: ANN401 - a type form
    """Return the keys without which a mapping of a type is refused; None where not even they make it one.

    Args:
        kind: A type; an empty list says that a mapping without any key is taken.
    """
    try:
        TypeAdapter(kind).validate_python({})
    except ValidationError as error:
        return _missing(error)
    return []


def fault_of(kind: Any, value: object) -> ErrorDetails | None:  # noqa: ANN401 - a type form
    """Return the first fault of a value of a type; None where it has none."""
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        return error.errors()[0]
    return None


def discriminator(error: ErrorDetails) -> str:
    """Return the key that tells the members of a union apart.

    Args:
        error: One that is about such a key.
    """
    return str(error["ctx"]["discriminator"]).strip("'")


def _missing(error: ValidationError) -> list[str] | None:
    names = []
    for each in error.errors():
        if each["type"] == "missing":
            names.append(str(each["loc"][-1]))
        elif each["type"] == "union_tag_not_found":
            names.append(discriminator(each))
        else:
            return None
    return names


def _below(kind: object, part: str) -> object:
    alternatives = list(_alternatives(kind))
    for each in alternatives:
        if get_origin(each) in (dict, tuple, list):
            return get_args(each)[1 if get_origin(each) is dict else 0]
    models = [each for each in alternatives if isinstance(each, type) and issubclass(each, BaseModel)]
    fields = [
        field
        for model in models
        for name, field in model.model_fields.items()
        if part in (name, field.validation_alias)
    ]
    if fields:
        # The type of a field has neither its bounds nor what tells a union's members apart: the field has.
        return Annotated[fields[0].annotation, fields[0]]
    tagged = [
        model for model in models if any(part in get_args(field.annotation) for field in model.model_fields.values())
    ]
    return tagged[0] if len(tagged) == 1 else kind


def _alternatives(kind: object) -> Iterator[object]:
    """Yield what a type may be, without what is said of it."""
    if get_origin(kind) is Annotated:
        yield from _alternatives(get_args(kind)[0])
    elif get_origin(kind) in (dict, tuple, list) or not get_args(kind):
        yield kind
    else:  # a union
        for each in get_args(kind):
            yield from _alternatives(each)
