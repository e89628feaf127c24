"""KServe on Istio: each model's pods take what is for that model, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.gateways.head import head
from constructs_lib.gateways.preset import NO_CLUSTER, Preset
from constructs_lib.gateways.presets.istio import authorization_rules, jwt_rule, no_bound_tokens, security_resource
from constructs_lib.gateways.yaml_text import yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration, GatewayProps, PresetName
    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import Route

__all__ = ["KServePreset"]

_LABEL = "serving.kserve.io/inferenceservice"
_SERVICE_NAME = re.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")


class KServePreset(Preset):
    """Policies for `InferenceService`s that are called as the models are (KServe 0.15, Istio 1.22 and newer)."""

    name: ClassVar[PresetName] = "kserve"
    checked: ClassVar[str] = f"the custom resource definitions of KServe and Istio alone: {NO_CLUSTER}"
    takes_slashes: ClassVar[bool] = True  # no InferenceService has such a name: that is said of it below
    limits: ClassVar[tuple[str, ...]] = (
        "Each model is the InferenceService of its name in this namespace, where nothing else is let through.",
        "For the deployment mode Standard: Knative's own probes would need more.",
        "Set meshConfig.pathNormalization.normalization to DECODE_AND_MERGE_SLASHES: paths must have one spelling.",
        "401: expired, bad signature, foreign issuer; 403: no token, another audience, no such role, an unknown path.",
        "Clock skew is Istio's own, 60 s. Algorithm and `typ` of a token are not checked: its roles are.",
        "A token that is bound to a key or a certificate (RFC 9449, RFC 8705) is refused: no proof is checked.",
    )

    def files(self, api: ProtectedApi) -> dict[str, str]:
        """Return `kserve.yaml`, for `kubectl apply`."""
        models = sorted({pair.model for pair in api.model_actions})
        return {
            "kserve.yaml": yaml_text(
                security_resource(api, "RequestAuthentication", {"jwtRules": [jwt_rule(api)]}),
                security_resource(api, "AuthorizationPolicy", no_bound_tokens(), suffix="-no-bound-tokens"),
                # It allows nothing, so that what no policy below allows is refused.
                security_resource(api, "AuthorizationPolicy", {}, suffix="-nothing-else"),
                *(_policy(api, model) for model in models),
                head=head(api, self),
            )
        }

    def findings(self, declaration: Declaration, gateway: GatewayProps) -> Iterator[Finding]:
        """A model's name must be one that an `InferenceService` may have, and its pods are chosen by it."""
        subject = f"realm '{declaration.realm.name}', gateway: {self.name}"
        for name in declaration.models:
            if not _SERVICE_NAME.fullmatch(name):
                yield Finding(
                    ("models", name),
                    f"{subject} finds a model's pods by the InferenceService of its name, and none may be called "
                    f"'{name}': use lower-case letters, digits and '-', or the preset istio",
                )
        if gateway.kubernetes.selector:
            yield Finding(
                ("gateway", "kubernetes", "selector"),
                f"{subject} finds each model's pods by the label {_LABEL}: leave gateway.kubernetes.selector out, "
                "or use the preset istio",
            )


def _policy(api: ProtectedApi, model: str) -> dict[str, object]:
    own = replace(api, routes=tuple(filter(None, (_of_model(route, model) for route in api.routes))))
    spec: dict[str, object] = {"action": "ALLOW", "rules": list(authorization_rules(own))}
    return security_resource(api, "AuthorizationPolicy", spec, suffix=f"-{model}", labels={_LABEL: model})


def _of_model(route: Route, model: str) -> Route | None:
    """Return a route as one model's pods have it: what is for no single model is theirs for the model's own roles."""
    if route.model:
        return route if route.model == model else None
    return replace(route, allowed=tuple(pair for pair in route.allowed if pair.model == model))
