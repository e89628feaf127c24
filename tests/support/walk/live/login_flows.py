"""Which login flows of its own a realm should hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = ["login_flows"]


def login_flows(declaration: Declaration) -> Iterator[str]:
    """Yield the names of a declaration's flows for people, and of their subflows."""
    second_factor = any(access.second_factor for access in declaration.accesses().values())
    brokers = bool(declaration.identity_providers)
    words = (*(["second factor"] if second_factor else []), *(["identity providers"] if brokers else []))
    asked = " and ".join(words)
    after = (
        "after the password",
        *(["of an identity provider"] if brokers else []),
        *(["passkey"] if second_factor else []),
        "chosen by the person",
        *(["code before a first passkey", "passkey before a first code"] if second_factor else []),
    )
    if asked:
        yield f"log in with {asked}"
        yield from (f"log in with {asked} - {name}" for name in ("password", *after))
    if second_factor or declaration.realm.login.reset_password:
        yield "forgotten password"
        yield from (f"forgotten password - {name}" for name in ("no link by a mail", "at a first login", "otherwise"))
    for kind in {provider.first_login for provider in declaration.identity_providers.values()}:
        flow = f"first broker login - {kind} with {asked}"
        yield flow
        yield from (f"{flow} - {name}" for name in (*(["account exists"] if kind == "create" else []), *after))
    if second_factor and brokers:
        flow = f"later broker login with {asked}"
        own = (name for name in after if name not in ("after the password", "of an identity provider"))
        yield flow
        yield from (f"{flow} - {name}" for name in ("account of this realm", "after the provider", *own))
