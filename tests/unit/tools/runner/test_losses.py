"""What does not go without a question: realms, an API's client, people, sources of people, and more than ten things."""

from __future__ import annotations

import pytest

from tests.unit.tools.runner.planned import CREATE, DELETE, REPLACE, UPDATE, change, plan
from tools.errors import ToolError
from tools.runner.approval import Consent
from tools.runner.losses import Loss, find_losses, is_serious
from tools.runner.things import Things

pytestmark = pytest.mark.unit

CLIENT = "openid_client.Access_Consumers_Client_7CAB7A4D"


@pytest.mark.parametrize(
    ("resource", "actions", "protected"),
    [
        ("realm.Realm_5FB49815", DELETE, True),
        ("realm.Security_Realm_99FA7F67", REPLACE, True),
        ("openid_client.Realm_ApiClient_A66786D6", REPLACE, True),
        ("openid_client.Security_Realm_ApiClient_A064CB04", DELETE, True),
        ("user.Access_People_ada_User_7B22F3BD", DELETE, True),
        ("ldap_user_federation.Security_Realm_Federation_corp-ldap_Directory_9D2D2073", DELETE, True),
        ("custom_user_federation.Ours_9D2D2073", REPLACE, True),
        ("oidc_identity_provider.Realm_IdentityProviders_corp_Provider_CAF236CF", REPLACE, True),
        ("saml_identity_provider.Realm_IdentityProviders_corp_Provider_CAF236CF", DELETE, True),
        ("identity_provider_token_exchange_scope_permission.Ours_CAF236CF", DELETE, False),
        ("group.Access_Groups_analysts_Group_73F1B350", DELETE, False),
        ("role.Models_Role_9E0F0AC8", DELETE, False),
        ("openid_client.Access_Applications_notebook_Client_BD4D2837", REPLACE, False),
    ],
)
def test_what_is_protected(resource: str, actions: tuple[str, ...], protected: bool) -> None:  # noqa: FBT001
    """Destroying and replacing count alike; what is protected is so in every kind of stack."""
    (loss,) = find_losses(plan("ml", change(resource, actions, before={})), Things())
    assert (loss.protected, loss.replaced, is_serious([loss])) == (protected, "create" in actions, protected)


def test_what_is_no_loss() -> None:
    """Updates, new things, memory of Terraform's own, and parts that go while their thing stays are none."""
    changes = (
        change("user.Access_People_ada_User_7B22F3BD", UPDATE),
        change("realm.Realm_5FB49815", CREATE),
        change("terraform_data.Access_ClientIds_55316034", REPLACE),
        change("user_roles.Access_People_ada_Roles_8116702E", DELETE),
        change("generic_protocol_mapper.Access_Consumers_ClientIdClaim_03DBC6AB", DELETE, "batch"),
    )
    assert find_losses(plan("ml", *changes), Things()) == ()


def test_things_are_counted_once() -> None:
    """A consumer with its scopes and roles is one thing: ten of them go without a question, eleven do not."""
    parts = (CLIENT, "openid_client_default_scopes.Access_Consumers_DefaultScopes_DA097B0A")
    changes = [change(part, DELETE, f"c{number}", before={}) for number in range(11) for part in parts]
    losses = find_losses(plan("ml-team-risk", *changes), Things())
    assert len(losses) == 11
    assert (is_serious(losses), is_serious(losses[1:])) == (True, False)


ADA = Loss("ml", "person ada", replaced=False, protected=True)
BATCH = Loss("ml", "consumer batch", replaced=False, protected=False)


def consent(*, approved: bool = True, confirmed: str | None = None) -> Consent:
    """Return what somebody agreed to who has no terminal."""
    return Consent("ml", approved=approved, confirmed=confirmed)


def test_approval_alone_loses_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal a loss is refused with exit code 2, and how to repeat it; `APPROVE=1` is not enough."""
    with pytest.raises(ToolError, match="run this again with CONFIRM=ml") as refused:
        consent().ask_for_losses([ADA])
    assert refused.value.exit_code == 2
    assert capsys.readouterr().err == "This takes away of environment 'ml':\n  person ada\n"


def test_confirmed_losses() -> None:
    """The environment's name agrees to all of them, those that show later too; another's name stops the run at once."""
    agreed = consent(confirmed="ml")
    agreed.ask_for_losses([ADA])
    agreed.check([ADA, Loss("ml-models", "the realm", replaced=True, protected=True)])
    with pytest.raises(ToolError, match="CONFIRM=prod names another environment than 'ml'"):
        consent(confirmed="prod")


def test_losses_that_show_later() -> None:
    """What nobody was asked about is refused when it shows, after other stacks were applied; the rest goes on."""
    asked = consent()
    asked.ask_for_losses([BATCH])
    asked.check([BATCH])
    with pytest.raises(ToolError, match="stack ml would lose person ada"):
        asked.check([BATCH, ADA])


def test_question_before_an_apply() -> None:
    """Outside local environments an apply needs a yes; without a terminal, the variable that gives it."""
    consent().ask_to_apply("deploy")
    consent(approved=False, confirmed="ml").ask_to_apply("deploy")
    with pytest.raises(ToolError, match="APPROVE=1"):
        consent(approved=False).ask_to_apply("deploy")
    with pytest.raises(ToolError, match="CONFIRM=ml"):
        consent().ask_to_destroy("everything", [BATCH], "listed elsewhere")


def test_long_list_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    """Ten losses are listed, the rest is counted."""
    with pytest.raises(ToolError):
        consent().ask_for_losses([ADA] * 13)
    lines = capsys.readouterr().err.splitlines()
    assert (len(lines), lines[-1]) == (12, "  … and 3 more, which make diff ENV=ml lists")
