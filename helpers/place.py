"""How the learner's browser reaches a port of this kernel: directly, or through the proxy of a hosted notebook."""

from __future__ import annotations

import os
import re
import sys
from typing import NamedTuple
from urllib.parse import urlsplit

PORT = 3000
JUPYTER = 8888


class Place(NamedTuple):
    """Where this kernel runs, as seen from the learner's browser.

    Attributes:
        name: what people call it.
        address: a template for the address of a port. {port} is the port's number, {host} the host name in the
            notebook's own address. Empty where no address is known: on Colab, only the notebook's page can ask for
            it, and on Kaggle there is none.
        ports: the ports that the browser can reach, best first.
        framed_by: the origins, besides the page's own, that may show a page in a frame; in the syntax of
            frame-ancestors in a Content-Security-Policy.
        hosts: a regular expression for the Host headers that a proxy sends, besides loopback names. Empty where
            there is no proxy.
    """

    name: str
    address: str
    ports: tuple[int, ...] = (PORT,)
    framed_by: str = ""
    hosts: str = ""


HERE = Place("this machine", "http://localhost:{port}", framed_by="http://localhost:* http://127.0.0.1:*")

# The notebook has the first origin, the frames with its outputs the second. Hearsay: colabtools issues 17, 3990.
# The page itself has a name like 3000-gpu-t4-s-abc.europe-west4-0.prod.colab.dev, as people show it.
COLAB = Place(
    "Google Colab",
    "",
    framed_by="https://colab.research.google.com https://*.googleusercontent.com",
    hosts=r"[a-z0-9.-]+\.(googleusercontent\.com|colab\.dev)",
)

# The preview reaches the ports 8080 to 8082, all with one host name (AWS Cloud9 User Guide, "Previewing running
# applications"). JupyterLab uses 8080.
CLOUD9 = Place(
    "AWS Cloud9",
    "https://{host}:{port}/",
    (8081, 8082),
    "https://{host}:*",
    r"[a-z0-9]+\.vfs\.cloud9\.[a-z0-9-]+\.amazonaws\.com(:\d+)?",
)

# A browser reaches no port (gradio issue 2272).
KAGGLE = Place("Kaggle", "")

# jupyter-server-proxy passes the browser's Host header on: the name of the hub, which is not known here. Any name
# will do, because the proxy lets in only the hub's user: a page of a site that gives the hub another name does not
# have the hub's cookies.
ANY_HOST = ".*"

# AWS's guide has the path (Studio Lab, "Troubleshooting"). Hearsay: jupyter-server-proxy and
# the name of the home folder (aws/studio-lab-examples issue 97).
STUDIO_LAB = Place("SageMaker Studio Lab", "/studiolab/default/jupyter/proxy/{port}/", hosts=ANY_HOST)
STUDIO_LAB_HOME = "/home/studio-lab-user"


def where() -> Place:
    """The place where this kernel runs, recognized by modules and environment variables."""
    if "google.colab" in sys.modules:
        return COLAB
    if os.environ.get("C9_PID"):  # the id of the environment: AWS's workshops use it, its guide does not name it
        return CLOUD9
    if os.environ.get("KAGGLE_KERNEL_RUN_TYPE"):  # as in Kaggle's own package, kagglehub
        return KAGGLE
    # GitHub's guide, "Default environment variables for your codespace"
    codespace, domain = (
        os.environ.get(name, "") for name in ("CODESPACE_NAME", "GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN")
    )
    if codespace and domain:
        return _codespace(codespace, domain)
    proxy = os.environ.get("VSCODE_PROXY_URI")  # set by code-server, for its terminals and its extensions
    if proxy:
        return _code_server(proxy.replace("{{port}}", "{port}"))
    prefix = os.environ.get("JUPYTERHUB_SERVICE_PREFIX")  # set by any JupyterHub, so by Binder too
    if prefix:
        return Place("a JupyterHub", f"{prefix}proxy/{{port}}/", hosts=ANY_HOST)  # the notebook's own origin
    if os.environ.get("HOME") == STUDIO_LAB_HOME:
        return STUDIO_LAB
    return HERE


def _codespace(name: str, domain: str) -> Place:
    """Each port has a host name of its own. The notebook is in JupyterLab, or in VS Code: there in a frame of
    vscode-cdn.net (VS Code's product.json)."""
    editor = f"{name}.{domain.removeprefix('app.')}"
    return Place(
        "GitHub Codespaces",
        f"https://{name}-{{port}}.{domain}/",
        framed_by=f"https://{name}-{JUPYTER}.{domain} https://{editor} https://*.vscode-cdn.net",
        hosts=rf"{re.escape(name)}-\d+\.{re.escape(domain)}",
    )


def _code_server(address: str) -> Place:
    """code-server passes on the browser's Host header, and shows notebooks at its own origin."""
    return Place("code-server", address, hosts=re.escape(urlsplit(address).netloc).replace(r"\{port\}", r"\d+"))
