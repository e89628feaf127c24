"""How much is called, how often and how quickly."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FULL", "Effort"]


@dataclass(frozen=True)
class Effort:
    """What a run measures.

    Attributes:
        rounds: How often each variant is measured, all of them in each round.
        rate: Calls a second of each variant with Envoy, sent at even distances.
        seconds: How long a round of one variant takes.
        python_rate: Calls a second of the apps in Python.
        python_seconds: How long a round of one of those takes.
        models: How many models the large declaration has.
    """

    rounds: int
    rate: int
    seconds: int
    python_rate: int
    python_seconds: int
    models: int

    @property
    def new_tokens(self) -> int:
        """How many tokens are asked for, each for one call of the app that has not seen it."""
        return self.rounds * self.python_rate * self.python_seconds


FULL = Effort(rounds=5, rate=1000, seconds=8, python_rate=200, python_seconds=2, models=1000)
"""What `make benchmark-gateway` measures: some four minutes, of which the tokens are good for all."""
