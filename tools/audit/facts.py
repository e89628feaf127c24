"""What can be said of a realm, one thing a fact, so that what is declared and what is there can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "DEFAULT_ROLES",
    "SCOPES_OF_CLIENT",
    "Fact",
    "Facts",
    "Kind",
    "holder_of_person",
    "holder_of_service_account",
    "role_path",
]

DEFAULT_ROLES = "default-roles"
"""What the role of everybody is called here; Keycloak names it after the realm."""


class Kind(StrEnum):
    """Kinds of facts, in the order in which they are told; the value is what people call one."""

    CLIENT = "client"
    PERSON = "person"
    GROUP = "group"
    MEMBER = "membership"
    ROLE = "role"
    COMPOSITE = "role within a role"
    PERSON_ROLE = "role of a person"
    ACCOUNT_ROLE = "role of a service account"
    GROUP_ROLE = "role of a group"
    DEFAULT_GROUP = "default group"
    SCOPE = "client scope"
    SCOPE_ROLE = "role of a client scope"
    CLIENT_SCOPE_ROLE = "role in a client's scope"
    DEFAULT_SCOPE = "default scope of a client"
    OPTIONAL_SCOPE = "optional scope of a client"
    NEW_CLIENT_DEFAULT = "default scope of new clients"
    NEW_CLIENT_OPTIONAL = "optional scope of new clients"
    MAPPER = "mapper"
    PROVIDER = "identity provider"
    DIRECTORY = "directory"
    FLOW = "login flow"
    STEP = "step of a login flow"
    ORDER = "order of steps"
    KEY = "key"
    REQUIRED_ACTION = "required action"
    POLICY = "client policy"
    COMPONENT = "component"
    AUTHORIZATION = "authorization of a client"
    PROFILE = "user profile"
    ORGANIZATION = "organization"
    ORGANIZATION_MEMBER = "member of an organization"
    WORKFLOW = "workflow"
    TEXT = "text"
    CREDENTIAL = "credential"
    LINK = "link"
    INITIAL_ACCESS = "initial access token"
    SETTING = "setting"


SCOPES_OF_CLIENT = frozenset({Kind.DEFAULT_SCOPE, Kind.OPTIONAL_SCOPE})
"""What a client puts into its tokens, always or when it is asked."""


@dataclass(frozen=True, order=True)
class Fact:
    """One thing that is so in a realm. Nothing in it is an id of Keycloak's, or a secret.

    Attributes:
        kind: What it is.
        owner: What it belongs to; empty for what stands by itself. A role is written `<client>/<role>`, or `<role>` of
            the realm; whoever holds one is `person ada`, `service account batch` or `group /analysts`.
        name: Its name there.
    """

    kind: Kind
    owner: str
    name: str


Facts = dict[Fact, str]
"""What is so, each with its value: of a setting for example; empty where being there is all."""


def role_path(client_id: str | None, name: str) -> str:
    """Return what a role is called here: `model-api/fraud-detector:predict`, or `offline_access` of the realm."""
    return f"{client_id}/{name}" if client_id else name


def holder_of_person(username: str) -> str:
    """Return what a person is called who holds a role; Keycloak keeps usernames in small letters."""
    return f"person {username.lower()}"


def holder_of_service_account(client_id: str) -> str:
    """Return what a client's service account is called that holds a role."""
    return f"service account {client_id}"
