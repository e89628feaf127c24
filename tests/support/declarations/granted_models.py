"""Models that tests of grants are about, and the day on which they ask."""

from __future__ import annotations

import datetime as dt

from constructs_lib.declaration.access_policy import ModelAction
from constructs_lib.declaration.props import ModelProps

__all__ = ["MODELS", "PREDICT", "TODAY"]

MODELS = {
    "fraud": ModelProps(actions=("predict", "explain")),
    "churn": ModelProps(),
    "credit": ModelProps(actions=("manage", "predict")),
}
PREDICT = {ModelAction(model, "predict") for model in MODELS}
TODAY = dt.date(2027, 1, 31)
