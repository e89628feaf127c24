"""Send people the mail by which they set their password: Terraform can make an account, but sends no mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console

from constructs_lib.declaration.checks.nearest import hint
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.reaching import reaching_variables
from tools.target import Target, load_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import PersonProps

__all__ = ["invite", "invite_new"]


def invite(name: str, username: str | None) -> None:
    """Invite one person, again if need be, or all new ones.

    Args:
        name: Name of the environment.
        username: The person; None stands for everybody whom nobody has invited yet.

    Raises:
        ToolError: Environment or person is not declared or not to be invited (exit 2), the person has no account yet or
            has accepted already (exit 2), or the mail cannot be sent (exit 1).
    """
    target = load_target(name)
    process_environment = reaching_variables(target)
    if username is None:
        invite_new(target, process_environment)
        return
    people = _people(target)
    if username not in people:
        raise ToolError(f"environment '{name}' has no person '{username}': {hint(username, people)}", exit_code=2)
    if not people[username].invite:
        raise ToolError(f"person '{username}' has a first password: declare invite: true to send a mail", exit_code=2)
    mail = _Invitations(target, process_environment)
    account = mail.account(username)
    if account is None:
        deploy = target.repository.command(f"make deploy ENV={name}")
        raise ToolError(f"person '{username}' has no account yet: run {deploy}", exit_code=2)
    if not account["requiredActions"]:
        raise ToolError(f"person '{username}' has accepted the invitation already", exit_code=2)
    mail.send(account, people[username])


def invite_new(target: Target, process_environment: Mapping[str, str]) -> None:
    """Invite everybody who is to be invited and was not: Keycloak's log of what administrators did tells.

    Args:
        target: The deployed environment.
        process_environment: Holds the credentials for Keycloak.

    Raises:
        ToolError: A mail cannot be sent; the others are sent all the same.
    """
    invited = {name: person for name, person in _people(target).items() if person.invite and person.enabled}
    if not invited:
        return
    mail = _Invitations(target, process_environment)
    failures: list[str] = []
    for username, person in invited.items():
        account = mail.account(username)
        if account is None or not account["requiredActions"] or mail.was_sent(account):
            continue
        try:
            mail.send(account, person)
        except ToolError as error:
            failures.append(str(error))
    if failures:
        raise ToolError("\n".join(failures))


def _people(target: Target) -> dict[str, PersonProps]:
    accesses = target.environment.accesses().values()
    return {username: person for access in accesses for username, person in access.people.items()}


class _Invitations:
    def __init__(self, target: Target, process_environment: Mapping[str, str]) -> None:
        self._target = target
        self._admin = KeycloakAdmin.from_environment(process_environment)
        self._realm = f"realms/{target.environment.realm.name}"
        self._console = Console(highlight=False)

    def account(self, username: str) -> dict[str, Any] | None:
        found = self._admin.get(f"{self._realm}/users", username=username, exact="true").json()
        return dict(found[0]) if found else None

    def was_sent(self, account: Mapping[str, Any]) -> bool:
        path = f"users/{account['id']}/execute-actions-email"
        events = self._admin.get(f"{self._realm}/admin-events", operationTypes="ACTION", resourcePath=path)
        return bool(events.json())

    def send(self, account: Mapping[str, Any], person: PersonProps) -> None:
        username = account["username"]
        try:
            self._admin.request(
                "PUT", f"{self._realm}/users/{account['id']}/execute-actions-email", json=account["requiredActions"]
            )
        except ToolError as error:
            again = self._target.repository.command(f"make invite PERSON={username} ENV={self._target.name}")
            raise ToolError(f"person '{username}' got no mail: {error}: check realm.smtp, then run {again}") from None
        lifespan = self._target.environment.realm.lifespans.invitation
        self._console.print(f"Invited {username} at {person.email}: the link works for {lifespan}.", soft_wrap=True)
