"""Write into a stack what an adopted realm keeps: values that were found, in place of those that constructs made."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from constructs_lib.cdk import TerraformResource
from constructs_lib.declaration.kept_secret import KEPT_SECRET
from constructs_lib.declaration.texts.literal import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stacks.kept import KeptProps, KeptValue
    from stacks.keycloak_stack import KeycloakStack

__all__ = ["keep", "natural_name"]

_MAP = re.compile(r"\$\{local\.([A-Za-z0-9_-]+)\}")
_WHOLE = re.compile(r"\$\{((?:[^{}\"]|\"(?:[^\"\\]|\\.)*\"|\{(?:[^{}]|\{[^{}]*\})*\})*)\}", re.DOTALL)
_DIRECTORY_OF = re.compile(r"\$\{keycloak_ldap_user_federation\.([A-Za-z0-9_-]+)\.id\}")
_CLIENT_OF = re.compile(r"\$\{keycloak_openid_client\.([A-Za-z0-9_-]+)\.id\}")
_NAMES: Mapping[str, str] = {
    "keycloak_realm": "realm",
    "keycloak_openid_client": "client_id",
    "keycloak_user": "username",
    "keycloak_authentication_flow": "alias",
    "keycloak_required_action": "alias",
    "keycloak_oidc_identity_provider": "alias",
    "keycloak_saml_identity_provider": "alias",
}
# Of these a realm has one: they are called after it.
_SINGLE = frozenset(
    {
        *("keycloak_realm_events", "keycloak_authentication_bindings", "keycloak_default_roles"),
        *("keycloak_realm_default_client_scopes", "keycloak_realm_optional_client_scopes"),
    }
)
_DEFAULT_ROLES = "default_roles"
# What is kept of these comes beside what is declared: a client may go on asking for what it could ask for.
_ADDED = frozenset({"optional_scopes"})
_SCOPE_LISTS = ("keycloak_openid_client_optional_scopes", "keycloak_openid_client_default_scopes")
_NO_TOKENS = "BEARER-ONLY"
_SECRET_ARGUMENTS = ("client_secret", "client_secret_wo", "client_secret_wo_version")

Body = dict[str, Any]


def keep(stack: KeycloakStack, kept: KeptProps) -> None:
    """Put what is kept in the place of what the constructs of a stack say.

    Args:
        stack: Its constructs are all there.
        kept: What is kept; what other stacks have is left to them.
    """
    if kept == type(kept)():
        return
    code = stack.to_terraform()
    elements = {
        (each.terraform_resource_type, each.friendly_unique_id): each
        for each in stack.node.find_all()
        if isinstance(each, TerraformResource)
    }
    context = stack.context
    _Keeping(code, elements, context.declaration.realm.name, by_client=context.features.client_default_roles).write(
        kept
    )


def natural_name(type_: str, body: Mapping[str, Any], code: Mapping[str, Any], realm: str) -> str | None:
    """Return what `kept` calls a resource; None where it calls it nothing.

    Args:
        type_: Its type.
        body: Its arguments; without `for_each`.
        code: The Terraform JSON that it is part of.
        realm: Name of the realm.
    """
    if type_ in _SINGLE:
        return realm
    client = _CLIENT_OF.fullmatch(str(body.get("client_id")))
    found = code["resource"].get("keycloak_openid_client", {}).get(client[1]) if client else None
    if type_.startswith("keycloak_openid_client_") and type_.endswith("_scopes"):
        return str(found["client_id"]) if found else None
    name = body.get(_NAMES.get(type_, "name"))
    if directory := _DIRECTORY_OF.fullmatch(str(body.get("ldap_user_federation_id"))):
        own = code["resource"]["keycloak_ldap_user_federation"][directory[1]]["name"]
        # What it is called may be kept, too.
        return f"{own}/{body['user_model_attribute']}" if "user_model_attribute" in body else str(own)
    if type_.endswith("_protocol_mapper"):
        return f"{found['client_id']}/{name}" if found else None
    return name if isinstance(name, str) else None


class _Keeping:
    def __init__(
        self, code: Body, elements: Mapping[tuple[str, str], TerraformResource], realm: str, *, by_client: bool
    ) -> None:
        self._code, self._elements, self._realm, self._by_client = code, elements, realm, by_client

    def write(self, kept: KeptProps) -> None:
        self._write_settings(kept)
        self._leave_secrets(kept)
        self._leave_scopes(kept)
        for address, body, _ in self._resources("keycloak_user"):
            if body.get("username") in kept.passwords:
                self._elements["keycloak_user", address].add_override("initial_password", None)

    def _write_settings(self, kept: KeptProps) -> None:
        for type_, named in kept.settings.items():
            for address, body, keys in self._resources(type_):
                element = self._elements[type_, address]
                if keys is None:
                    name = natural_name(type_, body, self._code, self._realm)
                    for argument, value in named.get(name or "", {}).items():
                        declared = _not_default(body.get(argument), kept, name or "") if argument in _ADDED else None
                        _override(element, argument, self._possible(argument, value), declared)
                else:
                    _override_each(element, body, {key: named[key] for key in keys if key in named})

    def _leave_scopes(self, kept: KeptProps) -> None:
        """Take out the lists of scopes of clients that get no tokens: the provider refuses them."""
        clients = kept.settings.get("keycloak_openid_client", {})
        passive = {name for name, arguments in clients.items() if arguments.get("access_type") == _NO_TOKENS}
        for type_ in _SCOPE_LISTS:
            for address, body, keys in self._resources(type_):
                if keys is None and natural_name(type_, body, self._code, self._realm) in passive:
                    node = self._elements[type_, address].node
                    if node.scope:
                        node.scope.node.try_remove_child(node.id)

    def _possible(self, argument: str, value: KeptValue) -> KeptValue:
        """Leave out roles of clients where the provider knows roles of the realm alone, and leaves the others alone."""
        if argument == _DEFAULT_ROLES and isinstance(value, list) and not self._by_client:
            return [role for role in value if "/" not in role]
        return value

    def _leave_secrets(self, kept: KeptProps) -> None:
        for address, body, keys in self._resources("keycloak_openid_client"):
            element = self._elements["keycloak_openid_client", address]
            if keys is None:
                if body.get("client_id") in kept.secrets:
                    for argument in _SECRET_ARGUMENTS:
                        element.add_override(argument, None)
            else:
                given: Mapping[str, KeptValue] = dict.fromkeys(each for each in _SECRET_ARGUMENTS if each in body)
                _override_each(element, body, {key: given for key in keys if key in kept.secrets})
        for address, body, _ in self._resources("keycloak_oidc_identity_provider"):
            if body.get("alias") in kept.secrets and body.get("client_secret") != "":  # it proves itself by a key then
                element = self._elements["keycloak_oidc_identity_provider", address]
                for argument in _SECRET_ARGUMENTS:
                    element.add_override(argument, KEPT_SECRET if argument == "client_secret" else None)

    def _resources(self, type_: str) -> Iterator[tuple[str, Body, tuple[str, ...] | None]]:
        """Yield name and body of each resource of a type, and the keys of its instances, where it has several."""
        for name, body in self._code.get("resource", {}).get(type_, {}).items():
            if "for_each" not in body:
                yield name, body, None
            elif found := _MAP.fullmatch(str(body["for_each"])):
                yield name, body, tuple(self._code.get("locals", {}).get(found[1], {}))


def _override(element: TerraformResource, argument: str, value: KeptValue, declared: object) -> None:
    text = _escaped(value)
    if argument in _ADDED:
        text = f"${{concat({_expression(declared)}, {_expression(text)})}}"
    elif isinstance(text, (list, dict)):  # an override of a list, or a map, adds to it
        text = f"${{{_expression(text)}}}"
    element.add_override(argument, text)


def _not_default(declared: object, kept: KeptProps, client: str) -> object:
    """Leave out what a client may ask for and has unasked: Keycloak refuses a scope that is both."""
    unasked = kept.settings.get("keycloak_openid_client_default_scopes", {}).get(client, {}).get("default_scopes")
    if not isinstance(declared, list) or not isinstance(unasked, list):
        return declared
    return [scope for scope in declared if scope not in unasked]


def _override_each(
    element: TerraformResource, body: Mapping[str, Any], named: Mapping[str, Mapping[str, KeptValue]]
) -> None:
    """Give some instances values of their own, and leave the others what they have."""
    for argument in dict.fromkeys(each for arguments in named.values() for each in arguments):
        values = {key: arguments[argument] for key, arguments in named.items() if argument in arguments}
        listed = ", ".join(f"{json.dumps(key)} = {_expression(_escaped(value))}" for key, value in values.items())
        declared = _expression(body.get(argument))
        text = (
            f"${{concat({declared}, lookup({{{listed}}}, each.key, []))}}"
            if argument in _ADDED
            else f"${{lookup({{{listed}}}, each.key, {declared})}}"
        )
        element.add_override(argument, text)


def _escaped(value: KeptValue) -> Any:  # noqa: ANN401 - as it is given
    """Return a value whose texts are no templates of Terraform's."""
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, list):
        return [_escaped(each) for each in value]
    if isinstance(value, dict):
        return {key: _escaped(each) for key, each in value.items()}
    return value


def _expression(value: Any) -> str:  # noqa: ANN401 - any value of Terraform JSON
    """Return a value of Terraform JSON, whose texts are templates, as an expression."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        whole = _WHOLE.fullmatch(value)
        return whole[1] if whole else json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(map(_expression, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(key)} = {_expression(each)}' for key, each in value.items())}}}"
    return str(value)
