"""What makes a token be for the API whose model's scope it was asked for with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.declaration.token_mappers import api_mappers, audience_mapper
from constructs_lib.terraform.claims import add_mapper
from constructs_lib.terraform.terraform_map import TerraformMap

if TYPE_CHECKING:
    from constructs_lib.declaration.access_policy import AccessPolicy
    from constructs_lib.terraform.terraform_map import EachReference

__all__ = ["ApiAudiences"]


class ApiAudiences(Construct):
    """An audience mapper in each scope of a model, of the API that serves it.

    Keycloak leaves a scope out of a token, its mappers with it, where its holder lacks the role that it gates.

    Args:
        scope: Parent construct.
        id: Construct id.
        policy: The APIs, and what is behind each.
        scopes: The client scopes, by what each gates.
        realm_id: The realm.
    """

    def __init__(
        self, scope: Construct, id: str, *, policy: AccessPolicy, scopes: EachReference, realm_id: str
    ) -> None:
        super().__init__(scope, id)
        entries: dict[str, dict[str, dict[str, str]]] = {}
        served = policy.served
        for pair in policy.model_actions:
            api = served.api_of(pair.model)
            for mapper in api_mappers(served.by_name[api]):
                entry = {"api": api, "audience": mapper.config["included.custom.audience"]}
                of_both_names = {each.key: entry for each in policy.names.of(pair)}
                entries.setdefault(mapper.name, {}).update(of_both_names)
        for name, by_role in entries.items():
            mapper = audience_mapper("${each.value.audience}", name=name)
            resource = add_mapper(self, name, mapper, realm_id=realm_id, client_scope_id=scopes.of_key("id"))
            TerraformMap(self, f"Of-{name}", by_role).create_for_each(resource)
