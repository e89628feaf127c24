"""A large environment, for measuring: consumers, models and grants spread over teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from pathlib import Path

    from tools.benchmark.size import Size

__all__ = ["LargeEnvironment", "jwks_url"]


class LargeEnvironment:
    """Environment files such as a platform team would write.

    Args:
        folder: The environments' folder.
        size: How much they declare.
        name: Name of the environment.
        url: A Keycloak on this machine, for an environment that is deployed; left out, it is one that is only read.
    """

    def __init__(self, folder: Path, size: Size, *, name: str = "large", url: str | None = None) -> None:
        self.folder = folder
        self.size = size
        self.name = name
        self._url = url

    @property
    def realm(self) -> str:
        """Name of the realm."""
        return f"ml-{self.name}"

    def write(self) -> None:
        """Write the environment's file, and one a team."""
        names = self.size.team_names()
        models = {
            model: {"owner": names[index % len(names)], "open_to": "*"}
            for index, model in enumerate(self.size.model_names())
        }
        _write(
            self.folder / f"{self.name}.yaml",
            {**(self._local(self._url) if self._url else self._elsewhere()), "models": models},
        )
        for team in names:
            self.write_team(team)

    def write_team(self, team: str, *, more: bool = False) -> None:
        """Write the file of a team.

        Args:
            team: Name of the team.
            more: With one grant more than the size says.
        """
        names, consumers = self.size.team_names(), self.size.consumer_names()
        members = range(names.index(team), len(consumers), len(names))
        declared = {consumers[index]: self._consumer(index, more=more and index == members[0]) for index in members}
        _write(self.folder / self.name / "teams" / f"{team}.yaml", {"consumers": declared})

    def _consumer(self, index: int, *, more: bool) -> dict[str, object]:
        granted = self.size.granted(index)
        if more:
            granted.append(next(model for model in self.size.model_names() if model not in granted))
        return {
            "auth": {"method": "private_key_jwt", "jwks_url": jwks_url(self.size.consumer_names()[index])},
            "grants": {model: ["predict"] for model in granted},
        }

    def _elsewhere(self) -> dict[str, object]:
        return {
            "keycloak": {"url": "https://sso.example.com"},
            "backend": {"type": "pg"},
            "realm": {"name": self.realm, "smtp": {"host": "smtp.example.com", "sender": "no-reply@example.com"}},
            "api": {"client_id": "model-api"},
        }

    def _local(self, url: str) -> dict[str, object]:
        return {"keycloak": {"url": url}, "realm": {"name": self.realm}, "api": {"client_id": "model-api"}}


def jwks_url(consumer: str) -> str:
    """Return where the keys of a consumer are said to be."""
    return f"https://{consumer}.example.com/jwks"


def _write(path: Path, content: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        YAML(typ="safe", pure=True).dump(content, file)
