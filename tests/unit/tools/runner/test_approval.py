"""What is typed at a terminal before something is lost."""

from __future__ import annotations

import io
import sys

import pytest

from constructs_lib.declaration.renames import Rename
from tests.unit.tools.runner.terminal import Terminal
from tools.errors import ToolError
from tools.renames import DueRename
from tools.runner.approval import Consent
from tools.runner.losses import Loss

pytestmark = pytest.mark.unit

ADA = Loss("ml", "person ada", replaced=False, protected=True)
BATCH = Loss("ml", "consumer batch", replaced=False, protected=False)


def consent(*, approved: bool = False, confirmed: str | None = None) -> Consent:
    """Return what somebody has agreed to who deploys `ml`."""
    return Consent("ml", approved=approved, confirmed=confirmed)


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let somebody type at a terminal."""
    monkeypatch.setattr(sys, "stdin", Terminal(text))


@pytest.mark.parametrize("answer", ["", "\n", "yes\n", "y\n", "ML\n", "prod\n"])
def test_another_answer(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    """Whatever is not the environment's name ends the run with exit code 2, and nothing was changed."""
    typed(monkeypatch, answer)
    with pytest.raises(ToolError, match=r"^nothing was changed$") as refused:
        consent(approved=True).ask_for_losses([ADA])
    assert refused.value.exit_code == 2


def test_name_of_the_environment(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What is lost is listed, the name is asked for, and whoever types it has agreed to the apply as well."""
    typed(monkeypatch, " ml \n")
    asked = consent()
    asked.ask_for_losses([BATCH, ADA])
    asked.ask_to_apply("deploy")
    assert capsys.readouterr().err.splitlines() == [
        "This takes away of environment 'ml':",
        "  person ada",
        "  consumer batch",
        "Type the environment's name, ml, to go on: ",
    ]


@pytest.mark.parametrize(("answer", "agreed"), [("yes\n", True), ("y\n", False), ("\n", False), ("ml\n", False)])
def test_apply_that_loses_nothing(monkeypatch: pytest.MonkeyPatch, answer: str, *, agreed: bool) -> None:
    """It needs a yes, in full."""
    typed(monkeypatch, answer)
    if agreed:
        consent().ask_to_apply("deploy")
        return
    with pytest.raises(ToolError, match=r"^nothing was changed$"):
        consent().ask_to_apply("deploy")


def test_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a no, by the exit code that a shell gives it."""

    def press(_size: int = -1) -> str:
        raise KeyboardInterrupt

    terminal = Terminal()
    monkeypatch.setattr(terminal, "readline", press)
    monkeypatch.setattr(sys, "stdin", terminal)
    with pytest.raises(ToolError, match=r"^nothing was changed$") as refused:
        consent().ask_for_losses([ADA])
    assert refused.value.exit_code == 130


def test_destruction(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """People come first in the list of what goes, and the rest is counted; a wrong name stops it."""
    things = [Loss("ml", f"consumer c{number}", replaced=False, protected=False) for number in range(12)]
    typed(monkeypatch, "prod\n")
    with pytest.raises(ToolError, match=r"^nothing was changed$"):
        consent(approved=True).ask_to_destroy("This destroys everything:", [*things, ADA], "listed in destroy.log")
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == ["This destroys everything:", "  person ada"]
    assert lines[-2:] == ["  … and 3 more, listed in destroy.log", "Type the environment's name, ml, to go on: "]


def test_members_from_outside() -> None:
    """A group is listed with whom it loses and nobody declares."""
    members = ("ada", "bob", "cid", "dan", "eve", "fay", "gus")
    loss = Loss("ml", "group analysts", replaced=False, protected=True, members=members)
    expected = "group analysts, whose members are declared nowhere: ada, bob, cid, dan, eve and 2 more"
    assert str(loss) == expected


def test_renames_of_what_may_be_others(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a state cannot tell whose a former name is, APPROVE=1 does not either; a known one needs no word."""
    rename = Rename(None, "applications", "new-ui", "old-ui")
    known, unknown = (DueRename(rename, "old-ui", "new-ui", is_ours=ours) for ours in (True, False))
    consent(approved=True).ask_for_renames([known])
    consent(confirmed="ml").ask_for_renames([unknown])
    monkeypatch.setattr(sys, "stdin", io.StringIO("ml\n"))
    with pytest.raises(ToolError, match="CONFIRM=ml"):
        consent(approved=True).ask_for_renames([known, unknown])
    assert "  old-ui, from now on new-ui\n" in capsys.readouterr().err
    typed(monkeypatch, "ml\n")
    consent(approved=True).ask_for_renames([unknown])
