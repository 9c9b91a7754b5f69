"""A pytest plugin: nbval runs all lessons in one kernel, because to start one takes as long as to run a lesson.

The kernel talks through the file system. Over TCP, jupyter_client looks for free ports and passes them on. Another
kernel that starts at the same time can take one of them first, and then this one dies.
"""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import nbval.kernel
import nbval.plugin
from jupyter_client import KernelManager

from tests.support.lessons import LIKE_NEW


def kernel_manager(**options: Any) -> KernelManager:
    """As nbval makes one, but for the sockets: files in a folder of their own."""
    return KernelManager(transport="ipc", ip=str(Path(mkdtemp(), "kernel")), **options)


class SharedKernel(nbval.kernel.RunningKernel):
    """A kernel that goes on when nbval is done with a lesson."""

    def stop(self) -> None:
        """Leave the kernel like new for the next lesson."""
        message = self.execute_cell_input(LIKE_NEW)
        self.await_reply(message, timeout=60)
        self.await_idle(message, timeout=60)

    def end(self) -> None:
        """Stop it."""
        super().stop()


@cache
def shared_kernel(name: str, cwd: str, startup_timeout: int) -> SharedKernel:
    """The kernel for all lessons with this kernel's name, in this folder."""
    kernel = SharedKernel(name, cwd, startup_timeout)
    atexit.register(kernel.end)
    return kernel


nbval.kernel.KernelManager = kernel_manager
nbval.plugin.RunningKernel = shared_kernel
