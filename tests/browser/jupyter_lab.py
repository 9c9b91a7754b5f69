"""A real JupyterLab for the tests, used in a real browser as a person uses it.

    notebook = Notebook(jupyter, page, jupyter.add_lesson("03_log_in_from_a_server.ipynb"))
    assert notebook.run_all() == []
    notebook.page.get_by_label("E-mail").fill("test@example.com")

JupyterLab comes from the Python that runs the tests. It serves copies of the lessons from a temporary folder. It
saves the state of widgets with a notebook, which is the least careful setting that a user can choose.
"""

from __future__ import annotations

import ast
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.blocking import BlockingKernelClient
from playwright.sync_api import Locator, Page

from tests.support.sentinels import tokens_in, traces
from tools.lessons import ROOT

THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
SETTINGS = {
    "@jupyterlab/apputils-extension/themes": {"theme": THEMES["light"]},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
    "@jupyter-widgets/jupyterlab-manager/plugin": {"saveState": True},
}
FAR_AWAY = "jupyter.test"  # this machine, but to the browser it is another one, reached over the network
TIMEOUT = 60  # seconds; on a busy machine, everything is slow


class JupyterLab:
    """A server on 127.0.0.1 with the real helpers, and the notebooks that a test adds.

    Attributes:
        folder: everything that the server and its kernels write.
        root: the folder in it that the server shows: `notebooks`, and links to the packages that lessons import.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.root = folder, folder / "root"
        (self.root / "notebooks").mkdir(parents=True)
        for package in ("helpers", "local_cognito"):
            (self.root / package).symlink_to(ROOT / package)
        for name, value in SETTINGS.items():
            file = folder / "settings" / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(value), encoding="utf-8")
        self.token = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            free = probe.getsockname()[1]
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PYTHONPATH": "",  # the lessons find helpers by themselves
            "AWS_MAX_ATTEMPTS": "1",  # a Cognito that has stopped is not called again and again
            "JUPYTER_TOKEN": self.token,
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        }
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": free,  # or another, if a program has taken this one by then
            "ServerApp.root_dir": self.root,
            "ServerApp.allow_root": True,
            "ServerApp.allow_remote_access": True,  # by other names than localhost, still only from here
            "LabApp.expose_app_in_browser": True,  # as `jupyterapp`
            "LabApp.news_url": None,
            "LanguageServerManager.autodetect": False,  # which asks npm, for a second
        }
        command = [sys.executable, "-m", "jupyterlab", "--no-browser"]
        with (folder / "server.log").open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [*command, *(f"--{name}={value}" for name, value in options.items())],
                env=environment,
                stdout=log,
                stderr=log,
            )
        self.port = self._wait_for_its_port()
        self.lessons_kernel = ""  # the id of the kernel in which lessons run, one after the other

    def _wait_for_its_port(self) -> int:
        """JupyterLab writes its port into a file when it listens."""
        file, end = self.folder / "runtime" / f"jpserver-{self._process.pid}.json", time.monotonic() + TIMEOUT
        while time.monotonic() < end and self._process.poll() is None:
            with suppress(FileNotFoundError, json.JSONDecodeError):
                return json.loads(file.read_text(encoding="utf-8"))["port"]
            time.sleep(0.1)
        raise RuntimeError(
            f"JupyterLab did not start:\n{(self.folder / 'server.log').read_text(encoding='utf-8')}"
        )

    def load(self, page: Page, host: str = "localhost") -> None:
        """Load JupyterLab, without a notebook. That costs the browser several seconds of processor time."""
        page.goto(f"http://{host}:{self.port}/doc?token={self.token}")
        page.wait_for_function("window.jupyterapp?.restored.then(() => true)")

    def add(self, name: str, *cells: str) -> Path:
        """Add a notebook with these code cells. Returns its path."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        return self._write(name, notebook)

    def add_lesson(self, name: str) -> Path:
        """Add a copy of a lesson without its outputs. Returns its path."""
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
        """Stop the server and its kernels."""
        self._process.terminate()
        self._process.wait(TIMEOUT)


