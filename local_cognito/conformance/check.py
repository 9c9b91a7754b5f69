"""Compares another Cognito with the table, row by row, and reports what differs."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from importlib.metadata import version
from typing import NamedTuple

from botocore.exceptions import BotoCoreError, HTTPClientError

from local_cognito.conformance.endpoint import Endpoint
from local_cognito.conformance.row import OURS, Row
from local_cognito.conformance.world import NotHere

AGREES, DIFFERS, NOT_CHECKED = "agrees", "differs", "not checked"


class Finding(NamedTuple):
    """What came of one row: the verdict, what the endpoint answered, or why the row was not checked."""

    row: Row
    verdict: str
    came: str
    expected: str = ""


def rows_to_compare(rows: Iterable[Row]) -> list[Row]:
    """The rows that can be compared with AWS: what is ours on purpose cannot, nor what needs a mailbox."""
    return [row for row in rows if row.grade != OURS and not row.local_only]


def check(rows: Iterable[Row], endpoint: Endpoint) -> Iterator[Finding]:
    """Run rows at an endpoint, each in pools of its own, which are deleted before the next row."""
    for row in rows:
        endpoint.obstacles.clear()
        finding = _check(row, endpoint)
        endpoint.delete_pools()
        yield finding


def _check(row: Row, endpoint: Endpoint) -> Finding:
    try:
        came, expected = row.run(endpoint.world())
    except (NotHere, HTTPClientError) as error:
        return Finding(row, NOT_CHECKED, str(error))
    except Exception as error:  # a row relies on answers like AWS's: with others, it can fail in any way
        came, expected = _in_words(error), row.answer
    if endpoint.obstacles:
        return Finding(row, NOT_CHECKED, endpoint.obstacles[0])
    return Finding(row, AGREES if came == expected else DIFFERS, came, expected)


def _in_words(error: Exception) -> str:
    """An exception as the table would write it. Of ours, only the type: the message may have a password."""
    return str(error) if isinstance(error, BotoCoreError) else f"the case cannot go on: {type(error).__name__}"


def count(findings: Iterable[Finding]) -> str:
    """How many rows agree, differ, and were not checked."""
    found = Counter(finding.verdict for finding in findings)
    return ", ".join(f"{found[verdict]} {verdict}" for verdict in (AGREES, DIFFERS, NOT_CHECKED))


def report(findings: list[Finding], endpoint: Endpoint) -> str:
    """The findings in Markdown. It names neither the account nor anything secret."""
    now = datetime.now(timezone.utc)
    versions = ", ".join(f"{name} {version(name)}" for name in ("boto3", "botocore"))
    differ = [
        f"| {finding.row.id} | {_cell(finding.row.case)} | `{_cell(finding.expected)}` "
        f"| `{_cell(finding.came)}` | *{finding.row.grade}*: {_cell(finding.row.source)} |"
        for finding in findings
        if finding.verdict == DIFFERS
    ]
    unchecked = [
        f"| {finding.row.id} | {_cell(finding.row.case)} | {_cell(finding.came)} |"
        for finding in findings
        if finding.verdict == NOT_CHECKED
    ]
    agree = ", ".join(finding.row.id for finding in findings if finding.verdict == AGREES)
    lines = [
        "# The conformance table, compared with another Cognito",
        "",
        f"- {now:%Y-%m-%d %H:%M} UTC, region {endpoint.region}, {endpoint.url}",
        f"- Python {platform.python_version()}, {versions}",
        f"- {len(findings)} rows: {count(findings)}; {sum(endpoint.calls.values()):,} calls",
        "",
        "## Differs",
        "",
        *["| row | case | the table | the answer | the table's source |", "| --- | --- | --- | --- | --- |"],
        *differ,
        "",
        "## Not checked",
        "",
        *["| row | case | why |", "| --- | --- | --- |"],
        *unchecked,
        "",
        "## Agrees",
        "",
        agree,
    ]
    return "\n".join(lines).rstrip() + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").strip()
