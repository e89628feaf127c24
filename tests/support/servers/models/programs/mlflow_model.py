"""Write a model that doubles numbers as MLflow has it. Runs in a Python that has MLflow; told where to write it."""

from __future__ import annotations

import sys

import mlflow.sklearn
import numpy as np
from sklearn.linear_model import LinearRegression

if __name__ == "__main__":
    numbers = np.arange(8.0).reshape(-1, 1)
    model = LinearRegression().fit(numbers, 2 * numbers.ravel())
    mlflow.sklearn.save_model(model, sys.argv[1], serialization_format="cloudpickle")
