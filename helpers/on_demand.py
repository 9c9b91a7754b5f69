"""Packages whose files are read when what is in them is first asked for: a lesson's first cell need not wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def on_demand(package: str, files: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The `__getattr__` and the `__dir__` of a package (PEP 562).

    Args:
        package: its name, such as ``helpers.forms``.
        files: the file in it, without ``.py``, that has each name.
    """

    def find(name: str) -> Any:
        if name not in files:
            raise AttributeError(f"There is no {name} in {package}.")
        return getattr(import_module(f".{files[name]}", package), name)

    return find, lambda: list(files)
