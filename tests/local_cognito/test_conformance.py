"""Every row of the conformance table, over HTTP, at the local Cognito. test_stock_moto.py has its last column."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from local_cognito import LocalCognito
from local_cognito.app import CognitoApp
from local_cognito.conformance import __main__ as command
from local_cognito.conformance import endpoint
from local_cognito.conformance.row import Row
from local_cognito.conformance.table import README, ROWS, readme
from local_cognito.conformance.world import World, connect, post
from local_cognito.environment import variables

IDS = [row.id for row in ROWS]


def test_each_row_has_an_id_of_its_own() -> None:
    assert len(set(IDS)) == len(IDS)


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_as_aws(local_cognito: LocalCognito, row: Row) -> None:
    answer, expected = row.run(World(local_cognito.url))
    assert answer == expected


@pytest.fixture
def account(serve, monkeypatch) -> Any:
    """The address of a local Cognito that asks to wait, and denies an operation, as an account can."""
    app, asked_to_wait = CognitoApp(), set()
    monkeypatch.setattr(endpoint, "LONGEST_PAUSE", 0)

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        operation = environ["HTTP_X_AMZ_TARGET"].rpartition(".")[2]
        code = "AccessDeniedException" if operation == "AdminDisableUser" else None
        if operation not in asked_to_wait:
            asked_to_wait.add(operation)
            code = "TooManyRequestsException"
        if code is None:
            return app(environ, start_response)
        start_response("400 Bad Request", [("Content-Type", "application/x-amz-json-1.1")])
        return [json.dumps({"__type": code, "message": ""}).encode()]

    return serve(answer)


def pools(url: str) -> list[Any]:
    return connect(url).list_user_pools(MaxResults=60)["UserPools"]


def test_another_cognito_is_compared_with_the_table(account, local_cognito, monkeypatch, tmp_path, capsys):
    local_cognito.clear()
    row = {row.id: row for row in ROWS}
    right, denied = row["token-get_user"], row["token-disabled"]
    rows = [right, denied, right._replace(id="wrong", answer="no | answer"), right._replace(local_only=True)]
    rows.append(right._replace(id="mail", call=World.mailed_code))
    rows.append(
        right._replace(id="signature", call=lambda w: post("https://cognito-idp.invalid", "ListUsers", {}))
    )
    monkeypatch.setattr(command, "ROWS", rows)
    assert command.main(["--endpoint", account, "--report", str(tmp_path / "report.md")]) == 1
    report = (tmp_path / "report.md").read_text()
    assert "5 rows: 1 agrees, 1 differs, 3 not checked" in report
    assert "| `no \\| answer` | `the user` |" in report
    assert "the IAM action cognito-idp:AdminDisableUser is not allowed" in report and "needs a mailbox" in report
    assert "differs      wrong\n  table:  no | answer\n  answer: the user" in capsys.readouterr().out
    assert "its signature is made up" in report
    assert pools(local_cognito.url) == []


def test_its_pools_are_deleted_even_after_an_interrupt(account, local_cognito, monkeypatch, tmp_path):
    local_cognito.clear()
    World(local_cognito.url).set_up()

    def interrupt(w: World) -> None:
        w.set_up(pool={"DeletionProtection": "ACTIVE"})
        w.aws.create_user_pool_domain(UserPoolId=w.user_pool_id, Domain="interrupted")
        w.aws.create_user_pool(PoolName="another")
        w.aws.meta.events.register_first("after-call.cognito-idp.CreateUserPool", interrupt_creation)
        w.another_pool().set_up()

    def interrupt_creation(**_: Any) -> None:
        assert len(pools(local_cognito.url)) == 4
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "ROWS", [ROWS[0]._replace(call=interrupt)])
    with pytest.raises(KeyboardInterrupt):
        command.main(["--endpoint", account, "--report", str(tmp_path / "report.md")])
    assert len(pools(local_cognito.url)) == 1, "somebody else's pool is still there"


def test_an_account_is_asked_for_before_anything_is_created_in_it(account, local_cognito, monkeypatch, capsys):
    local_cognito.clear()
    for name, value in {**variables(account), "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": account}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    monkeypatch.setattr(command, "account_of", lambda session: "111122223333")
    monkeypatch.setattr(command, "ROWS", ROWS[:1])
    monkeypatch.setattr("builtins.input", lambda question: "")
    assert command.main(["--aws"]) == 0
    said = capsys.readouterr().out
    assert f"AWS account 111122223333, region us-east-1, {account}\n1 rows: about " in said and "$0.0" in said
    assert said.endswith("Nothing was created.\n") and pools(local_cognito.url) == []


def test_the_readme_is_up_to_date() -> None:
    assert README.read_text(encoding="utf-8") == readme(), "run: python -m local_cognito.conformance --readme"
