"""The one reader of Terraform's expressions."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.guardrails.hcl.parser import UnreadExpressionError, parse_expression, parse_template
from constructs_lib.guardrails.hcl.tree import (
    SPLAT,
    Binary,
    Call,
    Conditional,
    For,
    Index,
    Literal,
    Name,
    Object,
    Repeat,
    Splat,
    Template,
    Tuple,
    Unary,
    nodes,
)

pytestmark = pytest.mark.unit

A, B, C = Name("a"), Name("b"), Name("c")


def of(base: Name, *path: str) -> Index | Name:
    """Return `base.path`."""
    found: Index | Name = base
    for name in path:
        found = Index(found, Literal(name, bare=True))
    return found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "local.",
        'a["b"',
        "[for k, v in x : k => v]",
        "{for k, v in x : k}",
        "[for k of x : k]",
        "[for 5 in x : k]",
        r'"\UFFFFFFFF"',
        "a.*" + ".b" * 2000,
        "f(",
        "1 +",
        "a b",
        "{a = }",
        "{a = 1 b = 2}",
        '"never closed',
        r'"\q"',
        '"a\nb"',
        "a ? b",
        "?",
        "<<E\nnever closed",
        "x.[0]",
        "1e999",
        "9" * 5000,
        "[" * 2000,
        "!" * 2000,
        "a" + ".b" * 2000,
        "1" + "+1" * 2000,
    ],
)
def test_what_is_no_expression_is_said_so(text: str) -> None:
    """Broken expressions, and such as nobody nests by hand, raise one known error."""
    with pytest.raises(UnreadExpressionError):
        parse_expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "a ${",
        "${a",
        "${a}${",
        "%{if a}b",
        "%{endif}",
        "%{for a}%{endfor}",
        "%{if a}%{endfor}",
        "%{else}",
        "%{endif}${a}",
    ],
)
def test_what_is_no_template_is_said_so(text: str) -> None:
    """Templates whose expressions or directives have no end raise the same error."""
    with pytest.raises(UnreadExpressionError):
        parse_template(text)


@given(st.text(alphabet='ab.[]{}(),:="\\ 1?*$%~!<&|\nfor inif', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text breaks the reader, as an expression or as a template."""
    for parse in (parse_expression, parse_template):
        with contextlib.suppress(UnreadExpressionError):
            list(nodes(parse(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null", Literal(None)),
        ("1.5", Literal(1.5)),
        ("1e3", Literal(1000)),
        (r'"say \"yes\" \u00e9"', Literal('say "yes" é')),
        (r'"\U0001F600"', Literal("\U0001f600")),
        ("local.x", of(Name("local"), "x")),
        ('a["b"].c', Index(Index(A, Literal("b")), Literal("c", bare=True))),
        ("data.x-y.0", Index(of(Name("data"), "x-y"), Literal(0))),
        ("try(a, null)", Call("try", (A, Literal(None)))),
        ("f(a...)", Call("f", (A,), spread=True)),
        ("provider::x::f(a)", Call("provider::x::f", (A,))),
        ('{"a" = b, c : b}', Object(((Literal("a"), B), (Literal("c", bare=True), B)))),
        (
            "{a = b\n  (a) = c, for = a\n}",
            Object(((Literal("a", bare=True), B), (A, C), (Literal("for", bare=True), A))),
        ),
        ("{for = a}", Object(((Literal("for", bare=True), A),))),
        ("[a, b,]", Tuple((A, B))),
        ("!a && b == c", Binary("&&", Unary("!", A), Binary("==", B, C))),
        ("a + b * -c", Binary("+", A, Binary("*", B, Unary("-", C)))),
        ("a - b - c", Binary("-", Binary("-", A, B), C)),
        ("(a + b) * c", Binary("*", Binary("+", A, B), C)),
        ("a ? b : a ? b : c", Conditional(A, B, Conditional(A, B, C))),
        ("[for n in a : n]", For(None, "n", A, Name("n"))),
        ("[for k, n in a : n if k]", For("k", "n", A, Name("n"), None, Name("k"))),
        ("{for k, n in a : k => n... if b}", For("k", "n", A, Name("n"), Name("k"), B, grouped=True)),
        ("a[*].b[0]", Splat(A, Index(of(Name(SPLAT), "b"), Literal(0)))),
        ("a.*.b[0]", Index(Splat(A, of(Name(SPLAT), "b")), Literal(0))),
        ('"a ${"b ${c}"}"', Template((Literal("a "), Template((Literal("b "), C))))),
        ('"${"}"}"', Literal("}")),
        ('{a = "}"}["a"]', Index(Object(((Literal("a", bare=True), Literal("}")),)), Literal("a"))),
        ("a /* no */ + b # no\n // no", Binary("+", A, B)),
        ("<<-E\n    a ${b}\n      c\n    E\n", Template((Literal("a "), B, Literal("\n  c\n")))),
        ("<<E\nE", Literal("")),
    ],
)
def test_expressions_are_read(text: str, expected: object) -> None:
    """Each construct of the language."""
    assert parse_expression(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Literal("")),
        (r"back\slash and 'quotes' \"", Literal(r"back\slash and 'quotes' \"")),
        ("100% of $5", Literal("100% of $5")),
        ("${a}", A),
        (" ${a}", Template((Literal(" "), A))),
        ("$${a} %%{if a}", Literal("${a} %{if a}")),
        ("$$${a}", Literal("$${a}")),
        # An escape escapes its own sign alone: what follows is read.
        ("$${ ${a} }", Template((Literal("${ "), A, Literal(" }")))),
        ("a ${~ b ~} c", Template((Literal("a"), B, Literal("c")))),
        ("%{if a}b%{else}c%{endif}", Template((Conditional(A, Template((Literal("b"),)), Template((Literal("c"),))),))),
        ("%{ if a ~} b %{ endif }", Template((Conditional(A, Template((Literal("b "),)), Literal("")),))),
        ("%{for k, n in a}${n},%{endfor}", Template((Repeat("k", "n", A, Template((Name("n"), Literal(",")))),))),
    ],
)
def test_templates_are_read(text: str, expected: object) -> None:
    """Texts of Terraform JSON: escapes, markers that trim, directives; backslashes and quotes are themselves."""
    assert parse_template(text) == expected
