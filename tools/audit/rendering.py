"""Findings of an audit as texts: for a terminal, a comment, a script, a code-review tool."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.texts.invisible import is_invisible
from constructs_lib.declaration.texts.visible import visible
from constructs_lib.guardrails.finding import SourcePlace
from tools.access.text_table import escape_markdown
from tools.audit.comparison import State
from tools.audit.facts import Kind
from tools.audit.formats import AuditFormat
from tools.audit.wording import subject
from tools.sarif import location, sarif_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.audit.audit import Audit
    from tools.audit.finding import AuditFinding

__all__ = ["render"]

_INDENT = "  "
# Within double quotes, and what make reads before a shell does.
_READ_BY_SHELLS = frozenset('"$`\\!#')


def render(audit: Audit, output_format: AuditFormat) -> str:
    """Return findings as a text that ends without a line break.

    Args:
        audit: What was found.
        output_format: How to write it.
    """
    match output_format:
        case AuditFormat.TABLE:
            return "\n".join(map(visible, _lines(audit)))
        case AuditFormat.MARKDOWN:
            return "\n".join(_markdown(audit))
        case AuditFormat.JSON:
            return _dumped(_json(audit))
        case _:
            return _dumped(_sarif(audit))


def _dumped(document: Mapping[str, Any]) -> str:
    """Write JSON, with characters that nobody sees as its own escapes: a script reads them, a terminal does not."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return "".join(json.dumps(each)[1:-1] if each != "\n" and is_invisible(each) else each for each in text)


def _head(audit: Audit) -> str:
    left = len(audit.findings) - len(audit.open)
    others = f"; {left} left to others" if left else ""
    where = f"realm '{audit.realm}' of environment '{audit.environment}'"
    if not audit.open:
        return f"{where} is as declared{others}"
    number = len(audit.open)
    return f"{where} is not as declared: {number} {'finding' if number == 1 else 'findings'}{others}"


def _lines(audit: Audit) -> Iterator[str]:
    for finding in audit.open:
        yield finding.text + (f" ({finding.author})" if finding.author else "")
        yield from (f"{_INDENT}! {line}" for line in finding.shown_access)
        if finding.with_it:
            yield f"{_INDENT}with it: {finding.with_it}"
        yield from (f"{_INDENT}{line}" for line in _ways(audit, finding))
    yield from (f"left to others: {each.subject}: {each.unmanaged}" for each in audit.findings if each.unmanaged)
    yield from (f"unmanaged: nothing is like '{each}': take it out" for each in audit.unused)
    yield from _unread(audit)
    yield _head(audit)


def _unread(audit: Audit) -> Iterator[str]:
    yield from (f"not compared: {what}: reading them needs {role}" for what, role in sorted(audit.unread.items()))


def _ways(audit: Audit, finding: AuditFinding) -> Iterator[str]:
    if finding.settling:
        yield f"declare it in {audit.file_of(finding.settling.team)}:"
        yield from (f"{_INDENT}{line}" for line in finding.settling.yaml.splitlines())
    elif finding.difference.state is State.UNDECLARED and finding.is_in_list:
        yield f"no key of the environment files says it: make deploy ENV={audit.environment} takes it out"
    elif finding.difference.state is State.UNDECLARED and finding.removal:
        yield "no key of the environment files says it: add a Terraform resource, or leave it to others by unmanaged"
    if finding.removal:
        yield f"remove it: {_removing(audit, finding.subject)}"
    elif finding.is_declared:
        yield f"put it back: make deploy ENV={audit.environment}"
    elif finding.difference.state is not State.UNDECLARED:
        others = ", or leave it to others by unmanaged" if finding.difference.fact.kind is Kind.SETTING else ""
        yield f"put it back in Keycloak: it is not part of a deployment{others}"


def _removing(audit: Audit, subject: str) -> str:
    """Return the command that removes a thing; others gave it its name, and neither a shell nor make may run that."""
    if visible(subject) != subject:
        return "in Keycloak: its name has characters that nobody sees"
    if _READ_BY_SHELLS.isdisjoint(subject):
        return f'make audit ENV={audit.environment} REMOVE="{subject}"'
    return f"python -m tools audit {audit.environment} --remove {shlex.quote(subject)}"


def _markdown(audit: Audit) -> Iterator[str]:
    yield f"**{escape_markdown(_head(audit))}**"
    if audit.open or audit.unread:
        yield ""
    yield from (f"- {escape_markdown(line)}" for line in _unread(audit))
    for finding in audit.open:
        author = f" ({finding.author})" if finding.author else ""
        yield f"- {escape_markdown(finding.text + author)}"
        yield from (f"{_INDENT}- **{escape_markdown(line)}**" for line in finding.shown_access)
        if finding.settling:
            yield f"{_INDENT}- declare it in `{audit.file_of(finding.settling.team)}`:"
            fenced = ("```yaml", *map(visible, finding.settling.yaml.splitlines()), "```")
            yield from ("", *(f"{_INDENT * 2}{line}" for line in fenced))


def _json(audit: Audit) -> dict[str, Any]:
    return {
        "environment": audit.environment,
        "realm": audit.realm,
        "as_declared": not audit.open,
        "calls": audit.calls,
        "not_compared": dict(audit.unread),
        "findings": [_one(audit, finding) for finding in audit.findings],
    }


def _one(audit: Audit, finding: AuditFinding) -> dict[str, Any]:
    difference, author = finding.difference, finding.author
    return {
        "subject": finding.subject,
        "text": finding.text,
        "kind": difference.fact.kind.value,
        "state": difference.state.value,
        "declared": difference.declared,
        "live": difference.live,
        "with_it": [subject(fact) for fact in difference.within],
        "author": {"what": author.what, "who": author.who, "when": author.when.isoformat()} if author else None,
        "access": list(finding.access),
        "declare": {"file": audit.file_of(finding.settling.team), "yaml": finding.settling.yaml}
        if finding.settling
        else None,
        "removable": finding.removal is not None,
        "unmanaged": finding.unmanaged or None,
    }


def _sarif(audit: Audit) -> dict[str, Any]:
    rules = [
        {"id": _rule(kind, state), "shortDescription": {"text": f"{kind.value}: {state.value}"}}
        for kind in Kind
        for state in State
    ]
    return sarif_document("audit", rules, [_result(audit, finding) for finding in audit.findings])


def _rule(kind: Kind, state: State) -> str:
    return f"AUDIT-{kind.name.replace('_', '-')}-{state.name}"


def _result(audit: Audit, finding: AuditFinding) -> dict[str, Any]:
    place = SourcePlace(audit.file_of(finding.settling.team if finding.settling else None), 1)
    said = "; ".join((finding.text, *([str(finding.author)] if finding.author else []), *finding.shown_access))
    result: dict[str, Any] = {
        "ruleId": _rule(finding.difference.fact.kind, finding.difference.state),
        "level": "error" if finding.access else "warning",
        "message": {"text": said},
        "locations": [location(place, finding.subject)],
    }
    if finding.unmanaged:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.unmanaged}]
    return result
