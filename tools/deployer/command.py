"""`python -m tools deployer`: clients that plan and deploy one environment, made, brought up to date or removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.ci.trust import Trust
from tools.deployer.clients import DeployerClients
from tools.deployer.roles import Duty
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.private_file import write_private
from tools.reaching import reaching_variables
from tools.runner.screen import tell
from tools.target import load_target

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.target import Target

__all__ = ["make_deployer", "remove_deployer", "trust_pipeline"]

_VARIABLES = ("KEYCLOAK_URL", "KEYCLOAK_REALM", "KEYCLOAK_BASE_PATH", "KEYCLOAK_CLIENT_ID", "KEYCLOAK_CLIENT_SECRET")


def make_deployer(name: str, *, create_realm: bool = False) -> None:
    """Make both clients of an environment, or bring them up to date, and write what they log in by into files.

    Args:
        name: Name of the environment.
        create_realm: Make the realm, empty, where it is not there yet.

    Raises:
        ToolError: Settings are wrong or missing, or the realm is (exit 2); Keycloak does not answer, or refuses.
    """
    target, clients = _clients(name)
    realm = clients.realm
    if create_realm and clients.create_realm():
        tell(f"realm '{realm}' is made, empty and disabled: the deployer's first deployment takes it over")
    clients.check()
    for duty in Duty:
        known = clients.find(duty)
        by_token = known is not None and known["clientAuthenticatorType"] == "federated-jwt"
        does = clients.keep(duty, {}) if by_token else clients.keep(duty)
        tell(f"{does}: {', '.join(clients.roles(duty))}")
        if by_token:
            tell("  a pipeline's token is its credential (make ci-identity), and it has no secret")
            continue
        file = target.repository.keys / name / f"{duty}.env"
        variables = _variables(clients, duty)
        _write(file, "".join(f"{variable}={value}\n" for variable, value in variables.items()))
        tell(f"  {', '.join(variables)} are in {target.repository.show(file)}")
    tell(
        "Put these files' variables into your pipeline's secret store and delete the files; this command writes them "
        "again."
    )


def remove_deployer(name: str) -> None:
    """Remove both clients, and the files that hold their secrets.

    Args:
        name: Name of the environment.

    Raises:
        ToolError: As for `make_deployer`.
    """
    target, clients = _clients(name)
    removed = list(clients.remove())
    for duty in Duty:
        (target.repository.keys / name / f"{duty}.env").unlink(missing_ok=True)
    tell(f"removed {' and '.join(removed)}" if removed else f"environment '{name}' has no planner and no deployer")


def trust_pipeline(name: str, *, issuer: str, planner: str, deployer: str) -> None:
    """Make both clients, or bring them up to date, so that a pipeline's own token is their only credential.

    Args:
        name: Name of the environment.
        issuer: The platform's issuer of tokens.
        planner: Subject of the jobs that plan.
        deployer: Subject of the job that deploys.

    Raises:
        ToolError: As for `make_deployer`, or the issuer does not answer.
    """
    _, clients = _clients(name)
    for line in Trust(clients, issuer.rstrip("/")).establish(planner, deployer):
        tell(line)


def _clients(name: str) -> tuple[Target, DeployerClients]:
    target = load_target(name)
    admin = KeycloakAdmin.from_environment(
        reaching_variables(target), needs="the role admin of the realm master, or realm-admin of the realm itself"
    )
    realm = target.environment.realm
    return target, DeployerClients(admin, name, realm.name, realm.is_joined)


def _variables(clients: DeployerClients, duty: Duty) -> Mapping[str, str]:
    admin = clients.admin
    values = (admin.url, admin.realm, admin.base_path, clients.client_id(duty), clients.secret(duty))
    return {name: value for name, value in zip(_VARIABLES, values, strict=True) if value}


def _write(file: Path, text: str) -> None:
    """Write a file with secrets into a folder that its owner alone can read."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(file, text)
    except OSError as error:
        raise ToolError(f"cannot write {file}: {error.strerror}", exit_code=2) from error
