"""`python -m tools access`: who may do what, and why, by the environment files alone.

A command imports what it runs, as those of `tools.cli` do.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path  # noqa: TC003 - Typer reads it
from typing import TYPE_CHECKING, Annotated

import typer

from tools.access.formats import DifferenceFormat, FailOn, Format
from tools.errors import ToolError
from tools.project import from_caller

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.access.placed import Places
    from tools.access.reading import ReadEnvironment

__all__ = ["app"]

_REFUSED = 3

app = typer.Typer(help="Who may do what, and why: no server is asked.", no_args_is_help=True)

_Environment = Annotated[str, typer.Argument(help="Name of the environment.")]
_Principal = Annotated[str, typer.Argument(help="A consumer, a person, or one of the names that the matrix lists.")]
_Format = Annotated[Format, typer.Option("--format", help="How it is written.")]


@app.command()
def matrix(
    environment: _Environment,
    *,
    model: Annotated[str | None, typer.Option(help="MODEL or MODEL:ACTION; left out, all.")] = None,
    who: Annotated[str | None, typer.Option(help="A principal; left out, all.")] = None,
    team: Annotated[str | None, typer.Option(help="The team that declares the principals.")] = None,
    output_format: _Format = Format.TABLE,
) -> None:
    """Show who may do what, with the reason of each yes."""
    from tools.access.matrix import render_matrix

    with _asked(environment) as read:
        asked, pairs, yes = read.review.matrix(models=model, who=who, team=team)
    width = shutil.get_terminal_size().columns
    _print(render_matrix(read, asked, pairs, yes, format=output_format, width=width))


@app.command()
def who(
    environment: _Environment,
    what: Annotated[str, typer.Argument(help="MODEL or MODEL:ACTION.")],
    *,
    output_format: _Format = Format.TABLE,
) -> None:
    """List who may use a model, and why."""
    from tools.access.matrix import render_yes

    with _asked(environment) as read:
        _, _, yes = read.review.matrix(models=what)
    _print(render_yes(read, yes, format=output_format))


@app.command()
def what(environment: _Environment, principal: _Principal, *, output_format: _Format = Format.TABLE) -> None:
    """List what somebody may do, and why."""
    from tools.access.matrix import render_yes

    with _asked(environment) as read:
        _, _, yes = read.review.matrix(who=principal)
    _print(render_yes(read, yes, format=output_format))


@app.command()
def why(
    environment: _Environment,
    principal: _Principal,
    what: Annotated[str, typer.Argument(help="MODEL:ACTION.")],
) -> None:
    """Explain one answer: why and how, or why not and what would change it."""
    from constructs_lib.review.explanation import explain
    from tools.access.why import render_explanation

    with _asked(environment) as read:
        found = explain(read.review, read.review.principal(principal), read.review.pair(what))
    _print(render_explanation(read, found))


@app.command()
def token(
    environment: _Environment,
    principal: _Principal,
    *,
    through: Annotated[str | None, typer.Option(help="The client that asks: an application, for people.")] = None,
    scope: Annotated[list[str] | None, typer.Option(help="A scope that it asks for; may be repeated.")] = None,
    all_scopes: Annotated[bool, typer.Option("--all-scopes", help="It asks for all that it may.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show what an access token will hold, and its size, before anything is applied."""
    from constructs_lib.review.requested_scopes import require_known
    from constructs_lib.review.token_preview import client_of, preview
    from tools.access.kept_settings import kept_settings
    from tools.access.token import render_token, token_as_json

    with _asked(environment) as read:
        holder = read.review.principal(principal)
        client = client_of(read.review, holder, through)
        asked = [each for given in scope or [] for each in given.split()]
        require_known(read.review, asked)
        scopes = [*asked, *(client.optional_scopes if all_scopes else ())]
        found = preview(read.review, holder, client, scopes, keycloak_url=read.environment.keycloak.url)
        kept = kept_settings(read.environment, client.client_id)
    _print(token_as_json(found) if json else render_token(found))
    if kept:
        sys.stderr.write(f"{client.client_id} keeps {', '.join(kept)} of before: its tokens may hold something else\n")


@app.command()
def diff(
    base: Annotated[
        str | None, typer.Argument(help="Before: a git revision, a folder, or an environment; left out with --plan.")
    ] = None,
    head: Annotated[str | None, typer.Argument(help="After: the same; left out, the files as they are now.")] = None,
    *,
    plan: Annotated[
        list[Path] | None,
        typer.Option(help="A plan of Terraform, or its JSON: before and after of its apply; one for each stack."),
    ] = None,
    environment: Annotated[str | None, typer.Option(help="One environment alone.")] = None,
    output_format: Annotated[
        DifferenceFormat, typer.Option("--format", help="How it is written; markdown fits a comment.")
    ] = DifferenceFormat.TEXT,
    fail_on: Annotated[
        list[FailOn] | None, typer.Option(help="Exit with 3 where there is such a change; may be repeated.")
    ] = None,
) -> None:
    """Show who gains and who loses between two versions, folders or environments, or by plans of Terraform.

    A grant that breaks an access rule after ends in 3, too.
    """
    from tools.access.difference import differences, render_difference
    from tools.access.planned.command import planned_differences
    from tools.access.sources import compared

    if (base is None) is (plan is None) or (plan and environment):
        raise ToolError("name what is compared, or plans by --plan, and not both", exit_code=2)
    broken: tuple[str, ...] = ()
    places: Mapping[str, Places] = {}
    if base is None:
        found, title = planned_differences([from_caller(file) for file in plan or ()], os.environ)
        asked = [f"--plan {file}" for file in plan or ()]
    else:
        sides = compared(base, head, environment, os.environ)
        found, title, broken = differences(sides.sides), sides.title, sides.broken
        places = sides.places
        asked = [base, *([head] if head else [])]
    command = " ".join(["python -m tools access diff", *asked])
    _print(render_difference(found, title, output_format, command, places))
    for line in broken:
        sys.stderr.write(f"{line}\n")
    if broken or any(each.has(kind.value) for each in found.values() for kind in fail_on or ()):
        raise typer.Exit(_REFUSED)


@app.command()
def report(
    environment: _Environment,
    *,
    output: Annotated[
        Path | None, typer.Option(help="The file; left out, cdktf.out/access-<environment>.html.")
    ] = None,
    since: Annotated[str, typer.Option(help="Show what changed since a git revision, or a folder.")] = "",
    people: Annotated[bool, typer.Option("--people", help="Show people's names and e-mail addresses.")] = False,
) -> None:
    """Write one HTML file of the whole environment, for whoever reviews it."""
    from tools.access.report.command import write_report

    _print(write_report(environment, output and from_caller(output), os.environ, since=since, people=people))


@contextmanager
def _asked(environment: str) -> Iterator[ReadEnvironment]:
    """Read an environment; a question about something that is not declared ends in one line (exit 2)."""
    from constructs_lib.declaration.texts.one_line import one_line
    from constructs_lib.review.unknown_name import QuestionError
    from tools.access.reading import read_environment

    read = read_environment(environment, os.environ)
    if read.broken:
        more = f" (and {len(read.broken) - 1} more)" if len(read.broken) > 1 else ""
        sys.stderr.write(f"an access rule is broken: {read.broken[0]}{more}\n")
    try:
        yield read
    except QuestionError as fault:
        raise ToolError(f"environment '{environment}': {one_line(str(fault))}", exit_code=2) from None


def _print(text: str) -> None:
    sys.stdout.write(text)
