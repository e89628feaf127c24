"""Everything that one realm for ML APIs declares."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from constructs_lib.declaration.props.access import AccessProps
from constructs_lib.declaration.props.access_rule import AccessRuleProps
from constructs_lib.declaration.props.api import ApiProps
from constructs_lib.declaration.props.federation import FederationProps
from constructs_lib.declaration.props.identity_provider import IdentityProviderProps
from constructs_lib.declaration.props.model import ModelProps
from constructs_lib.declaration.props.people_values import SourceName
from constructs_lib.declaration.props.realm import RealmProps
from constructs_lib.declaration.props.values import Flag, IssuerName, ModelName, RuleName, TeamName
from constructs_lib.declaration.props.workload_issuer import WorkloadIssuerProps

__all__ = ["Declaration"]


class Declaration(AccessProps):
    """Realm, API, models and who may call them; `teams` add their own people and machines."""

    realm: RealmProps
    """The realm."""
    api: ApiProps
    """The ML serving API."""
    models: dict[ModelName, ModelProps] = Field(default_factory=dict)
    """Served models by name."""
    workload_issuers: dict[IssuerName, WorkloadIssuerProps] = Field(default_factory=dict)
    """Issuers of tokens that consumers authenticate with, by name."""
    federation: dict[SourceName, FederationProps] = Field(default_factory=dict)
    """Directories whose people log in with its passwords, by name."""
    identity_providers: dict[SourceName, IdentityProviderProps] = Field(default_factory=dict)
    """Identity providers that people log in through, by alias."""
    external_people: Flag = False
    """Something else than this declaration puts people into groups, so that a group may have no member by it. Groups
    that `federation` or `identity_providers` map to do not need it."""
    secret_storage: Literal["write_only", "state"] | None = None
    """Clients' secrets: `write_only` sends them to Keycloak alone (provider 5.9.0, Terraform 1.11), `state` keeps them
    in Terraform's state too. Left out, it is `write_only` wherever both can do it."""
    access_rules: dict[RuleName, AccessRuleProps] = Field(default_factory=dict)
    """Rules about who may do what, by name, which every grant keeps: those of teams' files, too."""
    teams: dict[TeamName, AccessProps] = Field(default_factory=dict)
    """What each team declares, in a file and a stack of its own."""

    @property
    def shared(self) -> AccessProps:
        """What is declared for all teams, beside `teams`."""
        return AccessProps.model_construct(  # of parts that are validated already
            consumers=self.consumers,
            groups=self.groups,
            renamed_groups=self.renamed_groups,
            second_factor=self.second_factor,
            people=self.people,
            applications=self.applications,
        )

    def accesses(self) -> dict[str | None, AccessProps]:
        """Return what is declared for all (key None) and by each team."""
        everyone: dict[str | None, AccessProps] = {None: self.shared}
        return everyone | dict(self.teams)
