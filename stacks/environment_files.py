"""Find, read and check the environment files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.declaration_error import DeclarationError
from constructs_lib.declaration.texts.one_line import one_line
from constructs_lib.declaration.this_day import DayError, this_day
from constructs_lib.guardrails.finding import SourcePlace
from stacks.environment import Environment
from stacks.environment_checks import check_environment
from stacks.environment_documents import SHARED_PREFIX, TEAMS, EnvironmentDocuments
from stacks.environment_error import EnvironmentFileError
from stacks.file_faults import contradictions, invalid_values
from stacks.installed_features import installed_features
from stacks.local_defaults import with_local_defaults
from stacks.realm_clashes import realm_clashes
from stacks.repository import Repository
from stacks.stack_clashes import stack_clashes
from stacks.stray_files import StrayFiles

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from constructs_lib.declaration.provider_features import ProviderFeatures
    from stacks.yaml_document import YamlDocument

__all__ = ["EnvironmentFiles"]

_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_Path = tuple[str | int, ...]


class EnvironmentFiles:
    """The folder of environment files: `<name>.yaml` is an environment, `_<name>.yaml` is shared by `extends`.

    Args:
        folder: The folder; defaults to that of the product.
        shown: How messages name it; defaults to its own name.
        today: The day that exemptions and grants with an end are compared with; defaults to this day.
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
        self._given_day = today
        self._folder = folder or Repository().environments
        self._shown_folder = shown or Path(self._folder.name)
        self._documents = EnvironmentDocuments(self._folder, shown=self._shown_folder)
        self._strays = StrayFiles(self._folder, shown=self._shown_folder)

    @classmethod
    def of(cls, repository: Repository, *, features: ProviderFeatures | None = None) -> Self:
        """Return the environment files of a repository; for the features see the class."""
        return cls(repository.environments, shown=repository.show(repository.environments), features=features)

    def names(self) -> tuple[str, ...]:
        """Return the names of all environments, sorted."""
        stems = (path.stem for path in self._folder.glob("*.yaml"))
        return tuple(sorted(stem for stem in stems if not stem.startswith(SHARED_PREFIX)))

    def load_all(self) -> dict[str, Environment]:
        """Load every environment.

        Raises:
            EnvironmentFileError: With the faults of all files.
        """
        return {name: checked.declaration for name, checked in self.check_all().items()}

    def check_all(self, *, keeps_rules: bool = True) -> dict[str, CheckedDeclaration[Environment]]:
        """Load every environment, with the proof that it was checked: nobody checks it again.

        Args:
            keeps_rules: As for `check`.

        Raises:
            EnvironmentFileError: As for `load_all`.
        """
        environments: dict[str, CheckedDeclaration[Environment]] = {}
        faults: list[str] = []
        for name in self.names():
            try:
                environments[name] = self.check(name, keeps_rules=keeps_rules)
            except EnvironmentFileError as fault:
                faults.extend(line for line in fault.lines if line not in faults)
        faults.extend(stack_clashes(environments, self._shown))
        faults.extend(realm_clashes(environments, self.places))
        faults.extend(self._strays.outside(self.names()))
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

    def check(self, name: str, *, keeps_rules: bool = True) -> CheckedDeclaration[Environment]:
        """Load one environment, with the proof that it was checked.

        Args:
            name: Its name.
            keeps_rules: What breaks its access rules is refused. Else it is for those who list what is wrong:
                `broken_rules` says it.

        Raises:
            EnvironmentFileError: As for `load`.
        """
        self.require(name)
        if _NAME.fullmatch(name) is None:
            rule = "an environment's name is 1 to 31 lower-case letters, digits or '-'"
            raise EnvironmentFileError([f"{self._shown(name)}: {rule}: rename the file"])
        if strays := list(self._strays.beside_teams(name)):
            raise EnvironmentFileError(strays)
        document, today = self._documents.read(name), self._day()
        try:
            environment = Environment.model_validate(with_local_defaults(document.data))
            checked = CheckedDeclaration(
                environment, self._features or installed_features(), keeps_rules=keeps_rules, today=today
            )
            check_environment(name, environment, today=today)
        except ValidationError as error:
            raise EnvironmentFileError(self._locate(name, document, invalid_values(error, document))) from None
        except DeclarationError as error:
            raise EnvironmentFileError(self._locate(name, document, contradictions(error, document))) from None
        return checked

    def broken_rules(self, name: str, checked: CheckedDeclaration[Environment]) -> list[str]:
        """Return which grants break an access rule, a line each, as `check` would refuse them.

        Args:
            name: Name of the environment.
            checked: What it declares.
        """
        if not checked.broken_rules:
            return []
        document, realm = self._documents.read(name), checked.declaration.realm.name
        fault = DeclarationError([broken.finding(realm) for broken in checked.broken_rules])
        return [one_line(line) for line in self._locate(name, document, contradictions(fault, document))]

    def file_of(self, name: str, path: tuple[str, ...]) -> tuple[Path, tuple[str, ...]]:
        """Find the file in which a value of a valid environment stands.

        Args:
            name: Name of the environment.
            path: Keys that lead to the value; what is not written down counts as part of what holds it.

        Returns:
            The file, and the keys that lead to the value there.
        """
        document = self._documents.read(name)
        path = tuple(map(str, document.as_written(path)))
        place = document.place(path)
        shown = place.file if place else self._shown(name)
        of_team = path[:1] == (TEAMS,) and shown.parent.name == TEAMS
        return self._folder / shown.relative_to(self._shown_folder), path[2:] if of_team else path

    def places(self, name: str) -> Callable[[_Path], SourcePlace]:
        """Return what finds the line of a value of a valid environment, or else of what holds it.

        Args:
            name: Name of the environment.
        """
        document = self._documents.read(name)

        def place(path: _Path) -> SourcePlace:
            found = document.place(path)
            return SourcePlace((found.file if found else self._shown(name)).as_posix(), found.line if found else 1)

        return place

    def written(self, name: str) -> Callable[[_Path], SourcePlace | None]:
        """Return what finds the line of a value, where that very value is written down.

        Args:
            name: Name of the environment.
        """
        document = self._documents.read(name)

        def place(path: _Path) -> SourcePlace | None:
            found = document.places.get(document.as_written(path))
            return SourcePlace(found.file.as_posix(), found.line) if found else None

        return place

    def _day(self) -> dt.date:
        try:
            return self._given_day or this_day()
        except DayError as fault:
            raise EnvironmentFileError([str(fault)]) from None

    def require(self, name: str) -> None:
        """Check that an environment exists.

        Raises:
            EnvironmentFileError: It does not; the message offers the nearest name.
        """
        names = self.names()
        if name in names:
            return
        raise EnvironmentFileError([f"no environment '{name}': {hint(name, names)}"])

    def _shown(self, stem: str) -> Path:
        return self._documents.shown(stem)

    def _locate(
        self, name: str, document: YamlDocument, located: Iterable[tuple[tuple[str | int, ...], str]]
    ) -> list[str]:
        return [f"{document.place(path) or self._shown(name)}: {message}" for path, message in located]
