"""A document as the product reads it: written to files, loaded, checked."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from pydantic import ValidationError

from constructs_lib.declaration.checks.team_grants import wide_team_grants
from constructs_lib.guardrails.rules.grants.team_every_model import TeamEveryModel
from constructs_lib.guardrails.rules.people.team_person import TeamPerson
from stacks.environment import Environment
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from stacks.stack_names import StackNames
from tests.support.walk.document import Document

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CheckCrashedError", "declared_as", "read_document"]


class CheckCrashedError(Exception):
    """The checks did not answer a document with lines: the message is the traceback."""


def read_document(document: Document, folder: Path, name: str) -> Environment | tuple[str, ...]:
    """Write a document and load it.

    Args:
        document: What is declared.
        folder: Where environments are.
        name: Of this one.

    Returns:
        The environment, or the lines with which the checks refuse it.

    Raises:
        CheckCrashedError: They fail in another way.
    """
    _exempted(document, name).write(folder, name)
    try:
        return EnvironmentFiles(folder).load(name)
    except EnvironmentFileError as refusal:
        return refusal.lines
    except Exception as fault:
        raise CheckCrashedError(traceback.format_exc(limit=-4)) from fault


def declared_as(document: Document, realm: str, folder: Path) -> Environment:
    """Return the environment that a document declares, which the checks take.

    Args:
        document: What is declared; it gets the realm's name.
        realm: Name of the realm.
        folder: Of the test.
    """
    document.tree["realm"]["name"] = realm
    environment = read_document(document, folder / "environments", "walk")
    assert not isinstance(environment, tuple)
    return environment


def _exempted(document: Document, name: str) -> Document:
    """Add the exemptions without which no team may have a grant for every model, or a person beside a provider."""
    try:
        declaration = Environment.model_validate(document.tree)
    except ValidationError:  # the files say it better
        return document
    exemptions: list[dict[str, object]] = [
        {
            "rule": TeamEveryModel.id,
            "resource": f"{StackNames(name).team(grant.team)}/{grant.construct}",
            "reason": "the walk grants whatever it may",
            "actions": sorted(grant.actions),
        }
        for grant in wide_team_grants(declaration)
    ]
    exemptions += [
        {
            "rule": TeamPerson.id,
            "resource": f"{StackNames(name).team(team)}/Access/People/{username}/User",
            "reason": "the walk declares whoever it may",
        }
        for team, access in (declaration.teams if declaration.identity_providers else {}).items()
        for username in access.people
    ]
    return Document({**document.tree, "exemptions": exemptions}) if exemptions else document
