"""Run all lessons, in eight kernels at once and each cell twice: ``python -m tests.support.foul_weather``.

Prints, as JSON, what differs from what is committed: {cell id: what it shows}. A second run has the id "ID-again".
"""

from __future__ import annotations

import copy
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.support import lessons
from tools.lessons import LESSONS

KERNELS = 8


def twice(cells: lessons.Cells) -> lessons.Cells:
    repeated = []
    for cell in cells:
        again = copy.deepcopy(cell)
        again.id += "-again"
        repeated += [cell, again]
    return repeated


def different(some: list[Path]) -> dict[str, str]:
    return lessons.run(*some, rearrange=twice).different()


if __name__ == "__main__":
    with ThreadPoolExecutor(KERNELS) as at_once:
        found = list(at_once.map(different, (LESSONS[first::KERNELS] for first in range(KERNELS))))
    print(json.dumps({cell: shown for some in found for cell, shown in some.items()}))
