"""The example models are those of `environments/demo`."""

from __future__ import annotations

import pytest

from stacks.environment_files import EnvironmentFiles
from tools.demo.example_models import EXAMPLE_MODELS

pytestmark = pytest.mark.unit


def test_every_model_of_demo_is_served() -> None:
    """Each declared model has one, and there is no other."""
    assert set(EnvironmentFiles().load("demo").models) == set(EXAMPLE_MODELS)


@pytest.mark.parametrize("name", EXAMPLE_MODELS)
def test_example_lies_in_what_the_model_has_seen(name: str) -> None:
    """The example row has a value for each column, within the bounds of training."""
    model = EXAMPLE_MODELS[name]
    assert [
        low <= value <= high for value, (low, high) in zip(model.example, model.features.values(), strict=True)
    ] == [True] * len(model.features)


def test_request_of_two_rows() -> None:
    """Rows are one flat tensor with a shape (Open Inference Protocol v2)."""
    model = EXAMPLE_MODELS["recommender"]
    assert model.request((1, 2, 3), model.example) == {
        "inputs": [{"name": "rows", "shape": [2, 3], "datatype": "FP64", "data": [1, 2, 3, 25, 1500, 40]}]
    }
