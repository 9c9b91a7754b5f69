"""The conformance table: all its rows for tests, and the README for readers."""

from __future__ import annotations

from pathlib import Path
from string import Template

from local_cognito.conformance.cases import (
    attacks,
    attributes,
    bad_input,
    client_secrets,
    devices,
    flows,
    groups,
    hidden_users,
    http,
    managed_login,
    managed_login_attacks,
    new_passwords,
    only_here,
    passkeys,
    passwordless,
    passwords,
    refused_settings,
    settings,
    sign_up,
    srp,
    states,
    tokens,
    totp,
    user_lists,
    users,
)
from local_cognito.conformance.row import DOC, HEARSAY, OURS, SEEN, Row

#: The rows of the table by heading, in the order of the README.
SECTIONS: dict[str, list[Row]] = {
    **passwords.SECTIONS,
    **flows.SECTIONS,
    **srp.SECTIONS,
    **passwordless.SECTIONS,
    **passkeys.SECTIONS,
    **hidden_users.SECTIONS,
    **new_passwords.SECTIONS,
    **users.SECTIONS,
    **attributes.SECTIONS,
    **tokens.SECTIONS,
    **states.SECTIONS,
    **client_secrets.SECTIONS,
    **sign_up.SECTIONS,
    **totp.SECTIONS,
    **devices.SECTIONS,
    **bad_input.SECTIONS,
    **settings.SECTIONS,
    **groups.SECTIONS,
    **user_lists.SECTIONS,
    **attacks.SECTIONS,
    **managed_login.SECTIONS,
    **managed_login_attacks.SECTIONS,
    **http.SECTIONS,
    **only_here.SECTIONS,
    **refused_settings.SECTIONS,
}
ROWS = [row for rows in SECTIONS.values() for row in rows]

#: The moto that `Row.stock_moto_agrees` was recorded on.
RECORDED_ON = "5.2.5"

README = Path(__file__).parents[1] / "README.md"
TEMPLATE = Path(__file__).with_name("README.template.md")
HEAD = "\n| case | answer | known from | stock moto |\n| --- | --- | --- | --- |\n"


def readme() -> str:
    """The text of local_cognito/README.md: the template, filled in from the rows."""
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        cases=len(ROWS),
        moto=RECORDED_ON,
        stock=sum(row.stock_moto_agrees for row in ROWS if row.grade != OURS),
        as_aws=_tables(DOC, SEEN),
        hearsay=_tables(HEARSAY),
        only_here=_tables(OURS),
    )


def _tables(*grades: str) -> str:
    """A table for each section that has rows of these grades."""
    tables = []
    for heading, rows in SECTIONS.items():
        lines = [_line(row) for row in rows if row.grade in grades]
        if lines:
            tables.append(f"### {heading}\n{HEAD}{''.join(lines)}")
    return "\n".join(tables).rstrip()


def _line(row: Row) -> str:
    answer = row.answer.format(
        client="CLIENT_ID", pool="USER_POOL_ID", user="USERNAME", region="us-east-1"
    ).strip()
    source = f"*{row.grade}*: {row.source}" if row.source else ""
    cells = [row.case, f"`{answer}`", source, "yes" if row.stock_moto_agrees else "no"]
    return f"| {' | '.join(cells)} |\n"
