"""A gRPC server that answers with what it got, and a client of it. Runs in a Python that has grpcio.

Reads a call as a line of JSON and answers with one, until its input ends.
"""

from __future__ import annotations

import base64
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import grpc

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE_S = 30


class _Echo(grpc.GenericRpcHandler):  # type: ignore[misc]  # mypy sees no grpcio
    """Has every method of every service."""

    def __init__(self) -> None:
        self.reached: list[str] = []

    def service(self, details: Any) -> Any:  # noqa: ANN401 - as above
        """Return what answers a call."""
        self.reached.append(details.method)

        def answer(messages: Iterator[bytes], _context: object) -> Iterator[bytes]:
            yield b"".join(messages)

        return grpc.stream_stream_rpc_method_handler(answer)


def _call(order: dict[str, Any]) -> tuple[str, bytes]:
    """Make a call; return its status and the answer."""
    with grpc.insecure_channel(order["target"]) as channel:
        method = channel.stream_stream(order["method"])
        sent = iter([base64.b64decode(message) for message in order["messages"]])
        metadata = [("authorization", f"Bearer {order['token']}")] if order["token"] else []
        compression = grpc.Compression.Gzip if order["compressed"] else grpc.Compression.NoCompression
        answers = method(sent, metadata=metadata, timeout=_PATIENCE_S, compression=compression)
        try:
            answer = b"".join(answers)
        except grpc.RpcError:
            answer = b""
        return answers.code().name, answer


def main() -> None:
    """Serve, and make the calls that are asked for."""
    echo = _Echo()
    server = grpc.server(ThreadPoolExecutor(2), handlers=[echo])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    for line in sys.stdin:
        before = len(echo.reached)
        status, answer = _call(json.loads(line))
        reached = echo.reached[before:]
        said = {"status": status, "answer": base64.b64encode(answer).decode(), "reached": reached}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()
    server.stop(None)


if __name__ == "__main__":
    main()
