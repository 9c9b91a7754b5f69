"""A pytest plugin: nbval's kernels talk through the file system.

Over TCP, jupyter_client looks for free ports and passes them on. Before the kernel takes them, another kernel that
starts at the same time can have one of them, and then this one dies.
"""

from __future__ import annotations

from functools import partial

import nbval.kernel

nbval.kernel.KernelManager = partial(nbval.kernel.KernelManager, transport="ipc")
