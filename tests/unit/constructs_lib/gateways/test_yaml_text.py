"""YAML that Envoy and Kubernetes read as it was meant."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from constructs_lib.gateways.yaml_text import yaml_text

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", ["yes", "No", "on", "off", "y", "1_000", "12", "1:30", "fraud", "127.0.0.1", "null"])
def test_texts_stay_texts_by_yaml_1_1(name: str) -> None:
    """A model may be named `on`: whoever reads YAML 1.1 takes it for no truth value, nor `1_000` for a number."""
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 1)
    assert reader.load(yaml_text({name: [name]})) == {name: [name]}
