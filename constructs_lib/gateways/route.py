"""One kind of request, and what allows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constructs_lib.gateways.model_in_path import decoded, has_spellings, name_in_path, pattern_of

if TYPE_CHECKING:
    from constructs_lib.declaration.access_policy import ModelAction

__all__ = ["VERSION", "VERSION_PATTERN", "ModelList", "ModelPlace", "OpenRoute", "Route", "path_of_model"]

ModelPlace = Literal["path", "bound", "nowhere", "json", "multipart", "protobuf"]
"""Where a request names its model.

`path`: in its path. `bound`: nowhere, since only one model answers at this path. `nowhere`: it is for no single model.
`json`: as `model` in the JSON body. `multipart`: as the field `model` of a form. `protobuf`: in a field of the message
(`Route.field`), in a call by gRPC.
"""

ModelList = Literal["", "openai", "ollama", "kserve"]
"""Whose form a list of models in the answer has.

`openai` has them as `data[].id`, `ollama` as `models[].model`, `kserve` as `models[]`.
"""

VERSION = "{version}"
"""Stands in a path for any one plain part: a version, a label or an id."""

VERSION_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]*"
"""What a version may be: nothing that a server would decode, and no `..`."""

_BODIES: frozenset[ModelPlace] = frozenset({"json", "multipart", "protobuf"})
_WILDCARD = re.compile(r"\{(?:version|label|id)\}")
_MODEL = "{model}"


def path_of_model(template: str, model: str) -> str:
    """Return a route's path for a model: the one place that says how a path names it.

    Args:
        template: A path with `{model}`, `{version}`, `{label}` and `{id}`.
        model: The model's name.
    """
    return _WILDCARD.sub(VERSION, template).replace(_MODEL, name_in_path(model))


@dataclass(frozen=True, order=True)
class OpenRoute:
    """Requests that need no token.

    Attributes:
        method: HTTP method.
        path: The whole path.
    """

    method: str
    path: str

    @property
    def varies(self) -> bool:
        """It stands for itself alone."""
        return False

    @property
    def pattern(self) -> str:
        """The whole path as a regular expression."""
        return pattern_of(self.path)


@dataclass(frozen=True, order=True)
class Route:
    """Requests that need a role.

    Attributes:
        method: HTTP method.
        path: The whole path at the gateway, with the model's name in it as `model_in_path` writes it; `{version}`
            stands for any one plain part.
        allowed: What allows it: any one of these. Nothing: the access role alone does.
        model: The model that it is for; empty where it is for no single one.
        named_in: Where a request names that model. A gateway that does not read it there must not let it through.
        field: Number of the field that names it, in the message of a call by gRPC; 0 elsewhere.
        lists: Form of the list of models in the answer, which a gateway may cut down to what the caller may use.
        server: URL of the server that it goes to, where that is not the gateway's `upstream`; empty elsewhere.
        prefix: Beginning of `path` that the server does not know; empty where it gets the path as it is.
        grpc: Whether it is a call by gRPC, which goes to a server of HTTP/2.
    """

    method: str
    path: str
    allowed: tuple[ModelAction, ...]
    model: str = ""
    named_in: ModelPlace = "path"
    field: int = 0
    lists: ModelList = ""
    server: str = ""
    prefix: str = ""
    grpc: bool = False

    @property
    def told_by_body(self) -> tuple[ModelPlace, str] | None:
        """What tells it from another route of the same path: nothing where the path alone decides."""
        return (self.named_in, self.model) if self.named_in in _BODIES else None

    @property
    def varies(self) -> bool:
        """Whether the path stands for more than itself: for any version, or for a name that has several spellings."""
        return VERSION in self.path or has_spellings(self.path)

    @property
    def pattern(self) -> str:
        """The whole path as a regular expression, in the syntax that RE2 and Python share."""
        return VERSION_PATTERN.join(pattern_of(part) for part in self.path.split(VERSION))

    @property
    def pattern_as_read(self) -> str:
        """The same for paths as a server reads them that decodes them before it looks where to send them."""
        return VERSION_PATTERN.join(re.escape(part) for part in decoded(self.path).split(VERSION))
