"""With this folder on PYTHONPATH, each Python process has google.colab imported, as on Colab."""

import google.colab.output  # noqa: F401
