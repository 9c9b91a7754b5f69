"""No password that was typed and no token is in any file, though JupyterLab is told to save the state of widgets.

Sentinels are typed into every form: as a person does, in the browser, and as a tool does that runs a notebook.
Then everything that was written is searched, in many spellings. A careless form shows that the search finds it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from forms_in_use import AGAIN, ALL_FORMS, START, begin, expect_logged_in, expect_password_set, fill_in, submit
from playwright.sync_api import expect
from sentinels import new_sentinel, tokens_in, traces

pytest_plugins = ["browser", "jupyter_lab"]

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
CARELESS = """
import ipywidgets as widgets

careless = widgets.Password(description="Careless")
careless
"""
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


# --- used in JupyterLab ------------------------------------------------------------------------------------------


SOURCES = {path.name: path.read_text(encoding="utf-8") for path in sorted(NOTEBOOKS.glob("0*.ipynb"))}
LESSONS = [name for name, source in SOURCES.items() if "forms.PasswordForm(" in source]


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
            notebook.save()
            found += secrets_in(notebook.jupyter.folder, secrets)
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
            temporary = form.get_by_label("Temporary password").is_visible()
            submit(form, chosen)
            if temporary:
                form.get_by_label("New password").fill(others[-1])
                form.get_by_label("Repeat the password").fill(others.pop())
                form.get_by_role("button", name="Set password").click()
            expect_logged_in(form)
    return secrets


def use_and_save(notebook):
    """Returns all secrets of a notebook whose forms were used, and where one was found when it was saved."""
    unanswered, found = type_without_an_answer(notebook)
    secrets = [*unanswered, *use_every_form(notebook), *notebook.in_kernel(TOKENS, "tokens")]
    state = json.dumps(notebook.save().metadata.get("widgets"))
    assert '"AnyModel"' in state, "JupyterLab was told to save the state of widgets, and did"
    return secrets, found + secrets_in(notebook.jupyter.folder, secrets)


@pytest.mark.parametrize("lesson", LESSONS)
def test_jupyterlab_saves_nothing_secret_of_a_lesson(jupyter, open_notebook, lesson):
    notebook = open_notebook(jupyter.add_lesson(lesson))
    notebook.run_all()
    _, found = use_and_save(notebook)
    assert found == []


def test_jupyterlab_saves_what_is_typed_into_a_careless_form_and_nothing_of_ours(jupyter, open_notebook):
    notebook = open_notebook(jupyter.add("every_form.ipynb", START, CARELESS, *ALL_FORMS))
    notebook.run_all()
    careless = new_sentinel()
    with notebook.kernel_stopped():
        notebook.page.get_by_label("Careless").fill(careless)
        notebook.save()
    assert "every_form.ipynb: JSON" in secrets_in(jupyter.folder, [careless])
    secrets, found = use_and_save(notebook)
    assert len(secrets) >= 6 + 6, "tokens of two forms, and passwords"
    assert found == []


def test_the_search_knows_whole_tokens_from_masked_ones(make_pool, cognito):
    pool = make_pool()
    tokens = cognito.initiate_auth(
        ClientId=pool.app_client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": pool.username, "PASSWORD": pool.password},
    )["AuthenticationResult"]
    for name in ("IdToken", "AccessToken", "RefreshToken"):
        assert len(tokens_in(json.dumps({"output": [tokens[name]]}))) == 1
        assert tokens_in(f"{tokens[name][:4]}…{tokens[name][-3:]}") == []


# --- run by tools ------------------------------------------------------------------------------------------------

NBCLIENT = """
import sys, nbclient, nbformat

notebook = nbformat.read(sys.argv[1], as_version=4)
nbclient.NotebookClient(notebook, resources={"metadata": {"path": sys.argv[2]}}).execute()
nbformat.write(notebook, sys.argv[3])
"""
# What a page does, done by a cell: a message with all that was typed.
TYPE = """
import os


def send(form, **values):
    form.entry._handle_custom_msg({"number": "1", "step": "submit", "values": values}, [])


chosen, wrong = os.environ["CHOSEN"], os.environ["WRONG"]
send(password_form, new_password=wrong, repeat=chosen)
send(password_form, new_password=chosen, repeat=chosen)
send(login_form, email=lesson.username, password=wrong)
send(login_form, email=lesson.username, password=chosen)
assert "AccessToken" in login_form.tokens
print([forms.mask(token) for token in login_form.tokens.values()])

careless.value = os.environ["CARELESS"]
"""


def execute(tool, folder, sentinels):
    """Run a notebook with every form, and have the sentinels typed. Returns the text of the result."""
    (folder / "helpers").symlink_to(NOTEBOOKS.parent / "helpers")
    (folder / "notebooks").mkdir()
    source, result = folder / "notebooks" / "forms.ipynb", folder / "notebooks" / "result"
    cells = [nbformat.v4.new_code_cell(cell) for cell in (START, CARELESS, *ALL_FORMS, TYPE)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbformat.write(notebook, source)
    convert = [sys.executable, "-m", "nbconvert", "--execute", f"--output={result}", str(source)]
    commands = {
        "nbclient": [sys.executable, "-c", NBCLIENT, str(source), str(source.parent), f"{result}.ipynb"],
        "nbconvert to a notebook": [*convert, "--to=notebook"],
        "nbconvert to a page": [*convert, "--to=html"],
    }
    environment = {**os.environ, **sentinels, "PYTHONPATH": ""}
    with (folder / "log").open("w") as log:
        done = subprocess.run(commands[tool], env=environment, stdout=log, stderr=log, timeout=120)
    assert done.returncode == 0, (folder / "log").read_text()
    (folder / "helpers").unlink()
    return next((folder / "notebooks").glob("result.*")).read_text(encoding="utf-8")


@pytest.mark.parametrize("tool", ["nbclient", "nbconvert to a notebook", "nbconvert to a page"])
def test_a_tool_saves_what_is_typed_into_a_careless_form_and_nothing_of_ours(tool, tmp_path):
    sentinels = {name: new_sentinel() for name in ("CHOSEN", "WRONG", "CARELESS")}
    result = execute(tool, tmp_path, sentinels)
    assert re.search(r"eyJ\w…[\w-]{3}", result), "the forms were used: masked tokens were printed"
    assert secrets_in(tmp_path, [sentinels["CHOSEN"], sentinels["WRONG"]]) == []
    assert traces(sentinels["CARELESS"], result) != []


# --- what is committed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.rglob("*.ipynb")), ids=lambda path: path.name)
def test_a_committed_lesson_holds_no_token_and_no_widget_state(path):
    assert tokens_in(path.read_bytes()) == []
    assert "widgets" not in json.loads(path.read_text(encoding="utf-8"))["metadata"]
