"""Checks the pages in a folder: links between them lead somewhere, and pictures have an alternative text.

python pages/check.py _site
"""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """What a page links to, the places in it, and its pictures without an alternative text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.places: set[str | None] = {""}
        self.nameless: list[str | None] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        self.places |= {found.get("id"), found.get("name")}
        self.links |= {found[name] or "" for name in ("href", "src") if name in found}
        if tag == "img" and not found.get("alt"):
            self.nameless.append(found.get("src"))


def problems(folder: Path) -> list[str]:
    """One line for each link that leads nowhere, and for each picture without an alternative text."""
    pages = {path.resolve(): Page(path) for path in folder.rglob("*.html")}
    found = []
    for path, page in pages.items():
        name = path.relative_to(folder.resolve())
        found += [f"{name}: no alternative text: {image}" for image in page.nameless]
        for link in sorted(page.links):
            scheme, host, file, _, place = urlsplit(link)
            if scheme or host:
                continue
            target = (path.parent / unquote(file)).resolve() if file else path
            if not target.exists() or (target in pages and unquote(place) not in pages[target].places):
                found.append(f"{name}: leads nowhere: {link}")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(problems(Path(sys.argv[1]))) or 0)
