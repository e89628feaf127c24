"""One comment and one issue, whichever platform; against a double, since neither platform runs here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.servers.code_host import GITHUB_TOKEN, GITLAB_TOKEN, CodeHost
from tools.ci.platform import platform_of
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.ci.platform import Platform

pytestmark = pytest.mark.unit

MARKER = "<!-- marker -->"


@pytest.fixture(scope="module")
def server() -> Iterator[CodeHost]:
    """The double."""
    with CodeHost() as server:
        yield server


@pytest.fixture
def host(server: CodeHost) -> CodeHost:
    """The same, empty."""
    server.comments.clear()
    server.issues.clear()
    return server


def variables(host: CodeHost, kind: str, token: str = "") -> dict[str, str]:
    """Return what a job of a platform finds in its environment."""
    if kind == "github":
        own = {"GITHUB_ACTIONS": "true", "GITHUB_API_URL": host.url, "GITHUB_REPOSITORY": "example/ml-access"}
        return {**own, "GITHUB_TOKEN": token or GITHUB_TOKEN, "PULL_REQUEST": "5"}
    own = {"GITLAB_CI": "true", "CI_API_V4_URL": host.url, "CI_PROJECT_ID": "7", "CI_MERGE_REQUEST_IID": "5"}
    return {**own, "COMMENT_TOKEN": token or GITLAB_TOKEN, "CI_PROJECT_URL": "https://code.example.com"}


@pytest.fixture(params=["github", "gitlab"])
def platform(request: pytest.FixtureRequest, host: CodeHost) -> Platform:
    """A platform."""
    found = platform_of(variables(host, request.param))
    assert found
    return found


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_refusal_is_one_line(kind: str, host: CodeHost) -> None:
    """A token that may not write is named by what it may not, without itself."""
    platform = platform_of(variables(host, kind, token="worthless"))
    assert platform
    with pytest.raises(ToolError, match=r"answered 403 Forbidden to GET .*: look at the permissions") as caught:
        platform.comment(MARKER, "text")
    assert (caught.value.exit_code, "worthless" in str(caught.value)) == (1, False)


@pytest.mark.parametrize(("kind", "name"), [("github", "PULL_REQUEST"), ("gitlab", "CI_MERGE_REQUEST_IID")])
def test_number_must_be_one(kind: str, name: str, host: CodeHost) -> None:
    """What is no number of a request goes into no path."""
    platform = platform_of({**variables(host, kind), name: "5/../../7"})
    assert platform
    with pytest.raises(ToolError, match=f"{name} is not set"):
        platform.comment(MARKER, "text")


def test_no_platform() -> None:
    """Without a token, or outside a pipeline, there is none."""
    assert platform_of({"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "example/ml-access", "GITHUB_TOKEN": ""}) is None
    assert platform_of({"GITHUB_TOKEN": "x", "COMMENT_TOKEN": "y"}) is None


def test_comment_is_brought_up_to_date(platform: Platform, host: CodeHost) -> None:
    """There is one comment, on whichever page of a long conversation, and what people wrote stays."""
    host.written_by_others(*(f"remark {number}" for number in range(120)), f"{MARKER}\nforged")
    first, second = platform.comment(MARKER, "first"), platform.comment(MARKER, "second")
    assert first == second
    assert [each["body"] for each in host.comments[120:]] == [f"{MARKER}\nforged", f"{MARKER}\nsecond"]


def test_issue_is_opened_once_and_closed(platform: Platform, host: CodeHost) -> None:
    """While something differs there is one issue; it is closed when nothing does, and another one is opened after."""
    assert platform.settle(MARKER) is None
    platform.report(MARKER, "Not as declared", "first")
    platform.report(MARKER, "Not as declared", "second")
    assert [each["title"] for each in host.issues] == ["Not as declared"]
    assert platform.settle(MARKER)
    assert platform.settle(MARKER) is None
    platform.report(MARKER, "Not as declared", "third")
    assert [each["state"] for each in host.issues] == ["closed", "open"]
