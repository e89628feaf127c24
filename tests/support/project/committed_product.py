"""The product under git, as somebody has it who makes a repository of their own with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.project.checkout import copy_project
from tests.support.project.git import put_under_git
from tests.support.project.set_up import require_set_up

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.project.checkout import Checkout

__all__ = ["committed_product"]


def committed_product(folder: Path) -> Checkout:
    """Copy the product to `product` in a folder, and commit it there; it must be set up."""
    (folder / "product").mkdir()
    product = copy_project(folder / "product")
    require_set_up(product)
    put_under_git(product.root, "The product")
    return product
