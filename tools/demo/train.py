"""Train the example models and write a repository that MLServer serves. Runs in the model server's own Python."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import joblib
import numpy as np
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from tools.demo.example_models import EXAMPLE_MODELS

__all__ = ["main"]

_ROWS = 2000
_SEED = 7
_NOISE = 0.1

_ESTIMATORS = {
    "fraud-detector": RandomForestClassifier(n_estimators=20, max_depth=6, random_state=_SEED),
    "credit-scorer": make_pipeline(StandardScaler(), LogisticRegression()),
    "churn-model": GradientBoostingClassifier(n_estimators=20, random_state=_SEED),
    "recommender": make_pipeline(StandardScaler(), KNeighborsClassifier()),
    "forecaster": LinearRegression(),
}


def main(folder: Path) -> None:
    """Train each model, print its score on rows that it has not seen, and write `<folder>/<model>/`."""
    random = np.random.default_rng(_SEED)
    for name, model in EXAMPLE_MODELS.items():
        low, high = np.array(list(model.features.values())).T
        rows = random.uniform(low, high, (_ROWS, len(low)))
        seen, unseen, answers, expected = train_test_split(rows, _answers(name, rows, random), random_state=_SEED)
        estimator = _ESTIMATORS[name].fit(seen, answers)
        print(f"{name}: {estimator.score(unseen, expected):.2f}")  # noqa: T201 - what the caller shows
        target = folder / name
        target.mkdir(parents=True)
        joblib.dump(estimator, target / "model.joblib")
        settings = {
            "name": name,
            "implementation": "mlserver_sklearn.SKLearnModel",
            "parameters": {"uri": "./model.joblib", "version": "1"},
        }
        (target / "model-settings.json").write_text(json.dumps(settings), encoding="utf-8")


def _answers(name: str, rows: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return what is to be learned: a rule with noise, of data that are made up."""
    noise = random.normal(0, _NOISE, len(rows))
    match name:
        case "fraud-detector":
            amount, hour, abroad, attempts = rows.T
            at_night = np.heaviside(5 - hour, 1)
            return np.heaviside(amount / 5000 + at_night + abroad + attempts / 8 + noise - 2.2, 1).astype(int)
        case "credit-scorer":
            income, debt, years = rows.T
            return np.heaviside(income / 150_000 - debt / 100_000 + years / 40 + noise - 0.3, 1).astype(int)
        case "churn-model":
            months, tickets, discount = rows.T
            return np.heaviside(tickets / 10 - months / 72 - discount / 2 + noise, 1).astype(int)
        case "recommender":
            age, spent, visits = rows.T
            return np.digitize(spent / 2000 + visits / 50 - age / 90, [-0.3, 0.2, 0.8])
        case _:
            week, price, promotion = rows.T
            return 500 + 3 * week - 15 * price + 120 * promotion + 20 * noise


if __name__ == "__main__":
    main(Path(sys.argv[1]))
