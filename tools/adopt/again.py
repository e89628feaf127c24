"""`python -m tools adopt --again`: list anew what an environment takes over that was changed since."""

from __future__ import annotations

from dataclasses import replace

from rich.console import Console

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.declaration.texts.visible import visible
from constructs_lib.guardrails.terraform.configuration import Configuration
from stacks.installed_features import installed_features
from tools.adopt.as_found import AsFound
from tools.adopt.import_list import ImportList, import_list_file
from tools.adopt.leaving import differing
from tools.adopt.next_changes import next_changes
from tools.adopt.reaching import local
from tools.adopt.rehearsal import rehearsing, synthesized
from tools.audit.declared.facts import declared_facts
from tools.audit.live.snapshot import read_snapshot
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.reaching import reaching_variables
from tools.recovery.known_objects import known_ids
from tools.target import load_target

__all__ = ["adopt_again"]


def adopt_again(name: str) -> int:
    """Write the list of what an environment declares by now, exists in Keycloak, and is in no state.

    Args:
        name: Name of the environment.

    Returns:
        0.

    Raises:
        ToolError: There is no such environment, it has teams, or it cannot be planned.
    """
    target = load_target(name)
    if target.environment.teams:
        raise ToolError(
            f"environment '{name}' has teams, whose files take nothing over: declare it in the environment's own file "
            "before the teams",
            exit_code=2,
        )
    repository, realm = target.repository, target.environment.realm.name
    variables = local(repository)[0] if target.is_local else reaching_variables(target)
    admin = KeycloakAdmin.from_environment(variables)
    code, _ = synthesized(name, CheckedDeclaration.of(target.environment, installed_features()))
    with rehearsing(name, repository, variables, is_local=target.is_local) as rehearsal:
        planned = rehearsal.plan(code)
    folder = repository.stack_folder(name)
    known = known_ids(folder) if folder.exists() else frozenset()
    found = [each for each in planned.imports if (each.type, each.object_id) not in known]
    console = Console(highlight=False)
    if not found:
        console.print(
            f"Nothing that environment '{name}' declares exists in Keycloak and is in no state.", soft_wrap=True
        )
        return 0
    file = import_list_file(repository.environments, name)
    snapshot = read_snapshot(admin, realm)
    as_found = AsFound.of(planned, found, snapshot)
    listed = replace(
        ImportList.of(realm, str(snapshot.realm["id"]), found, as_found.stays), as_found=as_found.becomes, is_again=True
    )
    file.write_text(listed.text, encoding="utf-8")
    for each in found:
        console.print(each.what, soft_wrap=True, markup=False)
    deploy = repository.command(f"make deploy ENV={name}")
    console.print(
        f"{repository.show(file)}: {len(found)} objects. If they are yours, {deploy} takes them over.",
        soft_wrap=True,
        markup=False,
    )
    declared = declared_facts(Configuration({name: code}))
    differences = differing(snapshot, target.environment, declared)
    taken = replace(planned, imports=tuple(found))
    changes = next_changes(differences, declared, target.environment, taken, snapshot)
    for line in changes.lines(str(repository.show(repository.environments / f"{name}.yaml"))):
        console.print(visible(line), soft_wrap=True, markup=False)
    return 0
