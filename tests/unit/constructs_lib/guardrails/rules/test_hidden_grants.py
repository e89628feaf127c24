"""Expressions that hide which role is granted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.declarations.hidden_roles import ADMIN, BY_ID, HARMLESS, found, grant

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("role_id", [f'${{{ADMIN}}}${{""}}', f"${{{ADMIN}}}${{var.empty}}"])
@pytest.mark.parametrize("resource_type", BY_ID)
def test_text_around_an_id_hides_no_role(resource_type: str, role_id: str) -> None:
    """A role is found in a text, by whatever resource it is granted."""
    assert found(grant(resource_type, role_id))["KC-ADMIN-ROLE"] == {"Grant"}


@pytest.mark.parametrize(
    "role_id",
    [
        f"%{{if true}}${{{ADMIN}}}%{{endif}}",
        f"%{{if var.empty}}${{{ADMIN}}}%{{else}}${{{HARMLESS}}}%{{endif}}",
        f"%{{for each in [{ADMIN}]}}${{each}}%{{endfor}}",
        f"%{{for each in var.table}}${{{ADMIN}}}%{{endfor}}",
        f'${{"${{"${{{ADMIN}}}"}}"}}',
        f"${{<<E\n${{{ADMIN}}}\nE\n}}",
        "${local.Through}",
        "${local.Half}",
        "${local.ByName[var.role]}",
        "${lookup(local.ByName, var.role)}",
        f"${{lookup(var.table, var.role, {ADMIN})}}",
        f'${{merge(var.table, {{a = {ADMIN}}})["a"]}}',
        f'${{merge({{a = {ADMIN}}}, var.table)["a"]}}',
        f"${{[{HARMLESS}, {ADMIN}][var.role]}}",
        f"${{concat(var.table, [{ADMIN}])[0]}}",
        f"${{[for each in concat(var.table, [{ADMIN}]) : each][0]}}",
        f"${{{{for key, each in {{a = {ADMIN}}} : key => each}}[var.role]}}",
        f"${{{{(var.role) = {ADMIN}}}[var.role]}}",
        "${data.keycloak_role.Each[var.role].id}",
        "${terraform_data.Through[var.role].output}",
        f"${{lookup({ADMIN.removesuffix('.id')}, var.role)}}",
        f"${{jsondecode(jsonencode({ADMIN.removesuffix('.id')})).id}}",
        "${data.keycloak_role.Each[*].id}",
        "${values(data.keycloak_role.Each)[0].id}",
        f"${{var.role ? {ADMIN} : {HARMLESS}}}",
        f"${{var.role ? [{HARMLESS}] : [{ADMIN}]}}",
        f"${{(var.role ? {{a = {HARMLESS}}} : {{a = {ADMIN}}}).a}}",
        f"${{try({HARMLESS}, {ADMIN})}}",
        f"${{try({ADMIN}, {HARMLESS})}}",
        f"${{try(var.role ? local.none.id : {ADMIN}, {HARMLESS})}}",
        f'${{try(format("%05.1s", {ADMIN}), {HARMLESS})}}',
        f"${{coalesce({HARMLESS}, {ADMIN})}}",
        f"${{one(var.role ? [{ADMIN}] : [])}}",
        f"${{element([{HARMLESS}, {ADMIN}], var.role)}}",
        f"${{[element([{HARMLESS}, {ADMIN}], var.role)][*][0]}}",
        f"${{reverse(var.role ? [{HARMLESS}, {ADMIN}] : [{HARMLESS}])[0]}}",
        f"${{flatten([[var.table], [{ADMIN}]])[0]}}",
        f'${{format("%s", {ADMIN})}}',
        f'${{join("", [{ADMIN}])}}',
        f'${{join("", [{ADMIN}, var.empty])}}',
        f'${{replace({ADMIN}, "none", "")}}',
        f'${{split(",", {ADMIN})[0]}}',
        f"${{keys({{({ADMIN}) = 1}})[0]}}",
        f'${{jsondecode("{{\\"a\\": \\"${{{ADMIN}}}\\"}}").a}}',
        f"${{base64decode(base64encode({ADMIN}))}}",
        f"${{unheard_of({ADMIN})}}",
        f'${{var.role ? "8f0e9f0a" : {HARMLESS}}}',
    ],
)
def test_expression_hides_no_role(role_id: str) -> None:
    """Each alternative is judged, and what a function or text is made of."""
    assert found(grant("keycloak_user_roles", role_id))["KC-ADMIN-ROLE"] == {"Grant"}


@pytest.mark.parametrize(
    "arguments",
    [
        {"for_each": f"${{{{a = {ADMIN}}}}}", "role_ids": ["${each.value}"]},
        {"for_each": f"${{merge(var.table, {{a = {ADMIN}}})}}", "role_ids": ["${each.value}"]},
        {"for_each": f"${{toset([var.role, {ADMIN}])}}", "role_ids": ["${each.value}"]},
        {"for_each": f"${{{{({ADMIN}) = 1}}}}", "role_ids": ["${each.key}"]},
        {"for_each": f"${{{{for each in [{ADMIN}] : each => 1}}}}", "role_ids": ["${each.key}"]},
        {"for_each": f"${{toset(var.role ? [{ADMIN}] : [])}}", "role_ids": ["${each.key}"]},
        {"for_each": f"${{toset([for each in [{ADMIN}] : each])}}", "role_ids": ["${each.key}"]},
        {"for_each": f"${{var.role ? {{a = {{id = {ADMIN}}}}} : {{}}}}", "role_ids": ["${each.value.id}"]},
        {"for_each": {"a": {"role": "view"}}, "role_ids": ["${local.ByName[each.value.role]}"]},
        {"count": 2, "role_ids": [f"${{[{HARMLESS}, {ADMIN}][count.index]}}"]},
        {"count": 1001, "role_ids": [f"${{[{HARMLESS}, {ADMIN}][count.index]}}"]},
    ],
)
def test_repetition_hides_no_role(arguments: dict[str, Any]) -> None:
    """A role that comes by `each` or `count` is found."""
    assert "KC-ADMIN-ROLE" in found({"keycloak_user_roles.Grant": arguments})


@pytest.mark.parametrize(
    "role_id",
    [
        f"${{{HARMLESS}}}${{var.empty}}",
        "${var.role}${var.empty}",
        "${trimspace(var.role)}",
        "${[for each in var.table : upper(each)][var.role]}",
        f'${{join("", [{HARMLESS}, var.empty])}}',
        f'${{try(file("id"), {HARMLESS})}}',
        f'${{try(replace("x", "/x/", "y"), {HARMLESS})}}',
        "${data.keycloak_client_description_converter.Through.name}",
        '${data.keycloak_user.Ada.attributes["id"]}',
        "${data.keycloak_role.Nowhere.id}",
    ],
)
@pytest.mark.parametrize("resource_type", ["keycloak_group_roles", "keycloak_generic_role_mapper"])
def test_role_that_cannot_be_read_is_refused(resource_type: str, role_id: str) -> None:
    """Where nobody can tell which role is meant, that is a finding, whatever stands within."""
    assert found(grant(resource_type, role_id)) == {"KC-UNREAD": {"Grant"}}


@pytest.mark.parametrize(
    "role_id",
    [
        f"${{{HARMLESS}}}",
        f'${{{HARMLESS}}}${{""}}',
        f"${{var.role ? {HARMLESS} : keycloak_role.Predict.id}}",
        "${local.ByName.predict}",
        "${var.role}",
        '${var.table["a"]}',
        "${var.table[var.role]}",
        f"${{lookup(var.table, var.role, {HARMLESS})}}",
        f"${{try(local.ByName.none, {HARMLESS})}}",
    ],
)
@pytest.mark.parametrize("resource_type", ["keycloak_group_roles", "keycloak_generic_role_mapper"])
def test_followed_roles_pass(resource_type: str, role_id: str) -> None:
    """References are followed to roles that nobody objects to, and a variable alone is the apply's."""
    assert found(grant(resource_type, role_id)) == {}
