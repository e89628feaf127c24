"""A difference as a comment on a pull request, in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.access.text_table import code_span, escape_markdown, markdown_table
from tools.access.told import NOTHING, grouped, renamed_in_words, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constructs_lib.review.change import Change
    from constructs_lib.review.difference import Difference
    from tools.access.placed import Places

__all__ = ["comment_lines", "difference_items"]

_HEADINGS = (
    "environment",
    "principals that gain",
    "principals that lose",
    "riskier changes",
    "other changes",
    "possible outages",
    "look first (!)",
)
_LEGEND = (
    "**!** is what to look at first. Riskier: a token is easier to get or to use, or a grant reaches further. "
    "Possible outages: machines lose something, or people whose number is unknown here. `*` is every model, later ones "
    "included. Places are in the files after the change; one such as `main:environments/…` is in those before it."
)
_SUBJECT = re.compile(
    r"(?:consumer|person|application|model|group|identity provider|directory|workload issuer|access rule|exemption"
    r"|people of|others in|client|stack|everybody with role) (.+)"
)
# A name is a whole word: neither part of a longer name, nor of an address.
_BEFORE = r"(?<![\w/=*@-])(?<!\w[:.])"
_AFTER = r"(?![\w/=*@-]|[:.]\w)"


def comment_lines(found: Mapping[str, Difference], title: str, places: Mapping[str, Places]) -> Iterator[str]:
    """Yield the lines of a comment: a table of counts with its legend, then every environment's changes.

    Args:
        found: Differences by environment.
        title: What is compared.
        places: What finds the lines of causes, by environment.
    """
    yield f"### Access: {escape_markdown(title)}"
    yield ""
    changed = {name: each for name, each in found.items() if not each.is_empty}
    if not changed:
        yield NOTHING
        return
    yield from markdown_table([_HEADINGS, *((name, *_counts(each)) for name, each in changed.items())])
    yield ""
    yield _LEGEND
    for name, difference in changed.items():
        yield ""
        yield f"#### {escape_markdown(name)}"
        yield ""
        yield from difference_items(difference, places.get(name))


def _counts(difference: Difference) -> tuple[str, ...]:
    return tuple(
        map(
            str,
            (
                difference.principals("gain"),
                difference.principals("loss"),
                difference.count("risk"),
                difference.others,
                sum(change.is_outage for change in difference.changes),
                sum(change.weighty for change in difference.changes),
            ),
        )
    )


def difference_items(difference: Difference, places: Places | None = None) -> Iterator[str]:
    """Yield an item of a Markdown list for each thing that changes; what has one cause is below it.

    Args:
        difference: What changes.
        places: What finds the lines of causes.
    """
    for rename in difference.renames:
        place = _at(places(rename.path) if places else "")
        yield f"- {_marked(renamed_in_words(rename), (rename.old, rename.new, 'renamed_from'))}{place}"
    for group in grouped(difference, places):
        if group.cause:
            yield f"- {_weight(weighty=group.weighty)}{_marked(group.cause.text, group.cause.names)}{_at(group.place)}"
        for change in group.changes:
            indent, place = ("  ", "") if group.cause else ("", _at(group.place))
            yield f"{indent}- {_item(change)}{place}"


def _item(change: Change) -> str:
    subject = _SUBJECT.fullmatch(change.subject)
    names = (*((subject[1],) if subject else ()), *change.pairs, *change.names)
    return f"{_weight(weighty=change.weighty)}{_marked(sentence(change), names)}"


def _weight(*, weighty: bool) -> str:
    return "**!** " if weighty else ""


def _at(place: str) -> str:
    return f" ({code_span(place)})" if place else ""


def _marked(text: str, names: Iterable[str]) -> str:
    """Return a text in which names are code, and nothing else is markup."""
    known = sorted({*filter(None, names)}, key=lambda name: (-len(name), name))
    if not known:
        return escape_markdown(text)
    parts = re.split(f"{_BEFORE}({'|'.join(map(re.escape, known))}){_AFTER}", text)
    return "".join(code_span(part) if index % 2 else escape_markdown(part) for index, part in enumerate(parts))
