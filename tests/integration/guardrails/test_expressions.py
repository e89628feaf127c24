"""Expressions as the guardrails read them, compared with Terraform's own reading."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.symbol import Symbol
from tests.support.declarations.function_cases import FUNCTION_CASES
from tests.support.declarations.terraform_console import REFUSED, console

pytestmark = pytest.mark.integration


def quoted(text: str) -> str:
    """Write a text as a quoted one."""
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("${", "$${"), ("%{", "%%{")):
        text = text.replace(plain, escaped)
    return f'"{text}"'


Expressions = st.SearchStrategy[str]

WORDS = st.text(alphabet='ab*/.\\"\n$%é{}~ ', max_size=6).filter(lambda text: not text.endswith(("$", "%")))
NAMES = st.sampled_from(["a", "b", "client-id"])
TEXTS: Expressions = st.deferred(lambda: TEXT)
NUMBERS: Expressions = st.deferred(lambda: NUMBER)
BOOLEANS: Expressions = st.deferred(lambda: BOOLEAN)
LISTS: Expressions = st.deferred(lambda: LIST)
MAPS: Expressions = st.deferred(lambda: MAP)


def made(template: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return expressions that put parts into a template, `@` for each."""

    def put(chosen: tuple[str, ...]) -> str:
        pieces = template.split("@")
        return "".join(piece + part for piece, part in zip(pieces, (*chosen, ""), strict=True))

    return st.tuples(*parts).map(put)


NUMBER: Expressions = (
    st.integers(-9, 99).map(str)
    | st.sampled_from(["1.5", "2e2"])
    | st.one_of(
        made("(@ + @)", NUMBERS, NUMBERS),
        made("(@ - @)", NUMBERS, NUMBERS),
        made("(@ * @)", NUMBERS, NUMBERS),
        made("(@ % 7)", NUMBERS),
        made("-@", NUMBERS),
        made("length(@)", LISTS),
        made('tonumber("@")', st.integers(0, 9999).map(str)),
    )
)
BOOLEAN: Expressions = st.sampled_from(["true", "false"]) | st.one_of(
    made("!@", BOOLEANS),
    made("(@ && @)", BOOLEANS, BOOLEANS),
    made("(@ || @)", BOOLEANS, BOOLEANS),
    made("(@ < @)", NUMBERS, NUMBERS),
    made("(@ >= @)", NUMBERS, NUMBERS),
    made("(@ == @)", TEXTS, TEXTS),
    made("(@ != @)", NUMBERS, TEXTS),
    made("(@ == @)", LISTS, LISTS),
    made("contains(@, @)", LISTS, TEXTS),
    made("startswith(@, @)", TEXTS, TEXTS),
    made("can(@.none)", MAPS),
    made('tobool("@")', st.sampled_from(["true", "false"])),
)
TEXT: Expressions = WORDS.map(quoted) | st.one_of(
    made('"@${@}@"', WORDS.map(lambda text: quoted(text)[1:-1]), TEXTS, WORDS.map(lambda text: quoted(text)[1:-1])),
    made('"x${@}-${@}"', NUMBERS, BOOLEANS),
    made('"%{ if @ }${@}%{ else }b%{ endif }"', BOOLEANS, TEXTS),
    made('"%{ for k, v in @ ~} ${k}=${v} %{ endfor ~} "', MAPS),
    made("(@ ? @ : @)", BOOLEANS, TEXTS, TEXTS),
    made('format("%s/%v*%%", @, @)', TEXTS, NUMBERS),
    made('join(", ", @)', LISTS),
    made("upper(@)", TEXTS),
    made("trimspace(@)", TEXTS),
    made('replace(@, "a", "${b@}")'.replace("b@", '"*"'), TEXTS),
    made('coalesce("", null, @, "z")', TEXTS),
    made("lookup(@, @, @)", MAPS, NAMES.map(quoted), TEXTS),
    made("try(@.none, @)", MAPS, TEXTS),
    made("try(@[@], @)", LISTS, NUMBERS, TEXTS),
    made("tostring(@)", NUMBERS),
    made('{a = @, "b" : @}["a"]', TEXTS, NUMBERS),
)
LIST: Expressions = st.just("[]") | st.one_of(
    made("[@, @]", TEXTS, TEXTS),
    made("concat(@, [@])", LISTS, TEXTS),
    made("[for x in @ : upper(x) if x != @]", LISTS, TEXTS),
    made('[for k, v in @ : "${k}${v}"]', MAPS),
    made('[for k, v in @ : "${k}${v}"]', LISTS),
    made("[{a = @}, {a = @}][*].a", TEXTS, TEXTS),
    made("keys(@)", MAPS),
    made('split(",", @)', TEXTS),
    made("flatten([@, [@]])", LISTS, LISTS),
)
MAP: Expressions = st.just("{}") | st.one_of(
    made("{@ = @, b : @}", st.sampled_from(["a", '(true ? "x" : "y")', '"c-d"']), TEXTS, TEXTS),
    made("merge(@, {@ = @})", MAPS, NAMES.map(quoted), TEXTS),
    made("{for k, v in @ : v => k}", MAPS),
    made("{for v in toset(@) : v => upper(v)}", LISTS),
)


