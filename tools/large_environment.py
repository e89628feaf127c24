"""A large environment, for measuring: consumers, models and grants spread over teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_large_environment"]

_NAME = "large"


def write_large_environment(folder: Path, *, consumers: int, models: int, grants: int, teams: int) -> str:
    """Write environment files such as a platform team would.

    Args:
        folder: The environments' folder.
        consumers: Machine clients in all, spread evenly over the teams.
        models: Models in all, each owned by one team.
        grants: Grants in all, spread evenly over the consumers and models.
        teams: Teams, each a file of its own.

    Returns:
        Name of the environment.
    """
    names = [f"team-{index}" for index in range(teams)]
    _write(
        folder / f"{_NAME}.yaml",
        {
            "keycloak": {"url": "https://sso.example.com"},
            "backend": {"type": "pg"},
            "realm": {"name": "ml-large", "smtp": {"host": "smtp.example.com", "sender": "no-reply@example.com"}},
            "api": {"client_id": "model-api"},
            "models": {f"model-{index}": {"owner": names[index % teams], "open_to": "*"} for index in range(models)},
        },
    )
    for number, team in enumerate(names):
        members = range(number, consumers, teams)
        declared = {f"consumer-{index}": _consumer(index, consumers, models, grants) for index in members}
        _write(folder / _NAME / "teams" / f"{team}.yaml", {"consumers": declared})
    return _NAME


def _consumer(index: int, consumers: int, models: int, grants: int) -> dict[str, object]:
    granted = {f"model-{number % models}": ["predict"] for number in range(index, grants, consumers)}
    return {
        "auth": {"method": "private_key_jwt", "jwks_url": f"https://consumer-{index}.example.com/jwks"},
        "grants": granted,
    }


def _write(path: Path, content: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        YAML(typ="safe", pure=True).dump(content, file)
