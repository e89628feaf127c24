"""Where secrets are kept, as the provider can."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.checks import check_declaration
from constructs_lib.declaration.declaration_error import DeclarationError
from tests.support.declarations.declarations import declare
from tests.support.declarations.synthesis import NEWEST, OLDEST

pytestmark = pytest.mark.unit


def test_older_provider_cannot_write_only() -> None:
    """The message says what is needed, what there is, and both ways out."""
    with pytest.raises(DeclarationError) as caught:
        check_declaration(declare(secret_storage="write_only"), features=OLDEST)
    ((finding,),) = [caught.value.findings]
    assert finding.path == ("secret_storage",)
    assert finding.message == (
        "realm 'ml-prod': secret_storage 'write_only' needs the Keycloak provider 5.9.0 or newer, got "
        "4.5.0: upgrade it (docs/how-to/upgrade-the-provider.md), or write 'state'"
    )


@pytest.mark.parametrize("storage", [None, "state"])
def test_other_storage_needs_nothing(storage: str | None) -> None:
    """The default and the state fit every provider."""
    check_declaration(declare(secret_storage=storage), features=OLDEST)


def test_newest_provider_can_write_only() -> None:
    """5.9.0 takes what is asked for."""
    check_declaration(declare(secret_storage="write_only"), features=NEWEST)
