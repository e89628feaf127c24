"""GitLab's API, for a job of GitLab CI."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from tools.ci.rest import Rest
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["GitLab"]


@dataclass
class GitLab:
    """A project on GitLab (GitLab REST API v4, "Notes" and "Issues").

    Attributes:
        api: Its API, with a token that the project keeps for this: a job's own may not write comments.
        project: Number of the project.
        url: Where people see it.
        merge_request: Number of the merge request; empty where there is none.
    """

    api: Rest
    project: str
    url: str
    merge_request: str = ""

    @classmethod
    def of(cls, process_environment: Mapping[str, str]) -> Self | None:
        """Return the job's project, or None where this is no job of GitLab CI, or has no `COMMENT_TOKEN`."""
        token, api = (process_environment.get(name, "") for name in ("COMMENT_TOKEN", "CI_API_V4_URL"))
        if not (token and api and process_environment.get("GITLAB_CI")):
            return None
        return cls(
            Rest("GitLab", api, {"PRIVATE-TOKEN": token}),
            process_environment.get("CI_PROJECT_ID", ""),
            process_environment.get("CI_PROJECT_URL", ""),
            process_environment.get("CI_MERGE_REQUEST_IID", ""),
        )

    def comment(self, marker: str, text: str) -> str:
        """Write the comment (see `Platform`)."""
        if not self.merge_request.isdecimal():
            raise ToolError("CI_MERGE_REQUEST_IID is not set: this is no pipeline of a merge request", exit_code=2)
        path = f"/projects/{self.project}/merge_requests/{self.merge_request}/notes"
        known = self._own(self.api.all(path), marker, "body")
        where = ("PUT", f"{path}/{known['id']}") if known else ("POST", path)
        answer = self.api.send(*where, json={"body": f"{marker}\n{text}"})
        return f"{self.url}/-/merge_requests/{self.merge_request}#note_{answer['id']}"

    def report(self, marker: str, title: str, text: str) -> str:
        """Open the issue (see `Platform`)."""
        path = f"/projects/{self.project}/issues"
        known = self._issue(marker)
        where = ("PUT", f"{path}/{known['iid']}") if known else ("POST", path)
        return str(self.api.send(*where, json={"title": title, "description": f"{marker}\n{text}"})["web_url"])

    def settle(self, marker: str) -> str | None:
        """Close the issue (see `Platform`)."""
        known = self._issue(marker)
        if known is None:
            return None
        path = f"/projects/{self.project}/issues/{known['iid']}"
        return str(self.api.send("PUT", path, json={"state_event": "close"})["web_url"])

    def _issue(self, marker: str) -> dict[str, Any] | None:
        return self._own(self.api.all(f"/projects/{self.project}/issues", state="opened"), marker, "description")

    @cached_property
    def _user(self) -> object:
        return self.api.send("GET", "/user")["id"]

    def _own(self, texts: Iterable[dict[str, Any]], marker: str, body: str) -> dict[str, Any] | None:
        """Return the one that a pipeline wrote: of another author, whoever wrote it could change it afterwards."""
        for each in texts:
            if each["author"]["id"] == self._user and (each.get(body) or "").startswith(marker):
                return each
        return None
