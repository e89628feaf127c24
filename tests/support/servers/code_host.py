"""The parts of GitHub's and GitLab's REST APIs that a pipeline calls: neither platform runs on this machine."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.servers.loopback_server import JsonHandler, LoopbackServer

__all__ = ["GITHUB_TOKEN", "GITLAB_TOKEN", "CodeHost"]

GITHUB_TOKEN, GITLAB_TOKEN = "token-of-a-job", "token-of-a-project"
_REPOSITORY = "/repos/example/ml-access/issues"
_PROJECT = "/projects/7"
_PAGE = 100
_BOT_ID = 42


class CodeHost(LoopbackServer):
    """Keeps comments and issues as both platforms do, in the shape that each documents; one list of each.

    Attributes:
        comments: Those of request 5, as they are answered.
        issues: The issues.
    """

    def __init__(self) -> None:
        comments: list[dict[str, Any]] = []
        issues: list[dict[str, Any]] = []

        class Handler(JsonHandler):
            def _serve(self) -> None:
                size = int(self.headers.get("Content-Length", 0))
                sent = json.loads(self.rfile.read(size)) if size else {}
                given = {self.headers.get("Authorization"), self.headers.get("PRIVATE-TOKEN")}
                if given & {f"Bearer {GITHUB_TOKEN}", GITLAB_TOKEN}:
                    self.answer(*_answered(self.command, self.path, sent, comments, issues))
                else:
                    self.answer(HTTPStatus.FORBIDDEN, {"message": "Resource not accessible by integration"})

            do_GET = do_POST = do_PATCH = do_PUT = _serve  # noqa: N815 - the library's names

        self.comments, self.issues = comments, issues
        super().__init__(Handler)

    def written_by_others(self, *bodies: str) -> None:
        """Let people write comments."""
        for body in bodies:
            person = {"user": {"type": "User"}, "author": {"id": 1}}
            self.comments.append({**_entry(len(self.comments) + 1, body=body), **person})


def _answered(
    method: str, path: str, sent: dict[str, Any], comments: list[dict[str, Any]], issues: list[dict[str, Any]]
) -> tuple[HTTPStatus, object]:
    """Return what a platform answers to a request."""
    url = urlsplit(path)
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    for start, kept in (
        (f"{_REPOSITORY}/5/comments", comments),
        (f"{_REPOSITORY}/comments", comments),
        (f"{_PROJECT}/merge_requests/5/notes", comments),
        (_REPOSITORY, issues),
        (f"{_PROJECT}/issues", issues),
    ):
        if url.path == start or url.path.startswith(f"{start}/"):
            return _kept(method, url.path.removeprefix(start).strip("/"), query, sent, kept)
    return (HTTPStatus.OK, {"id": _BOT_ID}) if url.path == "/user" else (HTTPStatus.NOT_FOUND, {})


def _kept(
    method: str, number: str, query: dict[str, str], sent: dict[str, Any], kept: list[dict[str, Any]]
) -> tuple[HTTPStatus, object]:
    if method == "GET":
        first = (int(query["page"]) - 1) * _PAGE
        listed = [each for each in kept if each["state"] == "open" or "state" not in query]
        return HTTPStatus.OK, listed[first : first + _PAGE]
    if not number:
        kept.append(_entry(len(kept) + 1, **sent))
        return HTTPStatus.CREATED, kept[-1]
    (found,) = [each for each in kept if str(each["id"]) == number]
    found.update(sent, **({"state": "closed"} if sent.get("state_event") == "close" else {}))
    return HTTPStatus.OK, found


def _entry(number: int, **sent: Any) -> dict[str, Any]:  # noqa: ANN401 - what was sent
    """Return a comment or an issue that a pipeline wrote."""
    address = f"https://code.example.com/{number}"
    return {
        **dict.fromkeys(("id", "number", "iid"), number),
        **dict.fromkeys(("html_url", "web_url"), address),
        "state": "open",
        "user": {"type": "Bot"},
        "author": {"id": _BOT_ID},
        **sent,
    }
