"""No password that was typed and no token is in any file, though JupyterLab is told to save the state of widgets.

Sentinels are typed into every form: as a person does, in the browser, and as a tool does that runs a notebook.
Then everything that was written is searched, in many spellings. A careless form shows that the search finds it.
The forms of the lessons are used so in tests/test_lessons_in_browser.py, where the lessons are open.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import nbformat
import pytest

from helpers.masking import mask
from tests.support.forms_in_use import ALL_FORMS, START
from tests.support.saved import secrets_in, type_without_an_answer, use_and_save
from tests.support.sentinels import new_sentinel, tokens_in, traces
from tools.lessons import NOTEBOOKS, ROOT

CARELESS = """
import ipywidgets as widgets

careless = widgets.Password(description="Careless")
careless
"""

# --- used in JupyterLab ------------------------------------------------------------------------------------------


def test_jupyterlab_saves_what_is_typed_into_a_careless_form_and_nothing_of_ours(jupyter, open_notebook):
    notebook = open_notebook(jupyter.add("every_form.ipynb", START, CARELESS, *ALL_FORMS))
    notebook.run_all()
    careless = new_sentinel()
    with notebook.kernel_stopped():
        notebook.page.get_by_label("Careless").fill(careless)
        notebook.save()
    assert "every_form.ipynb: JSON" in secrets_in(jupyter.folder, [careless])
    unanswered, found = type_without_an_answer(notebook)
    assert len(unanswered) == 2 * len(ALL_FORMS)
    assert found == []
    secrets, found = use_and_save(notebook)
    assert len(secrets) >= 6 + 6, "tokens of two forms, and passwords"
    assert found == []
    assert secrets_in(jupyter.folder, unanswered) == []


def test_the_search_knows_whole_tokens_from_masked_ones(make_pool, cognito):
    pool = make_pool()
    tokens = cognito.initiate_auth(
        ClientId=pool.app_client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": pool.username, "PASSWORD": pool.password},
    )["AuthenticationResult"]
    for name in ("IdToken", "AccessToken", "RefreshToken"):
        assert len(tokens_in(json.dumps({"output": [tokens[name]]}))) == 1
        assert tokens_in(mask(tokens[name])) == []


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
    form.entry._handle_custom_msg({"id": "1", "action": "submit", "values": values}, [])


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
    """Run a notebook with every form, and have the sentinels typed. Returns the texts of the results."""
    for package in ("helpers", "local_cognito"):
        (folder / package).symlink_to(ROOT / package)
    (folder / "notebooks").mkdir()
    source, result = folder / "notebooks" / "forms.ipynb", folder / "notebooks" / "result"
    cells = [nbformat.v4.new_code_cell(cell) for cell in (START, CARELESS, *ALL_FORMS, TYPE)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbformat.write(notebook, source)
    convert = [sys.executable, "-m", "nbconvert"]
    commands = {
        "nbclient": [[sys.executable, "-c", NBCLIENT, str(source), str(source.parent), f"{result}.ipynb"]],
        "nbconvert": [
            [*convert, "--to=notebook", "--execute", f"--output={result}", str(source)],
            [*convert, "--to=html", f"{result}.ipynb"],
        ],
    }
    environment = {**os.environ, **sentinels, "PYTHONPATH": ""}
    with (folder / "log").open("w") as log:
        for command in commands[tool]:
            done = subprocess.run(command, env=environment, stdout=log, stderr=log, timeout=120)
            assert done.returncode == 0, (folder / "log").read_text()
    (folder / "helpers").unlink()
    return [path.read_text(encoding="utf-8") for path in (folder / "notebooks").glob("result.*")]


@pytest.mark.parametrize(("tool", "files"), [("nbclient", 1), ("nbconvert", 2)])
def test_a_tool_saves_what_is_typed_into_a_careless_form_and_nothing_of_ours(tool, files, tmp_path):
    sentinels = {name: new_sentinel() for name in ("CHOSEN", "WRONG", "CARELESS")}
    results = execute(tool, tmp_path, sentinels)
    assert len(results) == files
    assert secrets_in(tmp_path, [sentinels["CHOSEN"], sentinels["WRONG"]]) == []
    for result in results:
        assert re.search(r"eyJ\w…[\w-]{3}", result), "the forms were used: masked tokens were printed"
        assert traces(sentinels["CARELESS"], result) != []


# --- what is committed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.rglob("*.ipynb")), ids=lambda path: path.name)
def test_a_committed_lesson_holds_no_token_and_no_widget_state(path):
    assert tokens_in(path.read_bytes()) == []
    assert "widgets" not in json.loads(path.read_text(encoding="utf-8"))["metadata"]