OPEN = """async ([path, id]) => {
  const options = id ? { path, kernel: { id } } : { path };
  const { sessionContext } = await jupyterapp.commands.execute("docmanager:open", options);
  await sessionContext.ready;
  await sessionContext.session.kernel.info; // the kernel has answered
  return sessionContext.session.kernel.id;
}"""
RUN_ALL = """async () => {
  await jupyterapp.commands.execute("notebook:run-all-cells");
  const cells = jupyterapp.shell.currentWidget.content.widgets;
  const outputs = cells.flatMap((cell) => cell.model.outputs?.toJSON() ?? []);
  return { errors: outputs.filter((output) => output.output_type === "error").map((error) => error.evalue) };
}"""
CLOSE = """async (keepsKernel) => {
  const panel = jupyterapp.shell.currentWidget;
  if (!keepsKernel) await panel.sessionContext.shutdown();
  panel.dispose();
  return true;
}"""
IS_THEME = "theme => document.body.dataset.jpThemeName === theme"
DO = "async ([command, options]) => { await jupyterapp.commands.execute(command, options); return true; }"


class Notebook:
    """A notebook that is open in JupyterLab, in this kernel or one of its own. `page` is Playwright's."""

    def __init__(self, jupyter: JupyterLab, page: Page, path: Path, kernel: str = "") -> None:
        self.jupyter, self.page, self.path, self._opened = jupyter, page, path, path.stat().st_mtime
        self.kernel = self._call(OPEN, [path.relative_to(jupyter.root).as_posix(), kernel])
        self._connection_file = jupyter.folder / "runtime" / f"kernel-{self.kernel}.json"

    @cached_property
    def _kernel(self) -> BlockingKernelClient:
        """A second client of the kernel, beside the page."""
        client = BlockingKernelClient(connection_file=str(self._connection_file))
        client.load_connection_file()
        client.start_channels(iopub=False, stdin=False, hb=False, control=False)
        return client

    def _call(self, function: str, argument: Any = None) -> Any:
        """Call a JavaScript function that returns a promise, and wait for its value, up to the timeout."""
        return self.page.wait_for_function(function, arg=argument).json_value()

    # --- what a person does; a menu itself would take half a second of processor time to open

    def run_all(self) -> list[str]:
        """Run > Run All Cells. Returns the messages of the errors once all cells have run, or one has failed."""
        return self._call(RUN_ALL)["errors"]

    def each_theme(self, themes: Iterable[str] = THEMES) -> Iterator[str]:
        """Settings > Theme > "light" and "dark". The current one comes first: a change takes half a second."""
        current = next(theme for theme, name in THEMES.items() if self.page.evaluate(IS_THEME, name))
        for theme in sorted(themes, key=lambda theme: theme != current):
            if theme != current:
                self._call(DO, ["apputils:change-theme", {"theme": THEMES[theme]}])
                self.page.wait_for_function(IS_THEME, arg=THEMES[theme])
            self.page.locator("#jupyterlab-splash").wait_for(state="detached")  # it covers the page for a moment
            yield theme

    def save(self) -> nbformat.NotebookNode:
        """File > Save Notebook. Returns what is in the file then."""
        self._call(DO, ["docmanager:save", {}])
        return nbformat.read(self.path, as_version=4)

    def saved(self, *secrets: str) -> list[str]:
        """Save the notebook. Returns where a secret or a token is in the files written since it was opened."""
        widgets = self.save().metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
        assert "AnyModel" in {widget["model_name"] for widget in widgets.values()}, "the state of widgets is saved"
        found = []
        for path in filter(self._was_written_since, self.jupyter.folder.rglob("*")):
            data = path.read_bytes()
            spellings = [*tokens_in(data), *(spelling for secret in secrets for spelling in traces(secret, data))]
            found += [f"{path.name}: {spelling}" for spelling in spellings]
        return found

    def _was_written_since(self, path: Path) -> bool:
        return path.is_file() and path.stat().st_mtime >= self._opened

    def close(self, *, keeps_kernel: bool = False) -> None:
        """Close the notebook without saving it, and shut down the kernel. JupyterLab stays on the page."""
        self._kernel.stop_channels()
        self._call(CLOSE, keeps_kernel)

    # --- what a person sees

    def forms(self) -> Locator:
        """The forms of the helpers, in the order of the notebook."""
        return self.page.locator("css:light=.cognito-form")  # without a search for shadow roots everywhere

    # --- what happens behind the page

    def in_kernel(self, code: str, value: str = "None") -> Any:
        """Run Python in the kernel without the page. Returns the value of an expression: text, numbers, lists."""
        reply = self._kernel.execute(
            code, silent=True, user_expressions={"value": value}, allow_stdin=False, reply=True, timeout=TIMEOUT
        )["content"]
        if reply["status"] != "ok":
            raise RuntimeError(f"{reply['ename']}: {reply['evalue']}")
        return ast.literal_eval(reply["user_expressions"]["value"]["data"]["text/plain"])
