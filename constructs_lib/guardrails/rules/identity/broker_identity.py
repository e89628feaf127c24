"""KC-IDP-IDENTITY."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.identity_mappers import IDENTITY_MAPPERS, imports, names_people, sync_mode
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import UNKNOWN, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constructs_lib.guardrails.keycloak.identity_mappers import Import
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrokerIdentity"]

_ADDRESSES = frozenset({"email", "mail", "emailaddress", "oid0923421920030010013", "userprincipalname", "upn"})
# What a directory hands out and does not hand on (OpenID Connect Core 1.0 section 5.7), without what joins the words.
_FIXED = frozenset({"sub", "oid", "uuid", "nameid", "nameidentifier", "persistentid", "objectguid", "objectidentifier"})
# What an administrator hands out, though it may pass to somebody else some day.
_HANDED_OUT = frozenset(
    {
        *("edupersonprincipalname", "eppn", "employeeid", "employeenumber", "login", "name", "preferredusername"),
        *("samaccountname", "uid", "username", "windowsaccountname", "oid0923421920030010011"),
        "oid13614159231116",
    }
)
# A claim `name` is a person's full name; the URL of the same ending is a login.
_FULL_NAME = "name"
_OWN = frozenset({"email", "emailverified", "enabled", "id", "username", "ldapid", "ldapentrydn", "kerberosprincipal"})
_PLACEHOLDER = re.compile(r"\$\{\s*([^}|]+?)\s*(?:\|[^}]*)?\}")
_PREFIXES = ("CLAIM.", "ATTRIBUTE.")
_ALIAS = "ALIAS"
_LOCAL, _SUBJECT = "LOCAL", "SUBJECT"
_JOINTS = re.compile(r"[^a-z0-9]")


class BrokerIdentity(Rule):
    """Who somebody is is what their identity provider vouches for, not what they write there themselves."""

    id = "KC-IDP-IDENTITY"
    info = "people of an identity provider choose who they are here"
    why = (
        "Keycloak finds an account by the link to the provider, its name or its address: taken from what people may "
        "write there themselves, anybody gets the account, or the name in tokens, of anybody else."
    )
    source = "OpenID Connect Core 1.0 section 5.7, ASVS 5.0 V6.8.1"
    remedy = (
        "leave target to LOCAL and principal_type to SUBJECT, take names from sub or another identifier (or once, with "
        "syncMode IMPORT, from preferred_username or the like) and addresses from email"
    )

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to what changes the link, and to names and addresses from claims that vouch for nobody."""
        for provider in configuration.resources():
            if provider.type.startswith("keycloak_") and provider.type.endswith("_identity_provider"):
                yield from _of_link(provider)
        for mapper in configuration.resources(*IDENTITY_MAPPERS):
            names, imported = names_people(mapper), [each for each in imports(mapper) if _plain(each.attribute) in _OWN]
            if not names and not imported:
                continue
            mode = sync_mode(configuration, mapper)
            once = mode == "IMPORT" or isinstance(mode, Symbol)
            if names:
                target = mapper.setting("target")
                if target not in (None, "", _LOCAL) and not isinstance(target, Symbol):
                    yield mapper.violation(f"its target is '{target}': it decides whose account somebody gets")
                else:
                    yield from _of_template(mapper, once=once)
            for each in imported:
                if fault := _fault(each, once=once):
                    yield mapper.violation(f"it writes '{each.attribute}' {fault}")


def _of_link(provider: Resource) -> Iterator[Violation]:
    """Object to what else than the subject is taken for it: SAML's principal, the id claim of plain OAuth 2.0."""
    kinds = (provider.value("principal_type"), provider.setting("principalType"))
    if any(each not in (None, "", _SUBJECT) for each in kinds):
        attributes = [provider.value("principal_attribute"), provider.setting("principalAttribute")]
        yield from _of_identifier(provider, attributes)
    yield from _of_identifier(provider, [provider.setting("userIDClaim")])
    email = provider.setting("emailClaim")
    if isinstance(email, str) and email and _plain(email) not in _ADDRESSES:
        yield provider.violation(f"it takes the address from '{email}', which says nothing of who reads it")


def _of_identifier(provider: Resource, names: list[Value]) -> Iterator[Violation]:
    for name in names:
        spelled = name.pattern if isinstance(name, Symbol) else name
        if isinstance(spelled, str) and spelled and spelled != "id" and (fault := _choosable([spelled], once=False)):
            yield provider.violation(f"it finds accounts by what it takes {fault}")


def _of_template(mapper: Resource, *, once: bool) -> Iterator[Violation]:
    for value in (mapper.value("template"), mapper.setting("template")):
        template = value.pattern if isinstance(value, Symbol) else value
        if not isinstance(template, str) or not template:
            continue
        names = _PLACEHOLDER.findall(template)
        if not names:
            yield mapper.violation("it gives everybody the same name")
        taken = [_bare(name) for name in names if name != _ALIAS and f"${{{name}}}" != UNKNOWN]
        if (fault := _choosable(taken, once=once)) is not None:
            yield mapper.violation(f"it makes the name {fault}")
        elif names == [_ALIAS]:
            yield mapper.violation("it gives everybody the same name")


def _fault(imported: Import, *, once: bool) -> str | None:
    attribute = _plain(imported.attribute)
    if imported.sources is None:
        return "as the same for everybody"
    if attribute == "email":
        wrong = [each for each in imported.sources if _plain(each) not in _ADDRESSES]
        return f"from '{wrong[0]}', which says nothing of who reads it" if wrong else None
    if attribute == "username":
        return _choosable(imported.sources, once=once)
    return "which is Keycloak's own to say"


def _choosable(names: Iterable[str], *, once: bool) -> str | None:
    """Tell which name people may choose themselves; of one that is read once only what nobody hands out."""
    for name in names:
        plain = _plain(name)
        if plain in _FIXED:
            continue
        if plain not in _HANDED_OUT | _ADDRESSES or name.lower() == _FULL_NAME:
            return f"from '{name}', which people may write themselves"
        if not once:
            return f"from '{name}' at every login: it may pass to somebody else"
    return None


def _bare(placeholder: str) -> str:
    return next((placeholder.removeprefix(each) for each in _PREFIXES if placeholder.startswith(each)), placeholder)


def _plain(name: str) -> str:
    """Return the last part of a URL, or a whole name, in lower case and without what joins its words."""
    return _JOINTS.sub("", name.rpartition("/")[2].lower().removeprefix("urn:"))
