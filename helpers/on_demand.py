"""Packages whose modules are imported at first use, so that a lesson's first cell is fast."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def on_demand(package: str, modules: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Make the `__getattr__` and the `__dir__` of a package (PEP 562).

    Args:
        package: its name, such as ``helpers.forms``.
        modules: for each public name, the module of the package that defines it.
    """

    def find(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"There is no {name} in {package}.")
        return getattr(import_module(f".{modules[name]}", package), name)

    return find, lambda: list(modules)
