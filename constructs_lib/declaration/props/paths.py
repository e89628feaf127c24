"""Which requests are which action, by the kind of server that answers them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.gateway_values import OpenRoute, PathPrefix, RoutePattern
from constructs_lib.declaration.props.values import ActionName

__all__ = ["ModelPathProps", "PathProps", "PathStyle"]

PathStyle = Literal[
    "open-inference",
    "openai",
    "kserve-v1",
    "tensorflow-serving",
    "torchserve",
    "triton",
    "mlflow",
    "bentoml",
    "litserve",
    "ollama",
    "custom",
]


class PathProps(Props):
    """Which requests are which action with which model; whatever no route names is refused.

    In a route, `{model}` stands for the model's name and `{version}`, `{label}` or `{id}` for any one plain part of a
    path.
    """

    style: PathStyle = "open-inference"
    """The kind of server that answers; `custom` has no routes but your own."""
    actions: dict[ActionName, tuple[RoutePattern, ...]] = Field(default_factory=dict)
    """Routes of an action, in place of the style's: `POST /score/{model}`."""
    model_in: Literal["json", "multipart"] | None = None
    """Where requests to your own routes without `{model}` name the model: by `model` in the JSON body, or by the field
    `model` of a form (`multipart/form-data`). Defaults to `json` in the styles `openai` and `ollama`."""
    health: tuple[OpenRoute, ...] | None = None
    """Routes of health checks, in place of the style's."""
    metrics: tuple[OpenRoute, ...] | None = None
    """Routes of metrics, in place of the style's."""


class ModelPathProps(Props):
    """Which requests are for one model, where the gateway's `paths` do not say it."""

    style: PathStyle | None = None
    """The kind of server that answers for this model, in place of the gateway's."""
    prefix: PathPrefix = ""
    """The beginning of all its paths at the gateway, such as `/fraud`; the server gets them without it."""
    actions: dict[ActionName, tuple[RoutePattern, ...]] = Field(default_factory=dict)
    """Routes of an action with this model, in place of the style's; without `{model}` they are for it alone."""
