"""The table of `conformance` over HTTP, at the local Cognito; tests/test_stock_moto.py has its last column."""

from __future__ import annotations

import pytest

from local_cognito.conformance import rows as conformance
from tools.lessons import ROOT

README = ROOT / "local_cognito/README.md"
ROWS = {row.id: row for row in conformance.rows()}


def test_each_row_has_a_name_of_its_own():
    assert len(ROWS) == len(list(conformance.rows()))


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_as_aws(local_cognito, row):
    came, expected = row.tried(local_cognito.url)
    assert came == expected


def test_the_readme_says_what_the_table_says():
    written = README.read_text(encoding="utf-8")
    assert written == conformance.readme(), "run: python -m local_cognito.conformance > local_cognito/README.md"
