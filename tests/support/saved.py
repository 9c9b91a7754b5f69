"""Every form of a notebook is used and the notebook saved, and what was written is searched for what was typed."""

from __future__ import annotations

import json
import os
from pathlib import Path

from playwright.sync_api import expect

from tests.support.forms_in_use import AGAIN, begin, expect_logged_in, expect_password_set, fill_in, submit
from tests.support.sentinels import new_sentinel, tokens_in, traces

TOKENS = """
import gc

used = [thing for thing in gc.get_objects() if isinstance(thing, forms.LoginForm) and thing.tokens]
tokens = [token for form in used for token in form.tokens.values()]
"""


def secrets_in(folder: Path, secrets: list[str]) -> list[str]:
    """Where in a folder, and in which spelling, a secret stands; and whole tokens, whosever they are."""
    found = []
    for parent, _, names in os.walk(folder):
        for name in names:
            data = Path(parent, name).read_bytes()
            spellings = [spelling for secret in secrets for spelling in traces(secret, data)] + tokens_in(data)
            found += [f"{name}: {spelling}" for spelling in spellings]
    return found


def type_without_an_answer(notebook):
    """Type into every field and save, then click every button and save, while nothing comes back from the kernel.

    Returns the passwords that were typed, and where each of the two files holds one.
    """
    secrets, found = [], []
    with notebook.kernel_stopped():
        for act in (fill_in, submit):
            for form in notebook.forms().all():
                secrets.append(new_sentinel())
                act(form, secrets[-1])
            found += found_when_saved(notebook, secrets)
    for form in notebook.forms().all():
        expect(form.get_by_role("alert").or_(form.get_by_role("button", name=AGAIN))).to_be_visible()
    return secrets, found


def use_every_form(notebook):
    """Fill in each form: to be refused, and to be accepted. Returns the passwords that were typed."""
    chosen, others = new_sentinel(), [new_sentinel() for _ in range(20)]
    secrets = [chosen, *others]
    for form in notebook.forms().all():
        if begin(form).get_by_label("New password").is_visible():
            submit(form, others.pop(), others.pop())
            expect(form.get_by_role("alert")).to_contain_text("The two are not the same")
            submit(form, chosen)
            expect_password_set(form)
        else:
            submit(form, others.pop())
            expect(form.get_by_role("alert")).to_contain_text("Incorrect username or password.")
            submit(form, chosen)
            expect_logged_in(form)
    return secrets


def use_and_save(notebook):
    """Returns all secrets of a notebook whose forms were used, and where one was found when it was saved."""
    secrets = [*use_every_form(notebook), *notebook.in_kernel(TOKENS, "tokens")]
    return secrets, found_when_saved(notebook, secrets)


def found_when_saved(notebook, secrets):
    """Where in all files a secret stands, after the notebook was saved as it is now."""
    state = json.dumps(notebook.save().metadata.get("widgets"))
    assert '"AnyModel"' in state, "JupyterLab was told to save the state of widgets, and did"
    return secrets_in(notebook.jupyter.folder, secrets)
