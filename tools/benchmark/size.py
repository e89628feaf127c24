"""How large a measured declaration is, and who is granted what in it: the same whoever deploys it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LARGE", "STANDARD", "Size"]


@dataclass(frozen=True)
class Size:
    """A declaration of machines that call models.

    Attributes:
        consumers: Machine clients in all, spread evenly over the teams.
        models: Models in all, each owned by one team.
        grants: Grants in all, spread evenly over the consumers and models; a consumer has at most one a model.
        teams: Teams, each a file of its own.
    """

    consumers: int
    models: int
    grants: int
    teams: int

    def __str__(self) -> str:
        """Return the numbers in words."""
        return f"{self.consumers:,} consumers, {self.models:,} models, {self.grants:,} grants, {self.teams:,} teams"

    def consumer_names(self) -> list[str]:
        """Return the consumers' names, which are their `client_id`s."""
        return [f"consumer-{index}" for index in range(self.consumers)]

    def model_names(self) -> list[str]:
        """Return the models' names."""
        return [f"model-{index}" for index in range(self.models)]

    def team_names(self) -> list[str]:
        """Return the teams' names."""
        return [f"team-{index}" for index in range(self.teams)]

    def granted(self, consumer: int) -> list[str]:
        """Return the names of the models that a consumer may call.

        Args:
            consumer: Its place among the consumers.
        """
        numbers = range(consumer, self.grants, self.consumers)
        return [f"model-{(consumer + place) % self.models}" for place in range(len(numbers))]


STANDARD = Size(consumers=300, models=60, grants=600, teams=6)
"""What a platform of some teams has."""
LARGE = Size(consumers=1000, models=200, grants=2000, teams=20)
"""What a large company has."""
