"""The two Terraform CDKs that the library runs on, and which of them is meant. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CDKS", "CDKTF", "CDKTN", "Cdk", "chosen_cdk"]


@dataclass(frozen=True)
class Cdk:
    """One CDK, and the names of what is generated for it.

    Attributes:
        name: Of its packages on PyPI and npm, of its Python module, and of its command; what the variable `CDK` says.
        distribution: Name of the bindings' Python package.
        module: The bindings' Python module.
        npm_package: Name of the bindings as jsii knows them.
    """

    name: str
    distribution: str
    module: str
    npm_package: str

    @property
    def how_to_install(self) -> str:
        """The command that builds and installs the bindings, and this CDK with them."""
        return f'pip install "$(python -m constructs_lib.bindings --cdk {self.name} --provider-version <version>)"'

    @property
    def cli(self) -> str:
        """Name of its command line on npm."""
        return f"{self.name}-cli"


CDKTF = Cdk(
    "cdktf",
    distribution="cdktf-cdktf-provider-keycloak",
    module="cdktf_cdktf_provider_keycloak",
    npm_package="@cdktf/provider-keycloak",
)
"""The default; archived by HashiCorp in December 2025."""

CDKTN = Cdk(
    "cdktn",
    distribution="cdktn-provider-keycloak",
    module="cdktn_provider_keycloak",
    npm_package="@cdktn/provider-keycloak",
)
"""Its community successor, CDK Terrain."""

CDKS = {cdk.name: cdk for cdk in (CDKTF, CDKTN)}
"""By name, the default first."""


def chosen_cdk(env: Mapping[str, str]) -> Cdk:
    """Return the CDK that the variable `CDK` names; without it the installed one, or cdktf where both or neither are.

    Raises:
        ValueError: `CDK` names none.
    """
    asked = env.get("CDK")
    if not asked:
        return next((cdk for cdk in CDKS.values() if find_spec(cdk.name)), CDKTF)
    if asked not in CDKS:
        raise ValueError(f"CDK must be {' or '.join(CDKS)}, got '{asked}'")
    return CDKS[asked]
