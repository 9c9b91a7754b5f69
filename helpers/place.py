"""How the learner's browser reaches a port of this kernel: directly, or through the proxy of a hosted notebook."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

PORT = 3000


class Place(NamedTuple):
    """Where this kernel runs, as seen from the learner's browser.

    Attributes:
        address: a template for the address of a port. {port} is the port's number, {host} the host name in the
            notebook's own address. Empty on Colab, where only the notebook's page can ask for the address.
        ports: the ports that the browser can reach, best first.
        framed_by: the origins, besides the page's own, that may show a page in a frame; in the syntax of
            frame-ancestors in a Content-Security-Policy.
        hosts: a regular expression for the Host headers that a proxy sends, besides loopback names. Empty where
            there is no proxy.
    """

    address: str
    ports: tuple[int, ...]
    framed_by: str
    hosts: str = ""


HERE = Place("http://localhost:{port}", (PORT,), "http://localhost:* http://127.0.0.1:*")

# The notebook has the first origin, the frames with its outputs the second. Hearsay: colabtools issues 17, 3990.
# The page itself has a name like 3000-gpu-t4-s-abc.europe-west4-0.prod.colab.dev, as people show it.
COLAB = Place(
    "",
    (PORT,),
    "https://colab.research.google.com https://*.googleusercontent.com",
    r"[a-z0-9.-]+\.(googleusercontent\.com|colab\.dev)",
)

# The preview reaches the ports 8080 to 8082, all with one host name (AWS Cloud9 User Guide, "Previewing running
# applications"). JupyterLab uses 8080.
CLOUD9 = Place(
    "https://{host}:{port}/",
    (8081, 8082),
    "https://{host}:*",
    r"[a-z0-9]+\.vfs\.cloud9\.[a-z0-9-]+\.amazonaws\.com(:\d+)?",
)

# jupyter-server-proxy passes the browser's Host header on: the name of the hub, which is not known here. Any name
# will do, because the proxy lets in only the hub's user: a page of a site that gives the hub another name does not
# have the hub's cookies.
ANY_HOST = ".*"


def where() -> Place:
    """The place where this kernel runs, recognized by modules and environment variables."""
    if "google.colab" in sys.modules:
        return COLAB
    if os.environ.get("C9_PID"):  # the id of the environment: AWS's workshops use it, its guide does not name it
        return CLOUD9
    prefix = os.environ.get("JUPYTERHUB_SERVICE_PREFIX")  # set by any JupyterHub, so by Binder too
    if prefix:
        return Place(f"{prefix}proxy/{{port}}/", (PORT,), "", ANY_HOST)  # the origin is the notebook's own
    return HERE
