"""What a run measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.benchmark.gateway.rounds import Sample

__all__ = ["Figures"]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What calls cost without a gateway and with one, in one run.

    Attributes:
        bare: A call of the upstream; its processor time is the upstream's.
        one: A call through Envoy with one model.
        many: The same through Envoy with many.
        app: A call of the app in Python that nothing guards.
        known: A call of the guarded app with a token that it has seen.
        new: A call with a token that it has not.
        size: How large the declaration of `many` is, in words.
        one_start_up_s: Seconds until Envoy listens, with one model.
        many_start_up_s: Seconds until it does with many.
        one_file_bytes: Size of its file with one model.
        many_file_bytes: Size of the file with many.
    """

    bare: Sample
    one: Sample
    many: Sample
    app: Sample
    known: Sample
    new: Sample
    size: str
    one_start_up_s: float
    many_start_up_s: float
    one_file_bytes: int
    many_file_bytes: int

    @property
    def known_cpu(self) -> float:
        """Seconds of processor time that the preset adds to a call with a known token."""
        return self.known.cpu - self.app.cpu

    @property
    def new_cpu(self) -> float:
        """Seconds of processor time that it adds to a call with a new one."""
        return self.new.cpu - self.app.cpu
