"""The models of `environments/demo`, each with a request that has a plain meaning. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["EXAMPLE_MODELS", "ExampleModel"]


@dataclass(frozen=True)
class ExampleModel:
    """A small model of tabular data.

    Attributes:
        features: Names of the columns, in their order, each with its lowest and highest value in training.
        example: A row to ask about.
        meaning: What that row says.
        answer: What the predicted number is.
    """

    features: dict[str, tuple[float, float]]
    example: tuple[float, ...]
    meaning: str
    answer: str

    def request(self, *rows: tuple[float, ...]) -> dict[str, Any]:
        """Return the body that asks for predictions (Open Inference Protocol v2), by default of the example."""
        asked = rows or (self.example,)
        tensor = {"name": "rows", "shape": [len(asked), len(self.features)], "datatype": "FP64"}
        return {"inputs": [{**tensor, "data": [value for row in asked for value in row]}]}


EXAMPLE_MODELS = {
    "fraud-detector": ExampleModel(
        features={"amount": (1, 5000), "hour": (0, 24), "abroad": (0, 1), "attempts": (1, 8)},
        example=(4200, 3, 1, 6),
        meaning="4,200 at three in the morning, abroad, at the sixth attempt",
        answer="1 is fraud, 0 is not",
    ),
    "credit-scorer": ExampleModel(
        features={"income": (10_000, 150_000), "debt": (0, 100_000), "years_employed": (0, 40)},
        example=(90_000, 5_000, 12),
        meaning="income 90,000, debt 5,000, 12 years employed",
        answer="1 is paid back, 0 is not",
    ),
    "churn-model": ExampleModel(
        features={"months": (1, 72), "tickets": (0, 10), "discount": (0, 1)},
        example=(2, 8, 0),
        meaning="two months a customer, eight complaints, no discount",
        answer="1 leaves, 0 stays",
    ),
    "recommender": ExampleModel(
        features={"age": (18, 90), "spent": (0, 2000), "visits": (0, 50)},
        example=(25, 1500, 40),
        meaning="25 years old, spent 1,500 in 40 visits",
        answer="number of the product",
    ),
    "forecaster": ExampleModel(
        features={"week": (1, 52), "price": (1, 20), "promotion": (0, 1)},
        example=(26, 5, 1),
        meaning="week 26, price 5, with a promotion",
        answer="units sold",
    ),
}
"""By the name of the model."""
