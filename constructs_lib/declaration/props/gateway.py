"""The gateway in front of the models: which files are written for it, and which paths lead to which action."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.gateway_values import (
    FilePath,
    KubernetesName,
    LabelKey,
    LabelValue,
    ListenAddress,
    ServerUrl,
)
from constructs_lib.declaration.props.mcp import McpProps
from constructs_lib.declaration.props.paths import PathProps
from constructs_lib.declaration.props.url_values import BaseUrl
from constructs_lib.declaration.props.values import ClientId, Duration

__all__ = ["GatewayProps", "GatewayTlsProps", "KubernetesProps", "PresetName"]

PresetName = Literal[
    "envoy",
    "istio",
    "kserve",
    "envoy-gateway",
    "oauth2-proxy",
    "litellm",
    "mlflow-oidc-auth",
    "kubeflow",
    "fastapi",
    "litserve",
    "bentoml",
    "mcp-sdk",
]


class KubernetesProps(Props):
    """Names in the cluster, for presets that write Kubernetes resources."""

    namespace: KubernetesName = "models"
    """Namespace of the model servers."""
    selector: dict[LabelKey, LabelValue] = Field(default_factory=dict)
    """Labels of the model servers' pods; left out, all pods of the namespace (`istio`)."""
    gateway: KubernetesName = "models"
    """The `Gateway` in the same namespace whose requests are checked (`envoy-gateway`)."""


class GatewayTlsProps(Props):
    """How the gateway ends TLS: paths on its own machine, to files in PEM."""

    certificate: FilePath
    """Its certificate, with those between it and its authority."""
    key: FilePath
    """Its private key."""
    client_authorities: FilePath | None = None
    """Authorities of consumers' certificates: tokens that are bound to one (`mtls`) are taken with it alone."""


class GatewayProps(Props):
    """What stands between callers and the model server, and checks every token."""

    presets: tuple[PresetName, ...] = ()
    """Gateways whose files `cdktf synth` writes to `cdktf.out/gateways/<environment>/<preset>/`."""
    listen: ListenAddress = "127.0.0.1:8090"
    """Where the gateway listens: address and port."""
    auth_listen: ListenAddress = "127.0.0.1:4180"
    """Where oauth2-proxy listens for the gateway that asks it (`oauth2-proxy`)."""
    tls: GatewayTlsProps | None = None
    """How it ends TLS (`envoy`); left out, it speaks plain http to what ends TLS before it."""
    upstream: ServerUrl = "http://127.0.0.1:8000"
    """The model server: scheme, host and port; `models.<model>.server` names another one for a model."""
    grpc_upstream: ServerUrl | None = None
    """Where the model server answers gRPC, such as `http://127.0.0.1:8081` (HTTP/2, with TLS where it is https); left
    out, no call by gRPC is let through."""
    public_url: BaseUrl | None = None
    """Where callers reach the gateway: the resource of RFC 9728, and the URL in DPoP proofs; defaults to `listen`."""
    paths: PathProps = Field(default_factory=PathProps)
    """Which requests are which action."""
    mcp: McpProps = Field(default_factory=McpProps)
    """The MCP server behind it, where the API is one."""
    open: tuple[Literal["health", "metrics"], ...] = ()
    """Paths that need no token."""
    stored_objects: Literal["refuse", "allow"] = "refuse"
    """Whether bodies may name what the model server stored for somebody: earlier responses, conversations, files. With
    `allow` the server itself must keep callers apart."""
    clock_skew: Duration = "10s"
    """How far the clocks of Keycloak and gateway may differ: tokens are taken for as long after they expire, five
    minutes at the most."""
    key_cache: Duration = "5m"
    """How long the realm's keys are kept before they are fetched anew, a day at the most."""
    kubernetes: KubernetesProps = Field(default_factory=KubernetesProps)
    """Names in the cluster."""
    mlflow_application: ClientId = "mlflow"
    """The confidential application that MLflow logs people in with (`mlflow-oidc-auth`); it reads their groups."""
