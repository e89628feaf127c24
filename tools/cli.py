"""The command line: `python -m tools COMMAND`; the Makefile and the Pipfile's scripts call it.

A command imports what it runs: it starts sooner, and those that synthesize have the app run before all else.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path  # noqa: TC003 - Typer reads it
from typing import Annotated

import typer

from constructs_lib.declaration.texts.visible import visible_lines
from tools.access.commands import app as access
from tools.audit.formats import AuditFormat
from tools.ci.commands import app as ci
from tools.errors import ToolError
from tools.file_commands import app as files
from tools.keycloak.commands import app as keycloak
from tools.project import from_caller, remember_caller
from tools.project_commands import app as project
from tools.synthesis import begun

__all__ = ["main"]

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.add_typer(keycloak, name="keycloak", help="The Keycloak of this machine.")
app.add_typer(access, name="access")
app.add_typer(ci, name="ci")
app.add_typer(files)
app.add_typer(project)

_Name = Annotated[str, typer.Argument(help="Name of the environment.")]
_Approve = Annotated[bool, typer.Option("--auto-approve", help="Do not ask; a local environment never asks.")]
_Confirm = Annotated[str | None, typer.Option(help="Name of the environment whose losses are agreed to.")]
_Stack = Annotated[str | None, typer.Option(help="One stack alone.")]
_Team = Annotated[str | None, typer.Option(help="The stack of one team alone.")]
_Replan = Annotated[bool, typer.Option("--replan", help="Plan also stacks that are unchanged here and in Keycloak.")]
_Changed = Annotated[bool, typer.Option("--changed", help="Pass over stacks that were last applied with the same.")]


@app.command()
def deploy(
    environment: _Name = "dev",
    *,
    auto_approve: _Approve = False,
    confirm: _Confirm = None,
    stack: _Stack = None,
    team: _Team = None,
    changed: _Changed = False,
    replan: _Replan = False,
) -> None:
    """Apply an environment to its Keycloak, and show what its tokens say."""
    with begun(os.environ, reuses=not replan) as synthesis:
        from tools.choice import Choice
        from tools.deployment import deploy

        code = deploy(environment, Choice(stack, team, changed, auto_approve, confirm, replan), synthesis)
    raise typer.Exit(code)


@app.command()
def destroy(
    environment: _Name = "dev",
    *,
    auto_approve: _Approve = False,
    confirm: _Confirm = None,
    stack: _Stack = None,
    team: _Team = None,
) -> None:
    """Remove an environment from its Keycloak."""
    with begun(os.environ) as synthesis:
        from tools.choice import Choice
        from tools.deployment import destroy

        code = destroy(environment, Choice(stack, team, approve=auto_approve, confirm=confirm), synthesis)
    raise typer.Exit(code)


@app.command()
def diff(environment: _Name = "dev", *, stack: _Stack = None, team: _Team = None, changed: _Changed = False) -> None:
    """Show what `deploy` would change, stack by stack."""
    with begun(os.environ, reuses=True) as synthesis:
        from tools.choice import Choice
        from tools.deployment import diff

        code = diff(environment, Choice(stack, team, changed), synthesis)
    raise typer.Exit(code)


@app.command()
def audit(
    environment: _Name = "dev",
    *,
    output_format: Annotated[AuditFormat, typer.Option("--format", help="How it is written.")] = AuditFormat.TABLE,
    remove: Annotated[
        list[str] | None, typer.Option(help="A finding to take out of the realm, after asking; `*` for any text.")
    ] = None,
    auto_approve: Annotated[bool, typer.Option("--auto-approve", help="Do not ask before removing.")] = False,
) -> None:
    """Compare the realm as it is with what is declared: exits with 3 where it differs."""
    with begun(os.environ) as synthesis:
        from tools.audit.command import audit_environment

        code = audit_environment(environment, output_format, synthesis, remove=remove or (), agreed=auto_approve)
    raise typer.Exit(code)


@app.command()
def adopt(
    environment: _Name,
    *,
    realm: Annotated[str, typer.Option(help="Name of the realm.")] = "",
    api: Annotated[str | None, typer.Option(help="client_id of the API's client; left out, it is guessed.")] = None,
    bind: Annotated[
        list[str] | None, typer.Option(help="A role of the API and what it allows, ROLE=MODEL:ACTION; several times.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="An export of the realm, in place of the realm itself.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write files anew that are there.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Leave the environment as it is, and list anew what it takes over.")
    ] = False,
) -> None:
    """Write the environment of a realm that exists, so that its first deployment leaves it as it is."""
    from stacks.jsii_runtime import use_project_node

    use_project_node()
    if again:
        from tools.adopt.again import adopt_again

        raise typer.Exit(adopt_again(environment))
    from tools.adopt.command import Request, adopt, bound_roles

    raise typer.Exit(adopt(Request(environment, realm, file, api or None, bound_roles(bind or ()), replace)))


@app.command()
def deployer(
    environment: _Name,
    *,
    create_realm: Annotated[bool, typer.Option("--create-realm", help="Make the realm where there is none.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Remove both clients.")] = False,
) -> None:
    """Make a client that may view one realm, and one that may change it; an administrator runs this."""
    from tools.deployer.command import make_deployer, remove_deployer

    if remove:
        remove_deployer(environment)
    else:
        make_deployer(environment, create_realm=create_realm)


@app.command()
def invite(
    environment: _Name = "dev",
    person: Annotated[str | None, typer.Argument(help="Username; left out, everybody whom nobody has invited.")] = None,
) -> None:
    """Send invited people the mail by which they set their password."""
    from tools.invitations import invite

    invite(environment, person or None)


@app.command()
def rotate(
    consumer: Annotated[str, typer.Argument(help="Name of the consumer.")],
    environment: _Name = "dev",
    *,
    finish: Annotated[bool, typer.Option("--finish", help="Let the new credential alone work.")] = False,
    public_key: Annotated[
        Path | None, typer.Option(help="The new public key, PEM or JWK, of a consumer that made the pair itself.")
    ] = None,
    auto_approve: _Approve = False,
) -> None:
    """Give a consumer a new credential while it goes on calling; `--finish` takes the old one away."""
    from tools.rotation.rotate import begin_rotation, finish_rotation

    if finish:
        raise typer.Exit(finish_rotation(environment, consumer, approve=auto_approve))
    key = public_key and from_caller(public_key)
    raise typer.Exit(begin_rotation(environment, consumer, public_key=key, approve=auto_approve))


@app.command()
def output(environment: _Name = "dev") -> None:
    """Print what an environment's gateways and clients need to know."""
    with begun(os.environ) as synthesis:
        from tools.outputs import print_outputs

        code = print_outputs(environment, synthesis)
    raise typer.Exit(code)


@app.command()
def token(
    principal: Annotated[str, typer.Argument(help="Name of a consumer, a person or the API's client.")],
    environment: _Name = "dev",
    *,
    scope: Annotated[str, typer.Option(help="What for; left out, all that was granted.")] = "",
    key: Annotated[Path | None, typer.Option(help="Private key of a consumer that signs assertions.")] = None,
    application: Annotated[str | None, typer.Option(help="Where the person logs in.")] = None,
) -> None:
    """Print an access token of a local environment, or the request of a consumer that signs assertions."""
    from tools.tokens.command import print_token

    print_token(principal, environment, scope=scope, key=key, application=application)


def main() -> None:
    """Run the command line; a `ToolError` becomes its one line and its exit code."""
    remember_caller()
    try:
        app()
    except ToolError as error:
        print(visible_lines(str(error)), file=sys.stderr)  # noqa: T201 - the one line that a person reads
        sys.exit(error.exit_code)
