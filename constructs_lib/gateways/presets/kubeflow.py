"""Kubeflow: Dex logs people in at the realm, and Istio takes machines' tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.gateways.applications import application_findings
from constructs_lib.gateways.head import head
from constructs_lib.gateways.preset import NO_CLUSTER, Preset
from constructs_lib.gateways.presets.istio import jwt_rule, no_bound_tokens
from constructs_lib.gateways.yaml_text import yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.declaration_error import Finding
    from constructs_lib.declaration.props import Declaration, GatewayProps, PresetName
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["KubeflowPreset"]

_CLIENT = "kubeflow-oidc-authservice"
"""Fixed in Kubeflow's manifests."""
_CALLBACK = "/dex/callback"
_INGRESS = {"matchLabels": {"app": "istio-ingressgateway"}}


class KubeflowPreset(Preset):
    """For Kubeflow's own manifests 1.9 and newer, with Dex and Istio."""

    name: ClassVar[PresetName] = "kubeflow"
    checked: ClassVar[str] = f"the custom resource definitions of Istio alone: {NO_CLUSTER}"
    checks_paths: ClassVar[bool] = False
    limits: ClassVar[tuple[str, ...]] = (
        "Kubeflow knows people by e-mail address and groups, machines by `sub`; profiles say what they may do.",
        "For single models, put the preset 'istio' beside it.",
        "A token that is bound to a key or a certificate (RFC 9449, RFC 8705) is refused: no proof is checked.",
    )

    def files(self, api: ProtectedApi) -> dict[str, str]:
        """Return `dex-connector.yaml`, a part of Dex's configuration, and `machines.yaml`, for `kubectl apply`."""
        connector: dict[str, object] = {
            "type": "oidc",
            "id": "keycloak",
            "name": "Keycloak",
            "config": {
                "issuer": api.endpoints.issuer,
                "clientID": api.realm.in_realm(_CLIENT),
                "clientSecret": "$KEYCLOAK_CLIENT_SECRET",
                "redirectURI": api.resource + _CALLBACK,
                "scopes": ["profile", "email"],  # Dex adds openid
                "userNameKey": "preferred_username",
                "insecureEnableGroups": True,
                "pkceChallenge": "S256",
            },
        }
        secret = "Dex reads KEYCLOAK_CLIENT_SECRET from its environment: put it into a Kubernetes Secret."  # noqa: S105 - an advice
        machines: dict[str, object] = {
            "apiVersion": "security.istio.io/v1",
            "kind": "RequestAuthentication",
            "metadata": {"name": "keycloak-machines", "namespace": "istio-system"},
            "spec": {
                "selector": dict(_INGRESS),
                "jwtRules": [
                    {
                        **jwt_rule(api),
                        "forwardOriginalToken": True,
                        "outputClaimToHeaders": [{"header": "kubeflow-userid", "claim": "sub"}],
                    }
                ],
            },
        }
        unbound: dict[str, object] = {
            "apiVersion": "security.istio.io/v1",
            "kind": "AuthorizationPolicy",
            "metadata": {"name": "keycloak-no-bound-tokens", "namespace": "istio-system"},
            "spec": {"selector": dict(_INGRESS), **no_bound_tokens()},
        }
        return {
            "dex-connector.yaml": yaml_text({"connectors": [connector]}, head=head(api, self, secret)),
            "machines.yaml": yaml_text(machines, unbound, head=head(api, self)),
        }

    def findings(self, declaration: Declaration, gateway: GatewayProps) -> Iterator[Finding]:  # noqa: ARG002 - as all presets
        """Its fixed client, with `groups` in its tokens."""
        yield from application_findings(declaration, self.name, _CLIENT, _CALLBACK)
