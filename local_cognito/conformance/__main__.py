"""``python -m local_cognito.conformance``: write the README, or compare another Cognito with the table.

--readme         writes local_cognito/README.md: the template, and the table in it
--endpoint URL   compares an emulator, with made-up keys
--aws            compares a real account, with its own keys and region, after asking
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from local_cognito import LocalCognito
from local_cognito.conformance.check import DIFFERS, NOT_CHECKED, Finding, check, count, report, rows_to_compare
from local_cognito.conformance.endpoint import Endpoint, account_of, made_up_keys
from local_cognito.conformance.row import Row
from local_cognito.conformance.table import README, ROWS, readme
from local_cognito.conformance.world import NAME

#: https://aws.amazon.com/cognito/pricing, Essentials: for each user of a month, after the first 10,000.
PRICE_OF_A_USER = 0.015  # dollars


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status: 1 if a row differs."""
    parser = argparse.ArgumentParser(prog="python -m local_cognito.conformance")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--readme", action="store_true", help="write local_cognito/README.md")
    what.add_argument("--endpoint", metavar="URL", help="compare the emulator at this address")
    what.add_argument("--aws", action="store_true", help="compare a real account, after asking")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--rows", metavar="WORD", default="", help="only rows with this in their id")
    parser.add_argument("--report", type=Path, default=Path("conformance.md"), help="default: conformance.md")
    chosen = parser.parse_args(arguments)
    if chosen.readme:
        README.write_bytes(readme().encode())
        return 0
    rows = [row for row in rows_to_compare(ROWS) if chosen.rows in row.id]
    session = boto3.Session() if chosen.aws else made_up_keys()
    if chosen.aws:
        _introduce(session, rows)
        if not chosen.yes and input("Go on? [y/N] ").strip().lower() not in ("y", "yes"):
            print("Nothing was created.")
            return 0
    return _compare(rows, Endpoint(session, chosen.endpoint), chosen.report)


def _introduce(session: boto3.Session, rows: list[Row]) -> None:
    """Say what would happen to which account. The calls are counted by a rehearsal at the local Cognito."""
    if session.region_name is None:
        sys.exit("Which region? Set AWS_REGION, or a region in your AWS profile.")
    try:
        account = account_of(session)
    except (BotoCoreError, ClientError) as error:
        sys.exit(f"Your AWS keys do not work: {error}")
    print("Counting the calls, with a rehearsal at the local Cognito ...", flush=True)
    server = LocalCognito.start()
    rehearsal = Endpoint(made_up_keys(), server.url)
    with rehearsal:
        findings = list(check(rows, rehearsal))
    server.stop()
    calls, endpoint = rehearsal.calls, Endpoint(session)
    users = calls["AdminCreateUser"] + calls["SignUp"]
    print(
        f"AWS account {account}, region {endpoint.region}, {endpoint.url}\n"
        f"{len(findings)} rows: about {sum(calls.values()):,} calls. They create {calls['CreateUserPool']} "
        f"user pools, one or two at a time, with the tag {NAME}, and delete them.\n"
        f"Cost: nothing while the account has fewer than 10,000 users a month; otherwise at most "
        f"${users * PRICE_OF_A_USER:.2f}, for {users} users.\n"
        f"Cognito sends up to {rehearsal.codes_sent} e-mails to addresses at example.com, which "
        "arrive nowhere. An account can send 50 a day."
    )


def _compare(rows: list[Row], endpoint: Endpoint, path: Path) -> int:
    findings: list[Finding] = []
    try:
        with _signals_as_exceptions(), endpoint:
            for finding in check(rows, endpoint):
                findings.append(finding)
                _print(finding)
    except (BotoCoreError, ClientError) as error:  # of deleting: those of a row are in its finding
        print(f"Stopped: {error}", file=sys.stderr)
        return 1
    finally:
        path.write_text(report(findings, endpoint), encoding="utf-8")
        print(f"{len(findings)} of {len(rows)} rows: {count(findings)}. The report is in {path}.")
        if endpoint.left():
            print(f"These user pools could not be deleted: {', '.join(endpoint.left())}", file=sys.stderr)
    return int(any(finding.verdict == DIFFERS for finding in findings))


def _print(finding: Finding) -> None:
    if finding.verdict == DIFFERS:
        print(f"differs      {finding.row.id}\n  table:  {finding.expected}\n  answer: {finding.came}", flush=True)
    if finding.verdict == NOT_CHECKED:
        print(f"not checked  {finding.row.id}: {finding.came}", flush=True)


@contextmanager
def _signals_as_exceptions() -> Iterator[None]:
    """A signal to end raises SystemExit, so that the pools are deleted."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


if __name__ == "__main__":
    sys.exit(main())
