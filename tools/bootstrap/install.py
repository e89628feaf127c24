"""Install everything that the project needs into its own folder; done parts cost nothing the second time."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.bindings.cdk import CDKTF, CDKTN
from constructs_lib.bindings.finished_folder import is_whole
from constructs_lib.bindings.generator import bindings_key
from constructs_lib.bindings.node_packages import install_node_packages, node_packages_are_installed
from tools.bootstrap.bindings import bindings_are_built, build_bindings
from tools.bootstrap.cdk import cdk_of
from tools.bootstrap.cdktn_packages import cdktn_packages_are_installed, install_cdktn_packages
from tools.bootstrap.doctor import check_machine
from tools.bootstrap.keyed_folder import exclusive, has_key, mark, tell_damage
from tools.bootstrap.paths import LOGS, PIPENV, ROOT, places_of
from tools.bootstrap.provider import Provider, detect_provider, record_provider, recorded_provider
from tools.bootstrap.provider_mirror import build_mirror, mirror_is_built, mirror_is_configured
from tools.bootstrap.quiet_run import run_quietly, steps
from tools.bootstrap.tool_environment import tool_environment

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["generate_bindings", "is_set_up", "set_up"]

_VENV = places_of(CDKTF).venv
_PIPENV_VENV = PIPENV.parents[1]
_PIPENV_PINS = Path(__file__).with_name("pipenv-requirements.txt")


def is_set_up(env: Mapping[str, str]) -> bool:
    """Whether `set_up` has nothing to do."""
    provider = recorded_provider(env)
    cdk = cdk_of(env)
    return (
        provider is not None
        and (not provider.mirrored or (mirror_is_built() and mirror_is_configured()))
        and node_packages_are_installed(cdk, places_of(cdk).node)
        and has_key(_PIPENV_VENV, _pipenv_key())
        and bindings_are_built(cdk, provider.version)
        and (cdktn_packages_are_installed(provider.version) if cdk == CDKTN else has_key(_VENV, _venv_key(provider)))
    )


def set_up(env: Mapping[str, str]) -> None:
    """Install what is missing or outdated, for the CDK that the variable `CDK` names and no other.

    Raises:
        ToolError: The machine lacks a tool, or a step fails; the next run takes up where this one stopped.
    """
    if is_set_up(env):
        return
    check_machine(env)
    provider = _provide(env)
    _install_pipenv(env)
    if cdk_of(env) == CDKTN:
        install_cdktn_packages(env, provider.version)
    else:
        _install_python_packages(env, provider)


def generate_bindings(env: Mapping[str, str], version: str | None = None, schema: Path | None = None) -> Path:
    """Generate the bindings alone, with all that they need.

    Args:
        env: The user's environment.
        version: The provider's version; that of the provider in use when not given.
        schema: The provider's schema in that version, read instead of asking Terraform.

    Returns:
        The folder to put on `PYTHONPATH`.
    """
    if schema is not None and version is not None:
        _install_node_packages(env)
        return build_bindings(version, schema, tool_environment(env, Provider(version, mirrored=False)))
    provider = _provide(env)
    return build_bindings(provider.version, None, tool_environment(env, provider))


def _provide(env: Mapping[str, str]) -> Provider:
    """Node packages, provider and bindings."""
    _install_node_packages(env)
    provider = recorded_provider(env) or _say(detect_provider(env))
    if provider.mirrored:
        build_mirror(env)
    record_provider(provider, env)
    build_bindings(provider.version, None, tool_environment(env, provider))
    return provider


def _say(provider: Provider) -> Provider:
    origin = (
        "Terraform finds no Keycloak provider here: the project builds its own"
        if provider.mirrored
        else "Terraform finds the Keycloak provider by itself"
    )
    print(f"{origin}, version {provider.version}", file=sys.stderr)  # noqa: T201
    return provider


def _install_node_packages(env: Mapping[str, str]) -> None:
    cdk = cdk_of(env)
    folder = places_of(cdk).node
    with exclusive(folder / "node_modules"), steps():
        tell_damage(folder / "node_modules")
        install_node_packages(cdk, folder, env, LOGS / "npm.log")


def _install_pipenv(env: Mapping[str, str]) -> None:
    with exclusive(_PIPENV_VENV):
        if has_key(_PIPENV_VENV, _pipenv_key()):
            return
        tell_damage(_PIPENV_VENV)
        shutil.rmtree(_PIPENV_VENV, ignore_errors=True)
        make_venv = [sys.executable, "-m", "venv", str(_PIPENV_VENV)]
        run_quietly(make_venv, "Making room for Pipenv", env, LOGS / "pipenv-venv.log")
        install = [str(PIPENV.with_name("pip")), "install", "--requirement", str(_PIPENV_PINS)]
        run_quietly(install, "Installing Pipenv", env, LOGS / "pipenv.log")
        mark(_PIPENV_VENV, _pipenv_key())


def _install_python_packages(env: Mapping[str, str], provider: Provider) -> None:
    with exclusive(_VENV):
        if has_key(_VENV, _venv_key(provider)):
            return
        if not is_whole(_VENV):  # Pipenv passes over a package that is there, whatever became of its files
            tell_damage(_VENV)
            shutil.rmtree(_VENV, ignore_errors=True)
        run_quietly(
            [str(PIPENV), "sync", "--dev", "--python", sys.executable],
            "Installing the Python packages",
            {
                **{name: value for name, value in env.items() if name not in {"VIRTUAL_ENV", "PYTHONHOME"}},
                "PIPENV_IGNORE_VIRTUALENVS": "1",
                "PIPENV_VENV_IN_PROJECT": "1",
                "PIPENV_NOSPIN": "1",
                "PIPENV_YES": "1",
            },
            LOGS / "pipenv-sync.log",
            cwd=ROOT,
        )
        mark(_VENV, _venv_key(provider))


def _pipenv_key() -> str:
    return f"{os.path.realpath(sys.executable)} {_PIPENV_PINS.read_text(encoding='utf-8')}"


def _venv_key(provider: Provider) -> str:
    files = _hash("Pipfile", "Pipfile.lock", "provider_bindings/bindings_backend.py")
    return f"{files} {bindings_key(CDKTF, provider.version)}"


def _hash(*names: str) -> str:
    digest = hashlib.sha256()
    for name in names:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()
