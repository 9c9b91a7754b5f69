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
from playwright.sync_api import expect
from sentinels import new_sentinel, tokens_in, traces

pytest_plugins = ["browser", "jupyter_lab"]

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
EMAIL = "test@example.com"
START = """
import sys

sys.path.insert(0, "..")
import os
import boto3
import ipywidgets as widgets
from helpers import forms, lab

lesson = lab.start(4)
cognito = boto3.client("cognito-idp")
"""
FORMS = [
    """
def set_password(new_password):
    cognito.admin_set_user_password(
        UserPoolId=lesson.user_pool_id, Username=lesson.username, Password=new_password, Permanent=True
    )


policy = cognito.describe_user_pool(UserPoolId=lesson.user_pool_id)["UserPool"]["Policies"]["PasswordPolicy"]
password_form = forms.PasswordForm(set_password, policy)
password_form
""",
    """
def log_in(email, password):
    return cognito.initiate_auth(
        ClientId=lesson.app_client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": password},
    )["AuthenticationResult"]


login_form = forms.LoginForm(log_in, email="test@example.com")
login_form
""",
    """
def initiate(parameters):
    return cognito.initiate_auth(
        ClientId=lesson.app_client_id, AuthFlow="USER_SRP_AUTH", AuthParameters=parameters
    )


def respond(responses):
    return cognito.respond_to_auth_challenge(
        ClientId=lesson.app_client_id, ChallengeName="PASSWORD_VERIFIER", ChallengeResponses=responses
    )


browser_form = forms.BrowserLoginForm(
    initiate, respond, user_pool_id=lesson.user_pool_id, email="test@example.com"
)
browser_form
""",
]
CARELESS = """
careless = widgets.Password(description="Careless")
careless
"""
TOKENS = """
import gc

kinds = (forms.LoginForm, forms.BrowserLoginForm)
used = [thing for thing in gc.get_objects() if isinstance(thing, kinds) and thing.tokens]
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


def choose(form, password, repeat=None):
    form.get_by_label("New password").fill(password)
    form.get_by_label("Repeat the password").fill(password if repeat is None else repeat)
    form.get_by_role("button", name="Set password").click()


def log_in(form, password):
    form.get_by_label("E-mail").fill(EMAIL)
    form.get_by_label("Password").fill(password)
    form.get_by_role("button", name="Log in").click()


def use_every_form(notebook):
    """Fill in each form: to be refused, to be accepted, and without a click. Returns all that was typed."""
    chosen, others = new_sentinel(), [new_sentinel() for _ in range(20)]
    secrets = [chosen, *others]
    for form in notebook.forms().all():
        if form.get_by_label("New password").is_visible():
            choose(form, others.pop(), others.pop())
            expect(form.get_by_role("alert")).to_contain_text("The two are not the same")
            expect(form.get_by_label("New password")).to_have_value("")
            choose(form, chosen)
            expect(form.get_by_role("status")).to_have_text("The password is set.")
            form.get_by_role("button", name="Choose another").click()
            form.get_by_label("New password").fill(others.pop())
            form.get_by_label("Repeat the password").fill(others.pop())
        else:
            log_in(form, others.pop())
            expect(form.get_by_role("alert")).to_be_visible()
            expect(form.get_by_role("button", name="Log in")).to_be_enabled()
            log_in(form, chosen)
            expect(form.get_by_role("status")).to_have_text(f"You are logged in as {EMAIL}.")
    return secrets


# --- used in JupyterLab ------------------------------------------------------------------------------------------


SOURCES = {path.name: path.read_text(encoding="utf-8") for path in sorted(NOTEBOOKS.glob("0*.ipynb"))}
LESSONS = [name for name, source in SOURCES.items() if "forms.PasswordForm(" in source]


def use_and_save(notebook):
    """Returns the passwords that were typed, and the tokens that came of it."""
    notebook.run_all()
    secrets = use_every_form(notebook)
    tokens = notebook.in_kernel(TOKENS, "tokens")
    saved = notebook.save()
    state = json.dumps(saved.metadata.get("widgets"))
    assert '"PasswordModel"' in state, "JupyterLab was told to save the state of widgets, and did"
    return [*secrets, *tokens]


@pytest.mark.parametrize("lesson", LESSONS)
def test_jupyterlab_saves_nothing_secret_of_a_lesson(jupyter, open_notebook, lesson):
    secrets = use_and_save(open_notebook(jupyter.add_lesson(lesson)))
    assert secrets_in(jupyter.folder, secrets) == []


def test_jupyterlab_saves_what_is_typed_into_a_careless_form_and_nothing_of_ours(jupyter, open_notebook):
    notebook = open_notebook(jupyter.add("every_form.ipynb", START, CARELESS, *FORMS))
    notebook.run_all()
    careless = new_sentinel()
    notebook.page.get_by_label("Careless").fill(careless)
    secrets = use_and_save(notebook)
    assert len(secrets) >= 6 + 5, "tokens of two forms, and passwords"
    assert secrets_in(jupyter.folder, secrets) == []
    assert "every_form.ipynb: JSON" in secrets_in(jupyter.folder, [careless])


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
# What a person does in the browser, done by a cell: a text comes as state, a click as a call.
TYPE = """
import asyncio

chosen, wrong = os.environ["CHOSEN"], os.environ["WRONG"]
for password in (wrong, chosen):
    for field in (password_form.new_password, password_form.repeat):
        field.set_state({"value": password})
    if password == chosen:
        password_form.button.click()
        while password_form.button in password_form.children:
            await asyncio.sleep(0.02)
for password in (wrong, chosen):
    login_form.password.set_state({"value": password})
    login_form.button.click()
    while login_form.password.filled:
        await asyncio.sleep(0.02)
assert "AccessToken" in login_form.tokens
print([forms.mask(token) for token in login_form.tokens.values()])

careless.set_state({"value": os.environ["CARELESS"]})
"""


def execute(tool, folder, sentinels):
    """Run a notebook with every form, and have the sentinels typed. Returns the text of the result."""
    (folder / "helpers").symlink_to(NOTEBOOKS.parent / "helpers")
    (folder / "notebooks").mkdir()
    source, result = folder / "notebooks" / "forms.ipynb", folder / "notebooks" / "result"
    cells = [nbformat.v4.new_code_cell(cell) for cell in (START, CARELESS, *FORMS, TYPE)]
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
