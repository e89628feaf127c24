"""Calls by gRPC through a real Envoy, by a real client to a real server: the message says which model it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.support.declarations.declarations import declare
from tests.support.gateways.envoy import running_envoy
from tests.support.gateways.gateways import written
from tests.support.gateways.protobuf import text, varint
from tests.support.servers.grpc_peer import GrpcPeer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.gateways.conftest import Site
    from tests.support.servers.grpc_peer import GrpcAnswer

pytestmark = pytest.mark.integration

SERVICE = "/inference.GRPCInferenceService"
INFER, READY = f"{SERVICE}/ModelInfer", f"{SERVICE}/ModelReady"
LOAD = f"{SERVICE}/RepositoryModelLoad"
SLASHED = "meta-llama/Llama-3.1-8B"
ACTIONS = ["predict", "manage"]


class Behind(NamedTuple):
    """Envoy before the gRPC server.

    Attributes:
        site: Signs tokens.
        peer: The server, and the client.
        listen: Where Envoy listens.
    """

    site: Site
    peer: GrpcPeer
    listen: str

    def call(self, method: str, *messages: bytes, role: str | None = "fraud:predict", **more: bool) -> GrpcAnswer:
        """Make a call through Envoy, with a token of one role or without any."""
        token = None if role is None else self.site.issuer.token(role)
        return self.peer.call(self.listen, method, *messages, token=token, **more)


@pytest.fixture(scope="module")
def behind(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    """One Envoy for all calls, before three models."""
    declaration = declare(models={name: {"actions": ACTIONS} for name in ("fraud", "churn", SLASHED)})
    with GrpcPeer.start() as peer:
        api = site.api(declaration, grpc_upstream=peer.url, paths={"style": "triton"})
        config = written(tmp_path_factory.mktemp("grpc"), "envoy", api)["envoy.yaml"]
        with running_envoy(config, listen=api.gateway.listen):
            yield Behind(site, peer, api.gateway.listen)


def infer(model: str, *, tensor: bytes = bytes(64)) -> bytes:
    """Return a request for a prediction: model, version, id, parameter, input tensor and its raw content."""
    shape = text(1, "x") + text(2, "FP32") + text(3, varint(1) + varint(len(tensor) // 4))
    parameter = text(1, "priority") + text(2, b"\x10\x05")
    return text(1, model) + text(2, "1") + text(3, "a") + text(4, parameter) + text(5, shape) + text(7, tensor)


@pytest.mark.parametrize(
    ("method", "message", "role"),
    [
        (INFER, infer("fraud"), "fraud:predict"),
        (INFER, infer("fraud"), "model-api-access"),
        # More than a window of HTTP/2 holds: Envoy must have read it all before it decides.
        (INFER, infer("fraud", tensor=bytes(2_000_000)), "fraud:predict"),
        (INFER, infer(SLASHED), "meta-llama~2FLlama-3.1-8B:predict"),
        (READY, text(1, "fraud"), "fraud:manage"),
        (f"{SERVICE}/ModelMetadata", text(1, "fraud") + text(2, "2"), "fraud:predict"),
        (f"{SERVICE}/ModelConfig", text(1, "fraud"), "fraud:predict"),
        (f"{SERVICE}/ModelStatistics", text(1, "fraud"), "fraud:predict"),
        (LOAD, text(2, "fraud"), "fraud:manage"),
        (f"{SERVICE}/RepositoryModelUnload", text(1, "churn") + text(2, "fraud"), "fraud:manage"),
    ],
)
def test_call_with_the_models_role(behind: Behind, method: str, message: bytes, role: str) -> None:
    """It reaches the server as it was sent, and its answer the caller."""
    answer = behind.call(method, message, role=role)
    assert (answer.status, answer.message == message, answer.reached) == ("OK", True, (method,))


@pytest.mark.parametrize(
    ("method", "message", "role", "expected"),
    [
        (INFER, infer("churn"), "fraud:predict", "PERMISSION_DENIED"),
        (INFER, infer("fraud"), "churn:predict", "PERMISSION_DENIED"),
        (INFER, infer("fraud"), "fraud:manage", "PERMISSION_DENIED"),
        (INFER, infer("other"), "model-api-access", "PERMISSION_DENIED"),
        (INFER, infer("fraud"), None, "UNAUTHENTICATED"),
        (READY, text(1, "churn"), "fraud:predict", "PERMISSION_DENIED"),
        (LOAD, text(2, "fraud"), "fraud:predict", "PERMISSION_DENIED"),
        # The field before it is the repository's name.
        (LOAD, text(1, "fraud") + text(2, "churn"), "fraud:manage", "PERMISSION_DENIED"),
        (f"{SERVICE}/RepositoryIndex", b"", "model-api-access", "PERMISSION_DENIED"),
        (f"{SERVICE}/ModelStatistics", b"", "model-api-access", "PERMISSION_DENIED"),
        (f"{SERVICE}/NoSuchMethod", infer("fraud"), "fraud:predict", "PERMISSION_DENIED"),
        ("/other.Service/ModelInfer", infer("fraud"), "fraud:predict", "PERMISSION_DENIED"),
        ("/grpc.health.v1.Health/Check", b"", "fraud:predict", "PERMISSION_DENIED"),
        ("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", b"", "model-api-access", "PERMISSION_DENIED"),
    ],
)
def test_call_without_the_role(behind: Behind, method: str, message: bytes, role: str | None, expected: str) -> None:
    """It is refused by the status that gRPC has for it, and reaches nothing."""
    answer = behind.call(method, message, role=role)
    assert (answer.status, answer.reached) == (expected, ())


@pytest.mark.parametrize(
    "message",
    [
        b"",
        text(2, "1"),
        infer(""),
        infer("fraud\0"),
        infer("fraud") + text(1, "churn"),
        text(1, "churn") + infer("fraud"),
        infer("fraud") + text(1, "fraud"),
        infer("fraud")[:-1],
        infer("fraud") + b"\x0b\x0c",  # a group
        infer("fraud") + b"\x08\x01",  # the model's field as a number
        infer("fraud") + b"\x02\x00",  # field 0
        # The tag of field 1 beyond 32 bits: what reads tags as numbers of 32 bits (C++, Java) takes it for field 1.
        infer("fraud") + varint(1 << 32 | 1 << 3 | 2) + b"\x05churn",
        infer("fraud") + varint(7 << 32 | 1 << 3 | 2) + b"\x05churn",
        infer("fraud") + varint(1 << 35 | 1 << 3 | 2) + b"\x05churn",
        infer("fraud") + b"\x8a\x80\x80\x80\x00\x05churn",  # field 1 in five bytes
        infer("fraud") + b"\x8a\x00\x05churn",  # field 1 in two bytes
    ],
)
def test_message_that_can_be_read_in_two_ways(behind: Behind, message: bytes) -> None:
    """A message in which a server may find another model than the gateway opens nothing."""
    answer = behind.call(INFER, message)
    assert (answer.status, answer.reached) == ("PERMISSION_DENIED", ())


def test_several_messages_and_compressed_ones(behind: Behind) -> None:
    """One message is read as it came: neither a second one behind it nor what a server would unpack."""
    several = behind.call(INFER, infer("fraud"), infer("churn"))
    compressed = behind.call(INFER, infer("fraud", tensor=bytes(4096)), compressed=True)
    streamed = behind.call(f"{SERVICE}/ModelStreamInfer", infer("fraud"))
    found = [(answer.status, answer.reached) for answer in (several, compressed, streamed)]
    assert found == [("PERMISSION_DENIED", ())] * 3
