"""Header fields by which a server could take another request than the gateway did for what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from tests.support.bypass.call import Call

__all__ = ["credentials", "overriding"]


def overriding(draw: random.Random, theirs: Call, role: str) -> str:
    """Draw a header field that names another path, method, model or caller.

    Args:
        draw: Where chance comes from.
        theirs: A call that the token does not open.
        role: The role that would.
    """
    name = draw.choice(
        (
            *("X-Original-URL", "X-Rewrite-URL", "X-Original-URI", "X-Envoy-Original-Path", "X-Forwarded-Uri"),
            *("X-Original-Path", "X-Accel-Redirect", "X-Envoy-Original-Host", "Destination", "Content-Location"),
        )
    )
    method = draw.choice(("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "X_HTTP_METHOD_OVERRIDE"))
    who = draw.choice(
        (
            *("X-Auth-Request-Groups", "X-Forwarded-Groups", "kubeflow-groups", "X-Remote-Group", "X-Roles"),
            *("X_Auth_Request_Groups", "X-User-Roles", "X-Jwt-Payload", "X-Forwarded-User", "Remote-User"),
        )
    )
    model = draw.choice(("x-ai-eg-model", "X-Model", "X-Gateway-Model-Name", "Ce-Modelid", "mlflow-deployment"))
    prefix = theirs.path.rpartition("/")[0] or "/"
    dropped = draw.choice(
        ("Authorization", "Host", "Content-Length", "X-Attempt", "Transfer-Encoding", "close, Content-Type")
    )
    return draw.choice(
        (
            f"{name}: {theirs.path}",
            f"{name}: http://models.test{theirs.path}",
            f"{method}: {theirs.method}",
            f"{who}: {role}",
            f"{model}: {theirs.model or theirs.path.split('/')[-2]}",
            f"X-Forwarded-Prefix: {prefix}",
            f"X-Script-Name: {prefix}",
            f"X-Forwarded-Host: models.test{theirs.path}",
            "X-Forwarded-For: 127.0.0.1\r\nX-Real-Ip: 127.0.0.1\r\nForwarded: for=127.0.0.1;host=admin",
            f"Connection: {dropped}",
            f"Connection: keep-alive\r\nConnection: {dropped}\r\nKeep-Alive: x",
            f":path: {theirs.path}",
            f":method: {theirs.method}",
            f"Host: models.test{theirs.path}",
            "Host: other.test\r\nHost: models.test",
            f"X: y\r\n {name}: {theirs.path}",
            f"X: y\n{name}: {theirs.path}",
            f"X: y\r{name}: {theirs.path}",
            f"{name} : {theirs.path}",
            f"\t{name}: {theirs.path}",
            f"{name}\x00: {theirs.path}",
            "Max-Forwards: 0",
            "Range: bytes=0-0",
            "Trailer: Authorization",
            "TE: trailers",
            "X" * 20000 + ": y",
            f"Cookie: _oauth2_proxy={role}; access_token={role}",
        )
    )


def credentials(draw: random.Random, good: str, bad: str) -> tuple[str, ...]:
    """Draw the fields that present a token, or two: readers differ in which of them counts.

    Args:
        draw: Where chance comes from.
        good: A token that opens too little.
        bad: One that says that it opens everything, and should not be taken.
    """
    scheme = draw.choice(("Bearer", "bearer", "BEARER", "Bearer ", "Bearer\t", "DPoP", "Basic", "JWT", ""))
    return draw.choice(
        (
            (f"Authorization: Bearer {good}", f"Authorization: Bearer {bad}"),
            (f"Authorization: Bearer {bad}", f"Authorization: Bearer {good}"),
            (f"Authorization: Bearer {good}, Bearer {bad}",),
            (f"Authorization: Bearer {bad}, Bearer {good}",),
            (f"Authorization: Bearer {good},{bad}",),
            (f"Authorization: Bearer {good} {bad}",),
            (f"Authorization: Bearer {good}\r\n {bad}",),
            (f"Authorization: {scheme} {bad}", f"Authorization: Bearer {good}"),
            (f"Authorization: {scheme} {bad}",),
            (f"Authorization: Bearer {good}", f"Proxy-Authorization: Bearer {bad}"),
            (f"Authorization: Bearer {good}", f"X-Forwarded-Access-Token: {bad}", f"X-Authorization: Bearer {bad}"),
            (f"Authorization: Bearer {good}", f"Cookie: access_token={bad}; token={bad}; Authorization=Bearer {bad}"),
            (f"Authorization: Bearer {good}", f"authorization: Bearer {bad}"),
            (f"Authorization: Bearer {good}", f"Authorization : Bearer {bad}"),
            (f"Authorization: Bearer {good}", f"X: y\n Authorization: Bearer {bad}"),
        )
    )
