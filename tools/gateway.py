"""Print or write the files of a gateway, from the declaration that also gives the realm."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pydantic import ValidationError

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.loopback import is_loopback
from constructs_lib.declaration.props import GatewayProps
from constructs_lib.gateways.catalog import PRESETS
from constructs_lib.gateways.checks import gateway_findings
from stacks.environment import KeycloakProps
from stacks.gateway_files import protected_api, write_files
from tools.errors import ToolError
from tools.project import from_caller
from tools.reaching import known_variables
from tools.target import load_target

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.target import Target

__all__ = ["gateway_files", "keycloak_url", "print_or_write"]

_URL_VARIABLE = "TF_VAR_keycloak_url"


def gateway_files(
    name: str, preset: str, *, overrides: Mapping[str, str | None], process_environment: Mapping[str, str]
) -> dict[str, str]:
    """Return the files of one gateway by name.

    Args:
        name: Name of the environment.
        preset: Name of the preset.
        overrides: `gateway` keys in place of the declared ones, `api`, and `keycloak_url`; None is as declared.
        process_environment: Variables of the caller; `TF_VAR_keycloak_url` counts as it does for Terraform.

    Raises:
        ToolError: A name or a value is wrong, or the realm lacks what the preset needs (exit 2).
    """
    if not preset:
        raise ToolError(f"name the gateway, such as FOR=envoy; there are {', '.join(sorted(PRESETS))}", exit_code=2)
    if preset not in PRESETS:
        raise ToolError(f"no preset '{preset}': {hint(preset, PRESETS)}", exit_code=2)
    target = load_target(name, process_environment)
    given = {key: value for key, value in overrides.items() if value is not None}
    asked = given.pop("keycloak_url", None)
    url = _keycloak_option(asked) if asked else keycloak_url(target)
    api = _api(target, given.pop("api", None))
    gateway = _override(target.environment.gateways[api], given)
    findings = list(gateway_findings(target.environment, gateway, [preset], api=api))
    if findings:
        file = target.repository.show(target.repository.environments / f"{name}.yaml")
        raise ToolError("\n".join(f"{file}: {finding.message}" for finding in findings), exit_code=2)
    protected = protected_api(name, target.environment, api=api, gateway=gateway, keycloak_url=url)
    return PRESETS[preset].render(protected)


def _api(target: Target, asked: str | None) -> str:
    """Return the API that is meant: where there are several, it is named."""
    apis = target.environment.every_api
    if asked is None and len(apis) == 1:
        return next(iter(apis))
    if asked is None:
        raise ToolError(
            f"environment '{target.name}' has several APIs: name one by API={next(iter(apis))}; "
            f"there are {', '.join(apis)}",
            exit_code=2,
        )
    if asked not in apis:
        raise ToolError(f"environment '{target.name}' has no API '{asked}': {hint(asked, apis)}", exit_code=2)
    return asked


def keycloak_url(target: Target) -> str | None:
    """Return the base URL that Terraform would use in place of the declared one, if any.

    One environment's URL may stand in the process environment or the local `.env` while another is asked for: a local
    URL is used for a local environment alone, and the other way round.
    """
    url = known_variables(target).get(_URL_VARIABLE)
    return url if url and is_loopback(url) == target.is_on_loopback else None


def print_or_write(files: Mapping[str, str], output: Path | None) -> None:
    """Print the files, or write them into a folder and print their paths.

    Raises:
        ToolError: The folder cannot be written.
    """
    if output is None:
        for name, text in files.items():
            title = f"# --- {name}\n" if len(files) > 1 else ""
            sys.stdout.write(title + text)
        return
    try:
        write_files(from_caller(output), files)
    except OSError as error:
        raise ToolError(f"{output}: cannot be written: {error.strerror}: name a folder of yours by --output") from None
    for name in files:
        sys.stdout.write(f"{output / name}\n")


def _keycloak_option(url: str) -> str:
    try:
        return KeycloakProps(url=url).url
    except ValidationError as error:
        raise ToolError(f"--keycloak-url: {error.errors()[0]['ctx']['error']}", exit_code=2) from None


def _override(declared: GatewayProps, given: Mapping[str, str]) -> GatewayProps:
    try:
        return GatewayProps.model_validate({**declared.model_dump(), **given})
    except ValidationError as error:
        first = error.errors()[0]
        option = str(first["loc"][0]).replace("_", "-")
        raise ToolError(f"--{option}: {first['ctx']['error']}", exit_code=2) from None
