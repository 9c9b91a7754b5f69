"""How the learner's browser reaches a port of this kernel: straight, or through the proxy of where it runs."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

PORT = 3000


class Place(NamedTuple):
    """Where this kernel runs, as the learner's browser sees it.

    Attributes:
        address: of a port. {port} stands for its number, {host} for the host's name in the notebook's own address.
            Empty where the notebook's page has to ask for it, which is so on Colab.
        ports: those that the browser reaches, the best first.
        framed_by: who may show a page in a frame, besides its own origin, as a Content-Security-Policy says it.
    """

    address: str
    ports: tuple[int, ...]
    framed_by: str


HERE = Place("http://localhost:{port}", (PORT,), "http://localhost:* http://127.0.0.1:*")

# The notebook has the first origin, frames with its outputs have the second. Hearsay: colabtools issues 17, 3990.
COLAB = Place("", (PORT,), "https://colab.research.google.com https://*.googleusercontent.com")

# The preview reaches the ports 8080 to 8082 (AWS Cloud9 User Guide, "Previewing running applications"). JupyterLab
# has the first, and all have one host name.
CLOUD9 = Place("https://{host}:{port}/", (8081, 8082), "https://{host}:*")


def where() -> Place:
    """The place where this kernel runs, told by what the place itself has set."""
    if "google.colab" in sys.modules:
        return COLAB
    if os.environ.get("C9_PID"):  # the id of the environment: AWS's workshops use it, its guide does not name it
        return CLOUD9
    prefix = os.environ.get("JUPYTERHUB_SERVICE_PREFIX")  # of a JupyterHub, Binder's too
    if prefix:
        return Place(f"{prefix}proxy/{{port}}/", (PORT,), "")  # there with jupyter-server-proxy, and of one origin
    return HERE
