"""Several APIs: every model says whose it is, every access role of somebody too, and former names are nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.checks.places import located
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.props import SOLE_API

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.declaration.props.every_model import EveryModel

__all__ = ["api_findings"]


def api_findings(declaration: Declaration) -> Iterator[Finding]:
    """What names an API names one that there is; where there are several, nothing is left to a guess."""
    realm = f"realm '{declaration.realm.name}'"
    yield from _models(declaration, realm)
    for path, access in located(declaration):
        for name, consumer in access.consumers.items():
            subject, place = f"{realm}, consumer '{name}'", (*path, "consumers", name, "every_model")
            yield from _every_model(declaration, subject, place, consumer.every_model)
        for name, person in access.people.items():
            subject, place = f"{realm}, person '{name}'", (*path, "people", name, "every_model")
            yield from _every_model(declaration, subject, place, person.every_model)
    yield from _renames(declaration, realm)


def _models(declaration: Declaration, realm: str) -> Iterator[Finding]:
    apis = declaration.every_api
    for model, props in declaration.models.items():
        subject, place = f"{realm}, model '{model}'", ("models", model, "api")
        if props.api is None and len(apis) > 1:
            yield Finding(place, f"{subject}: say which API serves it: add api, one of {', '.join(apis)}")
        elif props.api is not None and props.api not in apis:
            advice = hint(props.api, apis) if declaration.apis else "the environment has one API: remove api"
            yield Finding(place, f"{subject}: no API '{props.api}': {advice}")


def _every_model(declaration: Declaration, subject: str, place: Path, given: EveryModel) -> Iterator[Finding]:
    apis = declaration.apis
    if given is True and apis:
        yield Finding(
            place, f"{subject}: say of which APIs: write every_model: [{next(iter(apis))}]; there are {', '.join(apis)}"
        )
    if isinstance(given, bool):
        return
    if not apis:
        yield Finding(place, f"{subject}: the environment has one API: write every_model: true")
        return
    for index, name in enumerate(given):
        if name not in apis:
            yield Finding((*place, index), f"{subject}: no API '{name}': {hint(name, apis)}")
        elif name in given[:index]:
            yield Finding((*place, index), f"{subject}: API '{name}' is named twice: keep one of the two")


def _renames(declaration: Declaration, realm: str) -> Iterator[Finding]:
    claimed: dict[str, Path] = {}
    for name, api in declaration.apis.items():
        old, place = api.renamed_from, ("apis", name, "renamed_from")
        subject = f"{realm}, API '{name}'"
        if old is None:
            continue
        # `api` stands for the one API of before, whatever an API is called now.
        if old in declaration.apis and not (old == SOLE_API != name):
            yield Finding(
                place, f"{subject}: '{old}' is declared still: remove renamed_from, or name another", also=("apis", old)
            )
        elif claimed.setdefault(old, place) != place:
            yield Finding(
                place,
                f"{subject}: another API is renamed from '{old}' too: one of the two is new, remove its renamed_from",
                also=claimed[old],
            )
