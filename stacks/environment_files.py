"""Find, read and check the environment files."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.declaration_error import DeclarationError
from constructs_lib.declaration.texts.allowed import expression_in, hidden_character
from constructs_lib.gateways.checks import gateway_findings
from constructs_lib.guardrails.exemption import exemption_findings
from stacks.environment import Environment
from stacks.environment_error import EnvironmentFileError
from stacks.installed_features import installed_features
from stacks.repository import Repository
from stacks.stack_names import StackNames
from stacks.validation_messages import validation_message
from stacks.yaml_document import YamlDocument, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from constructs_lib.declaration.provider_features import ProviderFeatures
    from stacks.yaml_document import Value

__all__ = ["EnvironmentFiles"]

_SHARED_PREFIX = "_"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_SHARED_NAME = re.compile(r"_[A-Za-z0-9_-]{1,60}")
_TEAM_RULE = "a team's name is 1 to 30 lower-case letters, digits or '-'"
_TEAMS = "teams"
_Path = tuple[str | int, ...]


class EnvironmentFiles:
    """The folder of environment files: `<name>.yaml` is an environment, `_<name>.yaml` is shared by `extends`.

    Args:
        folder: The folder; defaults to that of the product.
        shown: How messages name it; defaults to its own name.
        today: The day that the dates of exemptions are compared with; defaults to today.
        features: What the provider and Terraform can do; defaults to what those of this machine can.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        shown: Path | None = None,
        today: dt.date | None = None,
        features: ProviderFeatures | None = None,
    ) -> None:
        self._features = features
        self._today = today or dt.datetime.now(tz=dt.UTC).date()
        self._folder = folder or Repository().environments
        self._shown_folder = shown or Path(self._folder.name)

    @classmethod
    def of(cls, repository: Repository) -> Self:
        """Return the environment files of a repository."""
        return cls(repository.environments, shown=repository.show(repository.environments))

    def names(self) -> tuple[str, ...]:
        """Return the names of all environments, sorted."""
        stems = (path.stem for path in self._folder.glob("*.yaml"))
        return tuple(sorted(stem for stem in stems if not stem.startswith(_SHARED_PREFIX)))

    def load_all(self) -> dict[str, Environment]:
        """Load every environment.

        Raises:
            EnvironmentFileError: With the faults of all files.
        """
        return {name: checked.declaration for name, checked in self.check_all().items()}

    def check_all(self) -> dict[str, CheckedDeclaration[Environment]]:
        """Load every environment, with the proof that it was checked: nobody checks it again.

        Raises:
            EnvironmentFileError: As for `load_all`.
        """
        environments: dict[str, CheckedDeclaration[Environment]] = {}
        faults: list[str] = []
        for name in self.names():
            try:
                environments[name] = self.check(name)
            except EnvironmentFileError as fault:
                faults.extend(line for line in fault.lines if line not in faults)
        faults.extend(self._stack_clashes(environments))
        faults.extend(self._strays())
        if faults:
            raise EnvironmentFileError(faults)
        if not environments:
            raise EnvironmentFileError([f"{self._shown_folder}/: no environment: add one, such as dev.yaml"])
        return environments

    def load(self, name: str) -> Environment:
        """Load one environment.

        Raises:
            EnvironmentFileError: There is no such environment (offers the nearest), or its file is wrong.
        """
        return self.check(name).declaration

    def check(self, name: str) -> CheckedDeclaration[Environment]:
        """Load one environment, with the proof that it was checked.

        Raises:
            EnvironmentFileError: As for `load`.
        """
        self.require(name)
        if _NAME.fullmatch(name) is None:
            rule = "an environment's name is 1 to 31 lower-case letters, digits or '-'"
            raise EnvironmentFileError([f"{self._shown(name)}: {rule}: rename the file"])
        document = self._read(name)
        self._add_teams(name, document)
        try:
            environment = Environment.model_validate(document.data)
            checked = CheckedDeclaration(environment, self._features or installed_features())
            self._check_exemptions(environment)
            self._check_gateway(environment)
        except ValidationError as error:
            located = (_located(item, document) for item in error.errors())
            raise EnvironmentFileError(self._locate(name, document, located)) from None
        except DeclarationError as error:
            located = ((finding.path, finding.message) for finding in error.findings)
            raise EnvironmentFileError(self._locate(name, document, located)) from None
        return checked

    def file_of(self, name: str, path: tuple[str, ...]) -> tuple[Path, tuple[str, ...]]:
        """Find the file in which a value of a valid environment stands.

        Args:
            name: Name of the environment.
            path: Keys that lead to the value; what is not written down counts as part of what holds it.

        Returns:
            The file, and the keys that lead to the value there.
        """
        document = self._read(name)
        self._add_teams(name, document)
        place = document.place(path)
        shown = place.file if place else self._shown(name)
        of_team = path[:1] == (_TEAMS,) and shown.parent.name == _TEAMS
        return self._folder / shown.relative_to(self._shown_folder), path[2:] if of_team else path

    def _check_exemptions(self, environment: Environment) -> None:
        findings = list(exemption_findings(environment.exemptions, today=self._today))
        if findings:
            raise DeclarationError(findings)

    def _check_gateway(self, environment: Environment) -> None:
        findings = list(gateway_findings(environment, environment.gateway, environment.gateway.presets))
        if findings:
            raise DeclarationError(findings)

    def require(self, name: str) -> None:
        """Check that an environment exists.

        Raises:
            EnvironmentFileError: It does not; the message offers the nearest name.
        """
        names = self.names()
        if name in names:
            return
        raise EnvironmentFileError([f"no environment '{name}': {hint(name, names)}"])

    def _stack_clashes(self, environments: Mapping[str, CheckedDeclaration[Environment]]) -> Iterator[str]:
        """An environment cannot have the name of a stack of another one with teams."""
        for name, checked in environments.items():
            for stack in StackNames(name).all(checked.declaration):
                if stack != name and stack in environments:
                    yield f"{self._shown(stack)}: '{stack}' is a stack of environment '{name}': rename the file"

    def _strays(self) -> Iterator[str]:
        """A file or folder that would be passed over is a mistake: a team or an environment would be missing."""
        for path in sorted(self._folder.rglob("*.yml")):
            shown = self._shown_folder / path.relative_to(self._folder)
            yield f"{shown}: environment files end in .yaml: rename it to {path.stem}.yaml"
        for teams in sorted(self._folder.glob(f"*/{_TEAMS}")):
            name = teams.parent.name
            if name not in self.names():
                shown = self._shown_folder / teams.relative_to(self._folder)
                yield f"{shown}: there is no environment '{name}': {hint(name, self.names())}"

    def _shown(self, stem: str) -> Path:
        return self._shown_folder / f"{stem}.yaml"

    def _read(self, name: str) -> YamlDocument:
        document = self._read_file(self._shown(name))
        base = document.data.get("extends")
        if base is None:
            return document
        place = document.place(("extends",))
        stem = str(base).removesuffix(".yaml")
        if _SHARED_NAME.fullmatch(stem) is None or not (self._folder / f"{stem}.yaml").exists():
            raise EnvironmentFileError(
                [f"{place}: extends names a shared file beside this one, '_<name>.yaml', got '{base}'"]
            )
        lower = self._read_file(self._shown(stem))
        if "extends" in lower.data:
            raise EnvironmentFileError([f"{lower.place(('extends',))}: a shared file cannot extend another"])
        return lower.overlay(document)

    def _read_file(self, shown: Path, example: str = "realm") -> YamlDocument:
        return read_yaml(self._folder.parent / shown, folder=self._folder, shown_as=shown, example=example)

    def _add_teams(self, name: str, document: YamlDocument) -> None:
        """Put each file of `<name>/teams/` where a declaration holds its teams."""
        declared = document.data.get(_TEAMS, {})
        if not isinstance(declared, dict):  # wrong, and said so when the environment is validated
            return
        for path in sorted((self._folder / name / _TEAMS).glob("*.yaml")):
            shown = self._shown_folder / name / _TEAMS / path.name
            if path.stem in declared:
                place = document.place((_TEAMS, path.stem))
                raise EnvironmentFileError(
                    [f"{place}: team '{path.stem}' is declared here and in {shown}: keep one of the two"]
                )
            if expression_in(path.stem) or hidden_character(path.stem) is not None:
                raise EnvironmentFileError([f"{shown}: {_TEAM_RULE}: rename the file"])
            document.insert((_TEAMS, path.stem), self._read_file(shown, example="consumers"))

    def _locate(
        self, name: str, document: YamlDocument, located: Iterable[tuple[tuple[str | int, ...], str]]
    ) -> list[str]:
        return [f"{document.place(path) or self._shown(name)}: {message}" for path, message in located]


def _located(error: ErrorDetails, document: YamlDocument) -> tuple[_Path, str]:
    path = _data_path(error["loc"], document.data)
    place = document.place(path[:2])
    in_team_file = path[:1] == (_TEAMS,) and place is not None and place.file.parent.name == _TEAMS
    return path, validation_message(error, Environment, (path[2:] or path) if in_team_file else path)


def _data_path(loc: _Path, data: Value) -> _Path:
    """Drop what pydantic adds to a path (tags of unions, `[key]` of mappings), and what is missing."""
    path: list[str | int] = []
    for part in loc:
        if isinstance(data, dict) and part in data:
            data = data[str(part)]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            continue
        path.append(part)
    return tuple(path)
