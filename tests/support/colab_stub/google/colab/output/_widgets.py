"""Where Colab's page finds the code that draws custom widgets."""

from __future__ import annotations

_installed_url: str | None = None
