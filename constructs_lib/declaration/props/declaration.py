"""Everything that one realm for ML APIs declares."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError, PydanticKnownError

from constructs_lib.declaration.props.access import AccessProps
from constructs_lib.declaration.props.access_rule import AccessRuleProps
from constructs_lib.declaration.props.api import ApiProps
from constructs_lib.declaration.props.federation import FederationProps
from constructs_lib.declaration.props.identity_provider import IdentityProviderProps
from constructs_lib.declaration.props.model import ModelProps
from constructs_lib.declaration.props.named_api import SOLE_API, NamedApiProps
from constructs_lib.declaration.props.people_values import SourceName
from constructs_lib.declaration.props.realm import RealmProps
from constructs_lib.declaration.props.values import ApiName, Flag, IssuerName, ModelName, RuleName, TeamName
from constructs_lib.declaration.props.workload_issuer import WorkloadIssuerProps

__all__ = ["Declaration"]


class Declaration(AccessProps):
    """Realm, API, models and who may call them; `teams` add their own people and machines."""

    realm: RealmProps
    """The realm."""
    api: ApiProps | None = None
    """The ML serving API, where there is one."""
    apis: dict[ApiName, NamedApiProps] = Field(default_factory=dict)
    """Several ML serving APIs by name, in place of `api`: a token is for those whose scopes it was asked for."""
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

    @model_validator(mode="before")
    @classmethod
    def _without_the_other(cls, data: object) -> object:
        """What a declaration of several APIs is written out to has no API under `api`."""
        if isinstance(data, dict) and data.get("apis") and data.get("api", ...) is None:
            return {key: value for key, value in data.items() if key != "api"}
        return data

    @field_validator("api", mode="before")
    @classmethod
    def _is_written_out(cls, value: object) -> object:
        if value is None:
            raise PydanticKnownError("model_type", {"class_name": ApiProps.__name__})
        return value

    @field_validator("apis")
    @classmethod
    def _name_access_roles(cls, value: dict[str, NamedApiProps]) -> dict[str, NamedApiProps]:
        """One access role opens one API: by default it has the API's name."""
        return {
            name: api
            if "access_role" in api.model_fields_set
            else api.model_copy(update={"access_role": f"{name}-access"})
            for name, api in value.items()
        }

    @model_validator(mode="after")
    def _has_an_api(self) -> Self:
        if self.api and self.apis:
            text = f"write api, for one API, or apis, for several: move api to apis.{self.api.client_id}"
            fault = InitErrorDetails(type=PydanticCustomError("two_keys", text), loc=("apis",), input={})
        elif self.api is None and not self.apis:
            fault = InitErrorDetails(type="missing", loc=("api",), input={})
        else:
            return self
        raise ValidationError.from_exception_data(type(self).__name__, [fault], hide_input=True)

    @property
    def every_api(self) -> dict[str, ApiProps]:
        """The APIs by name; that of `api` is called `api`."""
        return {SOLE_API: self.api} if self.api else dict(self.apis)

    @property
    def sole_api(self) -> ApiProps:
        """The API of an environment that declares it under `api`.

        Raises:
            ValueError: There are `apis`.
        """
        if self.api is None:
            raise ValueError(f"realm '{self.realm.name}' has apis, by name: {', '.join(self.apis)}")
        return self.api

    def api_of(self, model: str) -> str:
        """Return the name of the API that serves a model.

        Raises:
            KeyError: There is no such model.
        """
        named = self.models[model].api
        return named if named is not None else next(iter(self.every_api))

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
