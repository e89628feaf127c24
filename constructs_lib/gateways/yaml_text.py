"""YAML from plain structures: values are never pasted into text."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.representer import RoundTripRepresenter

from constructs_lib.gateways.shared_parts import shared_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ruamel.yaml.nodes import ScalarNode

__all__ = ["comment", "yaml_text"]

_WIDTH = 2**31  # no line is broken: yaml-cpp finds no end of what began in the line before
# Texts to us that YAML 1.1, which Envoy and Kubernetes read, takes for truth values or numbers.
_OF_YAML_1_1 = re.compile(r"(?i:y|n|yes|no|on|off)|[-+]?[0-9][0-9_]*|[-+]?[0-9]+(:[0-5]?[0-9])+")
# Where Envoy's reader, yaml-cpp, ends a text without quotes between braces or brackets.
_ENDS_IN_FLOW = re.compile(r"[?]|:[,{}\[\]]")


class _Representer(RoundTripRepresenter):
    def text(self, value: str) -> ScalarNode:
        style = '"' if _OF_YAML_1_1.fullmatch(value) else "'" if _ENDS_IN_FLOW.search(value) else None
        return self.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Representer.add_representer(str, _Representer.text)


def yaml_text(*documents: Mapping[str, object], head: Iterable[str] = (), large: bool = False) -> str:
    """Return one YAML document or several, below comment lines.

    Args:
        documents: What to write; keys keep their order.
        head: Lines of the comment, each a sentence.
        large: Write equal parts once.
    """
    yaml = YAML(typ="rt", pure=True)
    yaml.Representer = _Representer
    yaml.default_flow_style = False
    yaml.width = _WIDTH
    yaml.brace_single_entry_mapping_in_flow_sequence = True  # `[a: 1]` for `[{a: 1}]` is not read by all
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.ignore_aliases = lambda part: not (large and isinstance(part, dict | list))
    texts = []
    for document in documents:
        buffer = StringIO()
        yaml.dump(shared_parts(document) if large else document, buffer)
        texts.append(buffer.getvalue())
    return comment(head) + "---\n".join(texts)


def comment(lines: Iterable[str]) -> str:
    """Return lines of a comment, as YAML, TOML, Python and most other formats write it."""
    return "".join(f"# {line}\n" for line in lines)
