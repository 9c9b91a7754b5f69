"""Where Colab's page finds what draws the widgets of others."""

from __future__ import annotations

_installed_url: str | None = None
