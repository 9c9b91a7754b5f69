"""Every row of the conformance table, over HTTP, at the local Cognito. test_stock_moto.py has its last column."""

from __future__ import annotations

import pytest

from local_cognito import LocalCognito
from local_cognito.conformance.row import Row
from local_cognito.conformance.table import README, ROWS, readme
from local_cognito.conformance.world import World

IDS = [row.id for row in ROWS]


def test_each_row_has_an_id_of_its_own() -> None:
    assert len(set(IDS)) == len(IDS)


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_as_aws(local_cognito: LocalCognito, row: Row) -> None:
    answer, expected = row.run(World(local_cognito.url))
    assert answer == expected


def test_the_readme_is_up_to_date() -> None:
    assert README.read_text(encoding="utf-8") == readme(), "run: python -m local_cognito.conformance"
