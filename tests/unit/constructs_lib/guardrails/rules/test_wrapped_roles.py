"""Expressions around the id of a role, one within another: none hides it."""

from __future__ import annotations

import random

import pytest

from tests.support.declarations.hidden_roles import ADMIN, HARMLESS, found

pytestmark = [pytest.mark.unit, pytest.mark.slow]

# Each may give what stands for {0}; {h} is the id of a role that nobody objects to.
WRAPPERS = (
    "reverse(var.role ? [{h}, {0}] : [{h}])[0]",
    "slice(var.role ? [{h}, {0}] : [{h}], 0, 1)[0]",
    "values(var.role ? {{a = {0}}} : {{}})[0]",
    "flatten([var.role ? [{h}, {0}] : [{h}]])[1]",
    "reverse([{h}, {0}])[var.role]",
    "sort([{h}, {0}])[0]",
    "coalescelist(var.role ? [] : [{h}], [{h}, {0}])[1]",
    "concat(var.role ? [{h}] : [{0}], [{h}])[0]",
    "distinct(concat([{h}], [{0}]))[1]",
    "element(var.role ? [{h}, {0}] : [{h}], 1)",
    "{{for k in (var.role ? [{0}] : [{h}]) : k => 1}}",
    "merge(var.role ? {{a = {0}}} : {{a = {h}}}, {{}}).a",
    'lookup(var.role ? {{a = {0}}} : {{a = {h}}}, "a", {h})',
    "[for k, v in (var.role ? {{a = {0}}} : {{}}) : v][0]",
    "zipmap([var.role], [{0}])[var.role]",
    "compact([var.empty, {0}])[0]",
    "try(compact([var.empty, {0}])[1], {0})",
    "length([for x in var.table : x]) == 2 ? {0} : {h}",
    "(var.role ? {0} : {h})",
    "(var.role ? {h} : {0})",
    "try({0}, {h})",
    "try({h}, {0})",
    "try(local.none.id, {0})",
    "coalesce(var.role, {0})",
    "coalesce({0})",
    "lookup({{a = {0}}}, var.role, {h})",
    'lookup(var.table, "a", {0})',
    "[{0}][0]",
    "[{h}, {0}][var.role]",
    "{{a = {0}}}.a",
    '{{a = {0}}}["a"]',
    '{{(var.role) = {0}}}["a"]',
    "merge({{a = {0}}}, var.table).a",
    "merge(var.table, {{a = {0}}}).a",
    "concat([{0}], var.table)[0]",
    "concat(var.table, [{0}])[1]",
    "[for x in [{0}] : x][0]",
    "[for x in var.table : {0}][0]",
    "{{for k, v in {{a = {0}}} : k => v}}.a",
    "[for k, v in {{({0}) = 1}} : k][0]",
    '"${{{0}}}"',
    '"${{{0}}}${{var.empty}}"',
    '"%{{if var.role}}${{{0}}}%{{endif}}"',
    '"%{{for x in var.table}}${{{0}}}%{{endfor}}"',
    'format("%s", {0})',
    'join("", [{0}])',
    'replace({0}, "a", "b")',
    "trimspace({0})",
    "one([{0}])",
    "element([{h}, {0}], var.role)",
    "values({{a = {0}}})[0]",
    "keys({{({0}) = 1}})[0]",
    "tostring({0})",
    'split(",", {0})[0]',
    "jsondecode(jsonencode({{a = {0}}})).a",
    "flatten([[{0}]])[0]",
    "reverse([{0}])[0]",
    "slice([{h}, {0}], 0, 2)[var.role]",
    "toset([{0}])[0]",
    "tolist([{0}])[0]",
    'zipmap(["a"], [{0}]).a',
    "coalescelist(var.table, [{0}])[0]",
    "distinct([{0}, {h}])[0]",
    "compact([{0}])[0]",
    "[{0}][*][0]",
    "{{a = [{0}]}}.a[0]",
    "nonexist({0})",
    "sensitive({0})",
    "can({0}) ? {0} : {h}",
    "substr({0}, 0, 36)",
    "lower({0})",
    "[for x in [1, 2] : {0} if x == var.role][0]",
    "length(var.table) == 0 ? {0} : {h}",
    '{{for x in [{0}] : "k" => x...}}.k[0]',
    "({{a = {0}}})[var.role]",
    "setunion([{0}])[0]",
    "one(var.table[*]) == null ? {0} : {h}",
    'regex(".*", {0})',
    "element(concat(var.table, [{0}]), 0)",
    "lookup(merge(var.table, {{a = {0}}}), var.role, {h})",
    "try(element([{0}], 5), {h})",
    "chunklist([{0}], 1)[0][0]",
    'matchkeys([{0}], ["a"], ["a"])[0]',
    "try(tomap({{a = {0}}}).a, {h})",
)


def wrapped(randomly: random.Random) -> str:
    """Return an expression that may give the id of a role that administers Keycloak."""
    expression = ADMIN
    for _ in range(randomly.randint(1, 4)):
        expression = randomly.choice(WRAPPERS).format(expression, h=HARMLESS)
    return f"${{{expression}}}"


@pytest.mark.parametrize("seed", range(4))
def test_no_nesting_hides_a_role(seed: int) -> None:
    """Of 250 expressions by chance, each is refused: by the role, or as one that cannot be read."""
    randomly = random.Random(seed)  # noqa: S311 - a sample, no secret
    expressions = [wrapped(randomly) for _ in range(250)]

    assert [each for each in expressions if not found({"keycloak_user_roles.Grant": {"role_ids": [each]}})] == []
