"""Overrides by addresses and references, whatever their spelling, and before the construct is there."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.handwritten.overridden import Overridden
from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.emitted import Emitted
from tests.support.declarations.overridden import faults_after, made, ours

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "written",
    [
        " {}",
        "{} ",
        "{}\n",
        "{}/* of ours */",
        "resource.{}",
        "module.own.{}",
        "{}.0",
        "{}[var.which]",
        "${{{}}}",
    ],
)
@pytest.mark.parametrize(("section", "key"), [("moved", "to"), ("moved", "from"), ("removed", "from")])
def test_an_address_that_is_not_plain_is_refused(section: str, key: str, written: str) -> None:
    """Terraform parses what `moved` and `removed` say: blanks, comments and `resource.` hide nothing."""
    address = written.format("keycloak_role.Security_Realm_AccessRole_F90BCCEC")
    block = {"from": "keycloak_role.Own", **({"to": "keycloak_role.Other"} if section == "moved" else {}), key: address}
    faults = faults_after(Overridden(), lambda body: body.update({section: [block]}))
    assert [fault for fault in faults if f"a block '{section}'" in fault]
    spread = address.replace("keycloak_role.", "keycloak_role .\n")
    assert faults_after(Overridden(), lambda body: body.update({section: [{**block, key: spread}]}))


def test_what_was_written_before_the_construct_is_found() -> None:
    """An override of the stack that waits for a block of ours is no part of it."""
    role = {"keycloak_role": {"Security_Realm_AccessRole_F90BCCEC": {"composite_roles": ["x"]}}}
    body = made()
    body["resource"]["keycloak_role"]["Security_Realm_AccessRole_F90BCCEC"]["composite_roles"] = ["x"]
    emitted = Emitted.of([({"resource": role}, body)])
    found = Overridden().judge(Configuration({"stack": body}, declared=[ours().checked], emitted={"stack": emitted}))
    fault = "something was written to it before the construct was there"
    assert [each.fault for each in found] == [fault]


@pytest.mark.parametrize(
    ("actual", "is_ours"),
    [
        (
            "${data.terraform_remote_state.cross-stack-reference-input-ml.outputs.cross-stack-output-localScopes_AA}",
            True,
        ),
        (
            "${data.terraform_remote_state.cross-stack-reference-input-ml.outputs.cross-stack-output-localRoles_AA}",
            False,
        ),
        (
            "${!data.terraform_remote_state.cross-stack-reference-input-ml.outputs.cross-stack-output-localScopes_AA}",
            False,
        ),
    ],
)
def test_a_reference_to_another_stack_is_ours_where_it_is_called_after_it(actual: str, *, is_ours: bool) -> None:
    """The CDK writes what another stack tells where our construct referred to it, and nothing else."""
    emitted = {"stack": Emitted.of([({}, {"locals": {"Here": "${local.Scopes_AA}"}})])}
    configuration = Configuration({"stack": {"locals": {"Here": actual}}}, emitted=emitted)
    assert (list(Overridden().judge(configuration)) == []) is is_ours
