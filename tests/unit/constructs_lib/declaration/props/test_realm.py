"""What a realm may declare."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from constructs_lib.declaration.props import LoginProps

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("locale", ["", "EN", "english", "de_DE", "pt-br", "zh-hans", "de-DE-1996", "e", "*"])
def test_what_is_no_tag_is_refused(locale: str) -> None:
    """Keycloak would take any text, and offer a language of that name."""
    with pytest.raises(ValidationError, match=f"a locale is a language tag such as 'en'.*got '{locale.strip('*')}"):
        LoginProps(locales=("en", locale))


def test_locale_twice_is_refused() -> None:
    """The provider keeps a set."""
    with pytest.raises(ValidationError, match="name each locale once, got 'en, de, en'"):
        LoginProps(locales=("en", "de", "en"))


@pytest.mark.parametrize("locale", ["en", "ckb", "pt-BR", "zh-Hans", "zh-Hant-TW", "${var.locale}"])
def test_tag_is_taken(locale: str) -> None:
    """Language, script and region; an expression is known at apply."""
    assert LoginProps(locales=(locale,)).locales == (locale,)
