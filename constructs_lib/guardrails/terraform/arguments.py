"""How rules read the arguments of a resource, and what they could not read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.askers import hear
from constructs_lib.guardrails.terraform.durations import seconds
from constructs_lib.guardrails.terraform.readings import as_flag, known_number, settled
from constructs_lib.guardrails.terraform.symbol import OpenList, OpenMap, Symbol, alternatives, is_variable, symbols_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["Arguments"]

_PATHS_OF_GROUPS = frozenset({"group", "groups_path", "groups.path"})
# Names and addresses: what is spelled out of them is judged, and any may be there.
_JUDGED_IN_PART = re.compile(
    r"(?:^|[._])(?:alias|audience|client_id|description|host|id|(?<!claim[._])name|realm|ur[il]s?|username)$",
    re.IGNORECASE,
)


class Arguments:
    """The arguments of one resource instance, evaluated as far as they can be.

    Attributes:
        arguments: Arguments by name.
        configured: The arguments as the code says, where those of a plan are in place of some.
        asked: What rules asked for, by argument, so that KC-UNREAD can tell what they needed and could not read.
        hidden: What rules asked for that has to be known or a plain reference, and is a text or a function around one.
        open: What rules asked for that decides by itself, and is a variable without a default.
    """

    arguments: Mapping[str, Value]
    configured: Mapping[str, Value]
    asked: dict[str, Value]
    hidden: set[str]
    open: set[str]

    def value(self, dotted: str) -> Value:
        """Return an argument, None when it is not set; `.` goes into blocks: `initial_password.value`.

        A block that stands in a list counts as itself.
        """
        value = self._asked(dotted)
        self._notice(dotted, value)
        return value

    def _asked(self, dotted: str) -> Value:
        value = self._heard(dotted, settled(self._found(dotted)))
        self._notice_path(dotted, value)
        return value

    def _notice_path(self, name: str, value: Value) -> None:
        """Note the path of a group, `/` and names that the code says, where no group is meant: an address, a claim."""
        if name in _PATHS_OF_GROUPS or not isinstance(value, Symbol | list | dict):
            return  # most are constants, of which there are tens of thousands
        if any(each.attribute == "path" for symbol in symbols_in(value) for each in symbol.sources()):
            self.hidden.add(name)

    def _notice(self, name: str, value: Value) -> None:
        """Note a text that is spelled out in part, where it is no name or address, of which the part is judged."""
        if isinstance(value, Symbol) and value.is_spelled_in_part and not _JUDGED_IN_PART.search(name):
            self.hidden.add(name)

    def _found(self, dotted: str) -> Value:
        first, *rest = dotted.split(".")
        value = self.arguments.get(first)
        for part in rest:
            if isinstance(value, OpenList):
                self.hidden.add(dotted)  # a block that may be there, or may not
            if isinstance(value, list) and len(value) == 1:
                value = value[0]
            if isinstance(value, Symbol):
                return value
            if isinstance(value, OpenMap):
                value = value.get(part, value.rest)
            else:
                value = value.get(part) if isinstance(value, dict) else None
        return value

    def note(self, dotted: str, value: Value) -> None:
        """Remember that a rule needed an argument that it found by itself."""
        self._heard(dotted, value)

    def _heard(self, name: str, value: Value) -> Value:
        hear(self, name)
        self.asked[name] = value
        return value

    def followed(self, dotted: str) -> list[Value]:
        """Return whatever an argument, or an element of it, may come to be: names and ids, which a part hides.

        A constant, a reference that is to be followed, or a text that a reference is part of: KC-UNREAD reports that.
        """
        return self._followed(dotted, self._asked(dotted))

    def followed_setting(self, key: str) -> list[Value]:
        """Return the same of an entry of `extra_config` (or of a generic mapper's `config`)."""
        return self._followed(key, self._asked_setting(key))

    def _followed(self, name: str, value: Value) -> list[Value]:
        found = [settled(each) for each in alternatives(value)]
        if any(isinstance(each, Symbol) and not each.is_reference for each in found):
            self.hidden.add(name)
        return [each for each in found if each is not None]

    def is_reference(self, name: str) -> bool:
        """Tell whether an argument is nothing but references in the code, whatever a plan knows of it."""
        found = list(alternatives(self.configured.get(name)))
        plain = (isinstance(each, Symbol) and each.is_reference and each.default is None for each in found)
        return bool(found) and all(plain)

    def may_be(self, dotted: str, *names: str) -> bool:
        """Tell whether an argument is one of some names; where a text may become one, that is noted for KC-UNREAD."""
        return self._may_be(dotted, self.value(dotted), names)

    def setting_may_be(self, key: str, *names: str) -> bool:
        """Tell the same of an entry of `extra_config` (or of a generic mapper's `config`)."""
        return self._may_be(key, self.setting(key), names)

    def _may_be(self, name: str, value: Value, names: Collection[str]) -> bool:
        if isinstance(value, Symbol) and any(map(value.may_become, names)):
            self.hidden.add(name)
        return isinstance(value, str) and value in names

    def is_set(self, dotted: str) -> bool:
        """Tell whether an argument is written at all, be its value known or not."""
        return self._asked(dotted) is not None

    def is_true(self, dotted: str) -> bool:
        """Tell whether a flag is known to be on; Terraform reads the text `true` as true."""
        return as_flag(self.flag(dotted)) is True

    def may_be_true(self, dotted: str) -> bool:
        """Tell whether a flag is on, or known only at apply."""
        return self.is_true(dotted) or isinstance(self.value(dotted), Symbol)

    def flag(self, dotted: str) -> Value:
        """Return a flag: a constant, or a variable alone, of which KC-VARIABLE-DECIDES tells. Of others, KC-UNREAD."""
        return self._opened(dotted, self._plain(dotted, self.value(dotted)))

    def flag_setting(self, key: str) -> Value:
        """Return the same of an entry of `extra_config` (or of a generic mapper's `config`)."""
        return self._opened(key, self._plain(key, self.setting(key)))

    def _opened(self, name: str, value: Value) -> Value:
        if isinstance(value, Symbol):
            self.open.add(name)
        return value

    def _plain(self, name: str, value: Value) -> Value:
        if isinstance(value, Symbol) and not all(map(is_variable, alternatives(value))):
            self.hidden.add(name)
        return value

    def is_false(self, dotted: str) -> bool:
        """Tell whether a flag is known to be off; an argument that is not set is neither."""
        return as_flag(self.flag(dotted)) is False

    def number(self, dotted: str) -> int | float | None:
        """Return a known number; Terraform reads the text `1024` as 1024. Of what is none, KC-UNREAD tells."""
        return self._measured(dotted, known_number(self._plain(dotted, self.value(dotted))))

    def number_setting(self, key: str) -> int | float | None:
        """Return the same of an entry of `extra_config` (or of a generic mapper's `config`)."""
        return self._measured(key, known_number(self._plain(key, self.setting(key))))

    def duration(self, dotted: str) -> float | None:
        """Return a known duration such as `1h30m` in seconds. Of what is none, KC-UNREAD tells."""
        value = self._plain(dotted, self.value(dotted))
        return self._measured(dotted, seconds(value if isinstance(value, str) else None))

    def _measured(self, name: str, found: float | None) -> int | float | None:
        value = self.asked[name]
        if found is None and value not in (None, "") and not isinstance(value, Symbol):
            self.hidden.add(name)  # the provider, or Java, may make something of it nevertheless
        return found

    def text(self, dotted: str) -> str | None:
        """Return a known string argument."""
        value = self.value(dotted)
        return value if isinstance(value, str) else None

    def spelled(self, dotted: str) -> str | None:
        """Return a string argument as far as it is spelled out, `${…}` in place of the rest."""
        value = self._asked(dotted)
        return value.pattern if isinstance(value, Symbol) else value if isinstance(value, str) else None

    def texts(self, dotted: str) -> list[str]:
        """Return the strings of a list argument as far as they are spelled out, `${…}` in place of the rest."""
        value = self._asked(dotted)
        items = value if isinstance(value, list) else [value] if isinstance(value, Symbol) else []
        spelled = [item.pattern if isinstance(item, Symbol) else item for item in items]
        return [item for item in spelled if isinstance(item, str)]

    def symbols(self, dotted: str) -> list[Symbol]:
        """Return the elements of a list argument, or the argument itself, that are known only at apply."""
        value = self._asked(dotted)
        items = value if isinstance(value, list) else [value]
        return [item for item in items if isinstance(item, Symbol)]

    def setting(self, key: str) -> Value:
        """Return an entry of `extra_config` (or of a generic mapper's `config`); None when it is not set."""
        found = self._asked_setting(key)
        self._notice(key, found)
        return found

    def _asked_setting(self, key: str) -> Value:
        found = self._heard(key, settled(self._setting(key)))
        self._notice_path(key, found)
        return found

    def _setting(self, key: str) -> Value:
        for table in ("extra_config", "config"):
            value = self.arguments.get(table)
            if isinstance(value, Symbol):
                return value
            if isinstance(value, OpenMap):
                return value.get(key, value.rest)
            if isinstance(value, dict) and key in value:
                return value[key]
        return None
