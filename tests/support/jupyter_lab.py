"""A real JupyterLab for tests, used in a real browser as a person does.

    def test_a_lesson(open_notebook):
        notebook = open_notebook("03_log_in_from_a_server.ipynb")
        notebook.run_all()
        notebook.page.get_by_label("E-mail").fill("test@example.com")

JupyterLab is that of the running Python. It works on copies, in a folder of its own, so that the tree stays as it
is, and it saves the state of widgets with a notebook: the least careful setting that a person can choose.
"""

from __future__ import annotations

import ast
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Callable
from urllib.request import Request, urlopen

import nbformat
import pytest
import websocket
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browser import FLAGS, chromium, only_this_machine
from tools.lessons import ROOT

THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
SETTINGS = {
    "@jupyterlab/apputils-extension/themes": {"theme": THEMES["light"]},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
    "@jupyter-widgets/jupyterlab-manager/plugin": {"saveState": True},
}
FAR_AWAY = "jupyter.test"
SIZE = {"width": 1280, "height": 900}
PATIENCE = 60  # seconds; a machine that does other things too is slow


def wait_for(condition: Callable[[], Any], what: str, pause: Callable[[float], Any] = time.sleep) -> Any:
    """The first true value of `condition()`. Raises TimeoutError when there is none in time."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        pause(0.05)
    raise TimeoutError(f"{what}: not in {PATIENCE} seconds")


class JupyterLab:
    """A server of its own, on 127.0.0.1, with copies of the lessons beside the real helpers.

    Attributes:
        folder: all that it writes to.
        root: the folder in there that it serves: `notebooks`, and a link to `helpers`.
        log: the file in there with all that the server and its kernels write to their terminal.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.root, self.log = folder, folder / "root", folder / "server.log"
        (self.root / "notebooks").mkdir(parents=True)
        for package in ("helpers", "local_cognito"):
            (self.root / package).symlink_to(ROOT / package)
        for name, value in SETTINGS.items():
            file = folder / "settings" / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(value), encoding="utf-8")
        self.port, self.token = free_port(), secrets.token_hex(16)
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PYTHONPATH": "",  # the lessons find helpers by themselves
            "JUPYTER_TOKEN": self.token,
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        }
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"]
        options = [f"--port={self.port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={self.root}"]
        options.append("--ServerApp.allow_remote_access=True")  # by a name that is not localhost, from here only
        options.append("--LabApp.expose_app_in_browser=True")  # as `jupyterapp`
        with self.log.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [*command, *options, "--LabApp.news_url=None"], env=environment, stdout=log, stderr=log
            )
        wait_for(self._answers, "JupyterLab starts")

    def _answers(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text(encoding='utf-8')}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def call(self, path: str, method: str = "GET") -> Any:
        """What the server's own API answers, as JSON."""
        url = f"http://127.0.0.1:{self.port}/api/{path}"
        with urlopen(Request(url, method=method, headers={"Authorization": f"token {self.token}"})) as answer:
            return json.loads(answer.read() or "null")

    def add(self, name: str, *cells: str) -> Path:
        """Put a notebook with these code cells among the lessons. Returns its path."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        return self._write(name, notebook)

    def add_lesson(self, name: str) -> Path:
        """Put a fresh copy of a lesson there, without its outputs. Returns its path."""
        notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.update(outputs=[], execution_count=None)
        return self._write(name, notebook)

    def _write(self, name: str, notebook: nbformat.NotebookNode) -> Path:
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        path = self.root / "notebooks" / name
        nbformat.write(notebook, path)
        return path

    def stop(self) -> None:
        """Stop the server, and with it every kernel."""
        self._process.terminate()
        self._process.wait(PATIENCE)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Notebook:
    """A notebook that is open in the browser, with a kernel of its own. `page` is Playwright's."""

    def __init__(self, jupyter: JupyterLab, page: Page, path: Path, host: str = "127.0.0.1") -> None:
        self.jupyter, self.page, self.path = jupyter, page, path
        self._name = path.relative_to(jupyter.root).as_posix()
        self._address = f"http://{host}:{jupyter.port}/doc/tree/{self._name}?token={jupyter.token}"
        if page.url == "about:blank":
            self.load()
        else:  # JupyterLab is there, and shows nothing; to load it takes six seconds of processor time
            self._do("docmanager:open", path=self._name)
            self._wait_until_open()

    # --- what a person does

    def load(self) -> None:
        """Go to the notebook's page, or load it again."""
        self.page.goto(self._address)
        self._wait_until_open()

    def close(self) -> None:
        """Close the notebook, unsaved, and end the kernel. JupyterLab stays on the page."""
        self.page.evaluate("jupyterapp.shell.currentWidget.dispose()")
        expect(self.page.locator(".jp-Notebook")).to_have_count(0)
        session = self._session()
        if session:
            self.jupyter.call(f"sessions/{session['id']}", "DELETE")

    def run_all(self) -> None:
        """Run > Run All Cells, and wait until they have run, or one has failed."""
        self._do("notebook:run-all-cells")
        self.page.wait_for_function(
            """() => {
              const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")];
              const failed = document.querySelector("[data-mime-type='application/vnd.jupyter.error']");
              const waiting = prompts.some((prompt) => prompt.textContent.includes("*"));
              return prompts.every((prompt) => /\\d/.test(prompt.textContent)) || (failed && !waiting);
            }""",
            polling=200,
            timeout=PATIENCE * 1000,
        )
        self.wait_until_idle()

    def use_theme(self, theme: str) -> None:
        """Settings > Theme > "light" or "dark"."""
        self._do("apputils:change-theme", theme=THEMES[theme])
        self.page.locator(f"body[data-jp-theme-name='{THEMES[theme]}']").wait_for(state="attached")
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")

    def save(self) -> nbformat.NotebookNode:
        """File > Save Notebook. Returns what is in the file then."""
        written = lambda answer: answer.request.method == "PUT" and "/api/contents/" in answer.url  # noqa: E731
        with self.page.expect_response(written):
            self._do("docmanager:save")
        return nbformat.read(self.path, as_version=4)

    # --- what a person sees

    def forms(self) -> Locator:
        """The forms of the helpers, in the order of the lesson."""
        return self.page.locator(".cognito-form")

    def errors(self) -> list[str]:
        """The outputs of cells that failed."""
        return self.page.locator("[data-mime-type='application/vnd.jupyter.error']").all_inner_texts()

    # --- what goes on behind

    def _do(self, command: str, **options: str) -> None:
        """What an entry in a menu does; the menu itself takes half a second of processor time to open."""
        self.page.evaluate(
            "([name, options]) => void jupyterapp.commands.execute(name, options)", [command, options]
        )

    def _wait_until_open(self) -> None:
        self.page.locator(".jp-Notebook").wait_for(timeout=PATIENCE * 1000)
        self.wait_until_idle()

    def _session(self) -> dict[str, Any]:
        return next((s for s in self.jupyter.call("sessions") if s["path"] == self._name), {})

    @cached_property
    def _kernel(self) -> str:
        """Its id, which stays when it is restarted."""
        return self._session()["kernel"]["id"]

    def wait_until_idle(self) -> None:
        """Wait until the server says that the kernel is connected and idle, and the status bar says so too.

        Sooner, Run All asks which kernel to take.
        """

        def idle() -> bool:
            if "Idle" not in bar.text_content():
                return False
            kernel = self._session().get("kernel", {"execution_state": "not there"})
            return kernel["execution_state"] == "idle" and kernel["connections"] > 0

        def pause(seconds: float) -> None:
            self.page.wait_for_timeout(
                seconds * 1000
            )  # the page's requests pass meanwhile; `sleep` would hold them up

        bar = self.page.locator("#jp-main-statusbar")
        wait_for(idle, f"the kernel of {self._name} is idle", pause)

    def in_kernel(self, code: str, value: str = "None") -> Any:
        """Run Python in the kernel, past the page, and return the value of an expression: text, numbers, lists."""
        url = f"ws://127.0.0.1:{self.jupyter.port}/api/kernels/{self._kernel}/channels?token={self.jupyter.token}"
        header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": uuid.uuid4().hex}
        header.update(username="test", version="5.3")
        content = {"code": code, "silent": True, "user_expressions": {"value": value}, "allow_stdin": False}
        request = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}
        connection = websocket.create_connection(url, timeout=PATIENCE)
        try:
            connection.send(json.dumps(request))
            while True:
                reply = json.loads(connection.recv())
                if reply["channel"] == "shell" and reply["parent_header"]["msg_id"] == header["msg_id"]:
                    break
        finally:
            connection.close()
        answer = reply["content"]
        if answer["status"] != "ok":
            raise RuntimeError(f"{answer['ename']}: {answer['evalue']}")
        return ast.literal_eval(answer["user_expressions"]["value"]["data"]["text/plain"])

    def wait_for(self, condition: str) -> None:
        """Wait until an expression is true in the kernel."""
        wait_for(lambda: self.in_kernel("", f"bool({condition})"), condition)

    @contextmanager
    def kernel_stopped(self) -> Iterator[None]:
        """Meanwhile the kernel does nothing at all, as if its machine were asleep: nothing comes back from it."""
        kernel = self.in_kernel("import os", "os.getpid()")
        os.kill(kernel, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(kernel, signal.SIGCONT)


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterLab]:
    """One JupyterLab for all tests of a run."""
    server = JupyterLab(tmp_path_factory.mktemp("jupyter"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def new_page(jupyter: JupyterLab, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes an empty page for JupyterLab, which reaches this machine only: `new_page()`.

    More arguments: `host`, a name for 127.0.0.1, and `using`, a browser that knows that name.
    """
    contexts = []

    def make(host: str = "127.0.0.1", using: Browser = browser) -> Page:
        context = using.new_context(viewport=SIZE, locale="en-GB", timezone_id="UTC", color_scheme="null")
        contexts.append(context)
        context.set_default_timeout(PATIENCE * 500)
        context.route(re.compile(rf"^(?!http://{host}:{jupyter.port}/)"), only_this_machine)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def lab_page(new_page: Callable[..., Page]) -> Page:
    """The page on which all notebooks are open, one after the other."""
    return new_page()


@contextmanager
def one_after_the_other(
    jupyter: JupyterLab, page: Page, host: str = "127.0.0.1"
) -> Iterator[Callable[[Path], Notebook]]:
    """A function that opens a notebook on the page, and closes the one before."""
    opened = []

    def close() -> None:
        while opened:
            opened.pop().close()

    def open_(path: Path) -> Notebook:
        close()
        page.set_viewport_size(SIZE)
        opened.append(Notebook(jupyter, page, path, host))
        return opened[-1]

    yield open_
    close()


@pytest.fixture(scope="session")
def open_notebook(jupyter: JupyterLab, lab_page: Page) -> Iterator[Callable[[Path], Notebook]]:
    """Opens a notebook, and closes the one before: `open_notebook(path)`."""
    with one_after_the_other(jupyter, lab_page) as open_:
        yield open_


@pytest.fixture(scope="session")
def remote(browser: Browser) -> Iterator[Browser]:
    """A browser that knows 127.0.0.1 as `FAR_AWAY`: what it gets from there came over the network, it thinks."""
    flags = [*FLAGS, f"--host-resolver-rules=MAP {FAR_AWAY} 127.0.0.1"]
    chrome = browser.browser_type.launch(executable_path=chromium(), args=flags)
    yield chrome
    chrome.close()
