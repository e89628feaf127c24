"""A small and fast HTTP server that keeps what reaches it: it stands for the model server."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import h11

from tests.support.bypass.attempt import MARK
from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Arrival", "Recorder", "settled"]

_QUIET_S = 0.3


@dataclass(frozen=True)
class Arrival:
    """A request that came through.

    Attributes:
        method: HTTP method.
        target: Its target, as it was sent on.
        fields: Header fields in order, names in lower case.
        body: The body.
        server: URL of the server that got it, as the gateway knows it.
    """

    method: str
    target: str
    fields: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    server: str

    @property
    def number(self) -> int | None:
        """The attempt that it comes from, where it still says so."""
        (*_, mark) = ["", *(value for name, value in self.fields if name == MARK.lower())]
        return int(mark) if mark.isdigit() else None

    def values(self, name: str) -> list[str]:
        """Return what all header fields of a name hold."""
        return [value for other, value in self.fields if other == name]


@dataclass
class Recorder:
    """Answers everything with 200, and keeps it.

    Attributes:
        url: Its base URL.
        known_as: Its base URL as the gateway knows it, where something stands between the two.
        arrivals: What came, in order.
        faults: What was no HTTP, if a gateway sent such.
    """

    url: str = ""
    known_as: str = ""
    arrivals: list[Arrival] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def start(cls) -> Iterator[Recorder]:
        """Serve in a thread while the context is open."""
        recorder, loop, ready = cls(), asyncio.new_event_loop(), threading.Event()

        async def serve() -> None:
            server = await asyncio.start_server(recorder._connection, "127.0.0.1", 0)
            recorder.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            ready.set()

        def run() -> None:
            asyncio.set_event_loop(loop)
            loop.run_until_complete(serve())
            loop.run_forever()
            for task in asyncio.all_tasks(loop):
                task.cancel()
            loop.run_until_complete(asyncio.sleep(0))
            loop.close()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        assert ready.wait(PATIENCE_S), "the recorder does not start"
        yield recorder
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE_S)

    async def _connection(  # noqa: C901 - the states of a connection
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        connection = h11.Connection(h11.SERVER, max_incomplete_event_size=1 << 20)
        request, body, ended = None, b"", False
        try:
            while True:
                event = connection.next_event()
                if event is h11.NEED_DATA:
                    received = await reader.read(65536)
                    ended = not received
                    connection.receive_data(received)
                elif isinstance(event, h11.Request):
                    request, body = event, b""
                elif isinstance(event, h11.Data):
                    body += bytes(event.data)
                elif isinstance(event, h11.EndOfMessage) and request is not None:
                    self.arrivals.append(_arrival(request, body, self.known_as or self.url))
                    answer = h11.Response(status_code=200, headers=[("Content-Length", "2")])
                    for part in (answer, h11.Data(data=b"{}"), h11.EndOfMessage()):
                        writer.write(connection.send(part) or b"")
                    if connection.our_state is h11.MUST_CLOSE:
                        break
                    connection.start_next_cycle()
                else:  # the end of the connection
                    break
        except h11.RemoteProtocolError as error:
            if not ended:  # a call that its gateway breaks off is none
                self.faults.append(str(error))
        except (ConnectionError, asyncio.CancelledError):  # a reset, or the end of the test
            pass
        finally:
            writer.close()


def settled(recorders: Sequence[Recorder]) -> list[Arrival]:
    """Wait until nothing more comes to any of them; return what came, one server after the other."""
    end, seen = time.monotonic() + PATIENCE_S, -1
    while (count := sum(len(each.arrivals) for each in recorders)) != seen and time.monotonic() < end:
        seen = count
        time.sleep(_QUIET_S)
    return [arrival for each in recorders for arrival in each.arrivals]


def _arrival(request: h11.Request, body: bytes, server: str) -> Arrival:
    fields = tuple((name.decode().lower(), value.decode("latin-1")) for name, value in request.headers)
    return Arrival(request.method.decode(), request.target.decode("latin-1"), fields, body, server)
