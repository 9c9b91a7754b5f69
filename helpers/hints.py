"""A hint below `NameError`: the learner probably ran a cell before the cells that it builds on."""

from __future__ import annotations

import sys
from traceback import walk_tb
from types import TracebackType
from typing import Any

NAMES_COME_FROM_ABOVE = (
    "This name has no value yet. If a cell above gives it one, choose Run > Run All Above Selected Cell, then run "
    "this cell again. If this cell gives it one after `except`, there was no error: nothing was refused."
)


def explain_name_errors() -> None:
    """From now on, Jupyter shows `NAMES_COME_FROM_ABOVE` below the traceback of a cell's `NameError`.

    Does nothing outside Jupyter, or if another handler of errors is installed already.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell and not shell.custom_exceptions:
        shell.set_custom_exc((NameError,), _show)


def _show(shell: Any, kind: type, error: Any, trace: TracebackType, tb_offset: int | None = None) -> None:
    """Show the usual traceback, and the hint if the missing name is one of the notebook's own."""
    *_, (frame, _) = walk_tb(trace)
    if kind is NameError and frame.f_globals is shell.user_ns:
        usual = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset)
        error._render_traceback_ = lambda: [*usual, NAMES_COME_FROM_ABOVE]
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
