"""The environment's file as text."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["environment_text"]

_ORDER = (
    *("keycloak", "realm", "api", "models", "groups", "people", "consumers", "applications", "external_people"),
    *("federation", "identity_providers", "backend", "kept", "exemptions", "unmanaged"),
)
_HEADS = {
    "kept": "What was found and is another than this project's own. Take a line out, look at make diff, and deploy:\n"
    "from then on it is this project's. What is empty here was empty, and would be set without the line.",
    "exemptions": "What guardrails object to, since it was kept. An exemption goes with the line that it is about.",
    "unmanaged": "What was in the realm and is left alone: make audit does not report it.",
}
_WIDTH = 1000


def environment_text(document: Mapping[str, Any], realm: str) -> str:
    """Return an environment's file.

    Args:
        document: Its keys and values.
        realm: The realm that was adopted.
    """
    ordered = CommentedMap((key, _plain(document[key])) for key in _ORDER if document.get(key))
    for key, text in _HEADS.items():
        if key in ordered:
            ordered.yaml_set_comment_before_after_key(key, before=f"\n{text}")
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = _WIDTH
    stream = StringIO()
    yaml.dump(ordered, stream)
    head = (
        "# yaml-language-server: $schema=./environment.schema.json\n"
        f"# Realm {realm} as make adopt found it. The first deployment takes it over, and changes nothing of it.\n"
    )
    return head + stream.getvalue()


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of YAML
    if isinstance(value, dict):
        return CommentedMap((key, _plain(each)) for key, each in value.items())
    if isinstance(value, (list, tuple)):
        listed = CommentedSeq(_plain(each) for each in value)
        if all(isinstance(each, str) for each in value):
            listed.fa.set_flow_style()
        return listed
    return value
