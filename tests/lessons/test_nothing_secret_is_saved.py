"""No password that was typed and no token is in a notebook: neither in those committed, nor when a tool runs one.

The browser tests search what JupyterLab saves.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import nbformat
import pytest
from nbconvert import HTMLExporter

from tests.support.sentinels import new_sentinel, tokens_in, traces
from tools import author
from tools.lessons import LESSONS, ROOT

# Types into forms as their page does, by messages; and into a careless widget, to show that the search finds it.
CELL = """
import os
import sys

sys.path.insert(0, os.environ["ROOT"])
import boto3
import ipywidgets
from IPython.display import display
from helpers import forms, lab

lesson = lab.start(4)
cognito = boto3.client("cognito-idp")
user = {"UserPoolId": lesson.user_pool_id, "Username": lesson.username}


def set_password(password):
    cognito.admin_set_user_password(**user, Password=password, Permanent=True)


def log_in(email, password):
    parameters = {"USERNAME": email, "PASSWORD": password}
    return cognito.initiate_auth(
        ClientId=lesson.app_client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters
    )


def send(form, **values):
    form.entry._handle_custom_msg({"id": "1", "action": "submit", "values": values}, [])


password_form, login_form = forms.PasswordForm(set_password, {}), forms.LoginForm(log_in)
careless = ipywidgets.Password()
display(password_form, login_form, careless)
chosen, wrong = os.environ["CHOSEN"], os.environ["WRONG"]
send(password_form, new_password=wrong, repeat=chosen)
send(password_form, new_password=chosen, repeat=chosen)
send(login_form, email=lesson.username, password=wrong)
send(login_form, email=lesson.username, password=chosen)
careless.value = os.environ["CARELESS"]
len(login_form.tokens)
"""


def test_nbconvert_saves_what_is_typed_into_a_careless_widget_and_nothing_of_ours(tmp_path):
    path, typed = tmp_path / "forms.ipynb", {name: new_sentinel() for name in ("CHOSEN", "WRONG", "CARELESS")}
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)]), path)
    command = [sys.executable, "-m", "nbconvert", "--to=notebook", "--execute", "--inplace", path]
    subprocess.run(command, env={**os.environ, **typed, "ROOT": str(ROOT)}, check=True, timeout=120)
    notebook = nbformat.read(path, as_version=4)
    assert notebook.cells[0].outputs[-1].data["text/plain"] == "3", "the forms were used: three tokens came"
    html, _ = HTMLExporter().from_notebook_node(notebook)
    for saved in (path.read_text(encoding="utf-8"), html):
        assert traces(typed["CHOSEN"], saved) + traces(typed["WRONG"], saved) + tokens_in(saved) == []
        assert traces(typed["CARELESS"], saved) != []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_committed_lesson_contains_no_token_and_no_widget_state(lesson):
    for notebook in (lesson, author.solution_of(lesson)):
        assert tokens_in(notebook.read_bytes()) == []
        assert "widgets" not in json.loads(notebook.read_text(encoding="utf-8"))["metadata"]
