"""A pytest plugin: nbval's kernels talk through the file system.

Over TCP, jupyter_client looks for free ports and passes them on. Before the kernel takes them, another kernel that
starts at the same time can have one of them, and then this one dies.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import nbval.kernel
from jupyter_client import KernelManager


def kernel_manager(**options: Any) -> KernelManager:
    """As nbval makes one, but for the sockets: files in a folder of their own."""
    return KernelManager(transport="ipc", ip=str(Path(mkdtemp(), "kernel")), **options)


nbval.kernel.KernelManager = kernel_manager