def read(raw: str) -> Any:  # noqa: ANN401 - JSON
    """Return what the guardrails make of an argument: a value, or REFUSED where they cannot tell."""
    json = {"resource": {"keycloak_realm": {"Realm": {"argument": raw}}}}
    (realm,) = Configuration({"stack": json}).resources()
    value = realm.arguments.get("argument")
    return REFUSED if isinstance(value, Symbol) else value


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(NUMBER | BOOLEAN | TEXT | LIST | MAP, min_size=40, max_size=40))
def test_expressions_have_the_values_that_terraform_computes(expressions: list[str]) -> None:
    """A thousand expressions, made up: what is read is what Terraform reads, and what it refuses is not read."""
    with tempfile.TemporaryDirectory() as folder:
        expected = console(Path(folder), expressions)

    assert list(zip(expressions, [read(f"${{{each}}}") for each in expressions], strict=True)) == list(
        zip(expressions, expected, strict=True)
    )


TEMPLATES = (
    "plain",
    r'quotes " and back\slashes \n',
    "$${a} %%{b} $$${c} %%%{d} $ % $x 100%",
    "$${ ${true} *}",
    '${"*"}',
    ' ${"*"}',
    "a ${~ 1 ~} b",
    'https://${"x"}/${{a = "}"}.a}',
    "%{ if 1 == 1 }yes%{ else }no%{ endif }",
    "%{ if false }yes%{ endif }",
    "%{ for v in [1, 2] ~}\n ${v},\n%{ endfor ~}\n end",
    '${[for k, v in {b = 1, a = 2} : "${k}=${v}"]}',
    '${{for v in ["a", "b", "a"] : v => 1...}}',
    "${\n  # a comment\n  true\n    ? 1 : 2\n}",
    "${{\n  a = 1\n  b = 2, c = 3\n}}",
    "${<<E\n  a ${1}\n  $${b}\nE\n}",
    "${<<-E\n    a\n      b ${1}\n    E\n}",
    "${!false}",
    "${1 == 1 ? true : false}",
    "${coalesce(true, false)}",
    '${concat(["https://x/cb"], ["https://x/*"])}',
    '${format("https://%s", "*")}',
    '${false ? "all" : "none"}',
    '${jsonencode({a = [1, "<b>", null]})}',
    '${true ? 1 : "a"}',
    '${1 == "1"}',
    "${-7 % 3}",
    "${0.1 + 0.2}",
    '${substr("hello", -3, 2)}',
    "${null}",
)


def test_templates_have_the_values_that_terraform_computes(tmp_path: Path) -> None:
    """Texts of Terraform JSON: escapes, directives, heredocs, comments, and the inputs that once passed."""
    names = [f"t{index}" for index in range(len(TEMPLATES))]
    expected = console(tmp_path, [f"local.{name}" for name in names], dict(zip(names, TEMPLATES, strict=True)))

    assert dict(zip(TEMPLATES, map(read, TEMPLATES), strict=True)) == dict(zip(TEMPLATES, expected, strict=True))


def test_functions_have_the_values_that_terraform_computes(tmp_path: Path) -> None:
    """The table that the unit tests hold us to is Terraform's."""
    expressions = [expression for expression, _ in FUNCTION_CASES]
    expected = console(tmp_path, expressions)

    assert dict(FUNCTION_CASES) == dict(zip(expressions, expected, strict=True))
