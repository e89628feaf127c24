"""GitHub's API, for a job of GitHub Actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from tools.ci.rest import Rest
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["GitHub"]

_API = "https://api.github.com"
_BOT = "Bot"


@dataclass(frozen=True)
class GitHub:
    """A repository on GitHub (GitHub REST API, version 2022-11-28).

    Attributes:
        api: Its API, with the job's token.
        repository: `owner/name`.
        pull_request: Number of the pull request; empty where there is none.
    """

    api: Rest
    repository: str
    pull_request: str = ""

    @classmethod
    def of(cls, process_environment: Mapping[str, str]) -> Self | None:
        """Return the job's repository, or None where this is no job of GitHub Actions, or has no token."""
        token, repository = (process_environment.get(name, "") for name in ("GITHUB_TOKEN", "GITHUB_REPOSITORY"))
        if not (token and repository and process_environment.get("GITHUB_ACTIONS")):
            return None
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        api = Rest("GitHub", process_environment.get("GITHUB_API_URL") or _API, headers)
        return cls(api, repository, process_environment.get("PULL_REQUEST", ""))

    def comment(self, marker: str, text: str) -> str:
        """Write the comment (see `Platform`)."""
        if not self.pull_request.isdecimal():
            raise ToolError("PULL_REQUEST is not set: it is the pull request's number", exit_code=2)
        path = f"/repos/{self.repository}/issues"
        known = _own(self.api.all(f"{path}/{self.pull_request}/comments"), marker)
        where = (
            ("PATCH", f"{path}/comments/{known['id']}") if known else ("POST", f"{path}/{self.pull_request}/comments")
        )
        return str(self.api.send(*where, json={"body": f"{marker}\n{text}"})["html_url"])

    def report(self, marker: str, title: str, text: str) -> str:
        """Open the issue (see `Platform`)."""
        path = f"/repos/{self.repository}/issues"
        known = self._issue(marker)
        where = ("PATCH", f"{path}/{known['number']}") if known else ("POST", path)
        return str(self.api.send(*where, json={"title": title, "body": f"{marker}\n{text}"})["html_url"])

    def settle(self, marker: str) -> str | None:
        """Close the issue (see `Platform`)."""
        known = self._issue(marker)
        if known is None:
            return None
        closed = {"state": "closed", "state_reason": "completed"}
        answer = self.api.send("PATCH", f"/repos/{self.repository}/issues/{known['number']}", json=closed)
        return str(answer["html_url"])

    def _issue(self, marker: str) -> dict[str, Any] | None:
        return _own(self.api.all(f"/repos/{self.repository}/issues", state="open"), marker)


def _own(texts: Iterable[dict[str, Any]], marker: str) -> dict[str, Any] | None:
    """Return the one that a pipeline wrote: of another author, whoever wrote it could change it afterwards."""
    for each in texts:
        if each["user"]["type"] == _BOT and (each.get("body") or "").startswith(marker):
            return each
    return None
