"""All attempts for one seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.bypass.attempt import MARK, Attempt, message
from tests.support.bypass.bodies import plain_body, two_faced
from tests.support.bypass.fields import credentials, overriding
from tests.support.bypass.forged import forged_tokens
from tests.support.bypass.framing import smuggled
from tests.support.bypass.http2 import http2_message, plain_fields, second_stream_message, tricked_fields
from tests.support.bypass.messages import two_faced_messages
from tests.support.bypass.paths import respelled, targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.support.bypass.call import Call
    from tests.support.servers.token_issuer import TokenIssuer

__all__ = ["Attacker"]

_METHODS = (
    "post",
    "Post",
    "GET",
    "HEAD",
    "PUT",
    "TRACE",
    "CONNECT",
    "OPTIONS",
    "PATCH",
    "DELETE",
    "PRI",
    "POST\x00",
    "X",
)
_VERSIONS = ("HTTP/0.9", "HTTP/1.0", "HTTP/2.0", "HTTP/1.2", "HTTP/1.10", "http/1.1", "HTTP/1.1 x", "")


@dataclass(frozen=True)
class Attacker:
    """Somebody with a token for some calls who wants others.

    Attributes:
        seed: Which attempts: another number draws others.
        issuer: Signs its token, and is whom forged tokens pretend to be of.
        mine: Calls that its roles open.
        theirs: Calls that they do not.
        roles: Its roles.
        wanted: Roles that would open everything.
    """

    seed: int
    issuer: TokenIssuer = field(repr=False)
    mine: Sequence[Call]
    theirs: Sequence[Call]
    roles: tuple[str, ...]
    wanted: tuple[str, ...]

    def attempts(self, drawn: int) -> dict[int, Attempt]:
        """Return all attempts by number: every forged token and message, and so many drawn of each other family.

        Args:
            drawn: How many of each family.
        """
        draw = random.Random(self.seed)  # noqa: S311 - the same attempts each time, no secret
        made = [*self._forged(), *self._without_a_token(draw), *self._drawn(draw, drawn), *self._messages()]
        return {number: make(number) for number, make in enumerate(made)}

    def _forged(self) -> Iterator[Callable[[int], Attempt]]:
        for name, token in forged_tokens(self.issuer, *self.wanted).items():
            yield _attempt(f"token: {name}", self.mine[0], (f"Authorization: Bearer {token}",), held=False)

    def _without_a_token(self, draw: random.Random) -> Iterator[Callable[[int], Attempt]]:
        good, call = self.issuer.token(*self.wanted), self.mine[0]
        places = (
            ("none", "", ()),
            ("in the query", f"?access_token={good}", ()),
            ("in the query by another name", f"?token={good}&jwt={good}&authorization=Bearer%20{good}", ()),
            ("in a cookie", "", (f"Cookie: access_token={good}; Authorization={good}; _oauth2_proxy={good}",)),
            ("as a password", "", (f"Authorization: Basic {good}",)),
            ("by no scheme", "", (f"Authorization: {good}",)),
            ("in another field", "", (f"X-Forwarded-Access-Token: {good}", f"X-Auth-Request-Access-Token: {good}")),
            ("in a field of a proxy", "", (f"Proxy-Authorization: Bearer {good}", f"X-Authorization: Bearer {good}")),
            ("in a field of underscores", "", (f"Authorization_: Bearer {good}", f"HTTP_AUTHORIZATION: Bearer {good}")),
            ("of claims alone", "", (f"X-Jwt-Payload: {good.split('.')[1]}", "X-Auth-Request-Groups: fraud:predict")),
        )
        for name, query, fields in places:
            yield _attempt(f"token: {name}", call, fields, target=call.path + query, held=False)
        for _ in range(10):
            yield _attempt("token: none", call, (overriding(draw, self.mine[0], self.wanted[0]),), held=False)

    def _drawn(self, draw: random.Random, count: int) -> Iterator[Callable[[int], Attempt]]:
        good = self.issuer.token(*self.roles)
        bad = list(forged_tokens(self.issuer, *self.wanted).values())
        bearer = (f"Authorization: Bearer {good}",)
        bodies = [call for call in self.mine if call.body != "none"]
        for _ in range(count):
            mine, theirs = _picked(draw, self.mine), _picked(draw, self.theirs)
            yield _attempt("path", mine, bearer, target=targets(draw, mine.path, theirs.path))
            yield _attempt("path", theirs, bearer, target=targets(draw, mine.path, theirs.path))
            yield _attempt("role", theirs, bearer)
            own = draw.choice((mine, theirs))
            yield _attempt("header", own, (*bearer, overriding(draw, theirs, self.wanted[0])))
            yield _attempt("header", own, (overriding(draw, theirs, self.wanted[0]), *bearer))
            yield _attempt("credentials", theirs, credentials(draw, good, draw.choice(bad)))
            yield _attempt("method", theirs, bearer, method=draw.choice(_METHODS))
            yield _attempt("method", mine, bearer, method=draw.choice(_METHODS))
            yield _attempt(
                "version", theirs, bearer, version=draw.choice(_VERSIONS), target=respelled(draw, theirs.path)
            )
            yield _smuggled(draw, mine, theirs, bearer)
            yield _smuggled(draw, mine, theirs, bearer)
            yield _http2(draw, mine, theirs, good)
            yield _http2(draw, mine, theirs, good)
            if bodies:
                for _ in range(3):
                    named = _picked(draw, bodies)
                    others = [call.model for call in self.theirs if call.model and call.body == named.body]
                    beside = [call.model for call in self.theirs if call.model and call.template == named.template]
                    fields, body = two_faced(draw, named, draw.choice(beside or others))
                    yield _attempt("body", named, bearer, fields=fields, body=body)

    def _messages(self) -> Iterator[Callable[[int], Attempt]]:
        """Yield calls by gRPC as its clients make them, one for each field that may name the model."""
        token = self.issuer.token(*self.roles)
        by_field = {call.field: call for call in self.mine if call.body == "protobuf"}
        for number, call in by_field.items():
            other = next(each.model for each in self.theirs if each.template == call.template)
            for fields, body in two_faced_messages(number, call.model, other):
                yield _by_http2(call, token, fields, body)


def _picked(draw: random.Random, calls: Sequence[Call]) -> Call:
    """Draw a call: first what kind of server it is for, since some have more calls than others."""
    kinds: dict[tuple[str, ...], list[Call]] = {}
    for call in calls:
        kinds.setdefault((call.server, call.prefix, call.body, call.template.split("/")[1]), []).append(call)
    return draw.choice(kinds[draw.choice(sorted(kinds))])


def _attempt(
    family: str,
    call: Call,
    credentials: tuple[str, ...],
    *,
    method: str | None = None,
    target: str | None = None,
    fields: tuple[str, ...] | None = None,
    body: bytes | None = None,
    version: str = "HTTP/1.1",
    held: bool = True,
) -> Callable[[int], Attempt]:
    own_fields, own_body = plain_body(call)

    def make(number: int) -> Attempt:
        all_fields = (f"{MARK}: {number}", *credentials, *(own_fields if fields is None else fields))
        sent = message(
            method or call.method,
            call.path if target is None else target,
            all_fields,
            own_body if body is None else body,
            version=version,
        )
        return Attempt(family, number, sent, held)

    return make


def _smuggled(draw: random.Random, mine: Call, theirs: Call, bearer: tuple[str, ...]) -> Callable[[int], Attempt]:
    fields, body = plain_body(mine)
    state = draw.random()

    def make(number: int) -> Attempt:
        marked = (f"{MARK}: {number}", *bearer, *fields)
        return Attempt("framing", number, smuggled(random.Random(state), mine, theirs, marked, body))  # noqa: S311 - no secret

    return make


def _http2(draw: random.Random, mine: Call, theirs: Call, token: str) -> Callable[[int], Attempt]:
    tricked, two = tricked_fields(draw, mine, theirs, token), draw.random() < 0.2
    fields, body = plain_body(mine)

    def make(number: int) -> Attempt:
        mark = (MARK.lower(), str(number))
        own = (*tricked, *_lowered(fields), mark)
        if two:
            other_fields, other_body = plain_body(theirs)
            plain = (*plain_fields(theirs, token), *_lowered(other_fields), mark)
            return Attempt("http2", number, second_stream_message(own, body, plain, other_body))
        return Attempt("http2", number, http2_message(own, body))

    return make


def _by_http2(call: Call, token: str, fields: tuple[str, ...], body: bytes) -> Callable[[int], Attempt]:
    def make(number: int) -> Attempt:
        own = (*plain_fields(call, token), *_lowered(fields), (MARK.lower(), str(number)))
        return Attempt("message", number, http2_message(own, body))

    return make


def _lowered(fields: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for line in "\r\n".join(fields).split("\r\n") if fields else ():
        name, value = line.split(": ", 1)
        yield name.lower(), value
