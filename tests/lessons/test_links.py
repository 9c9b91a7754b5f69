"""Every link of the set leads somewhere: inside by looking, outside by a list that a person keeps."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

from tools import write_links
from tools.lessons import LESSONS, NOTEBOOKS, ROOT

READMES = [ROOT / "README.md", ROOT / "local_cognito/README.md", NOTEBOOKS / "glossary.md"]
PAGES = [*READMES, *sorted(NOTEBOOKS.glob("*.ipynb")), *sorted(NOTEBOOKS.glob("solutions/*.ipynb"))]
KNOWN_OUTSIDE = set((ROOT / "tests/outside_links.txt").read_text(encoding="utf-8").split())

LINK = re.compile(r"(?<!\\)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+(?:\([^()]*\))?)\)|(?:src|href)=\"([^\"]+)\"")
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.M | re.S)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
HEADING = re.compile(r"^#+ +(.*?)\s*$", re.M)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def prose(path: Path) -> str:
    """The Markdown of a page."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    cells = nbformat.reads(text, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def links(path: Path) -> list[str]:
    """Where the links of a page lead; what only looks like one, in code, is none."""
    return [one or other for one, other in LINK.findall(CODE.sub("`code`", prose(path)))]


def anchors(path: Path) -> set[str]:
    """The headings of a page as JupyterLab and as GitHub name them."""
    headings = [re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", heading) for heading in HEADING.findall(prose(path))]
    in_jupyterlab = {heading.replace(" ", "-") for heading in headings}
    on_github = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return in_jupyterlab | on_github | cells(path)


def cells(path: Path) -> set[str]:
    """The cells of a notebook as JupyterLab names them."""
    if path.suffix != ".ipynb":
        return set()
    return {f"cell-id={cell.id}" for cell in nbformat.read(path, as_version=4).cells}


def missing(page: Path, link: str) -> str:
    """Why a link of a page leads nowhere; empty if it leads somewhere."""
    where, _, anchor = unquote(link).partition("#")
    target = (page.parent / where).resolve() if where else page
    if not target.exists():
        return f"{link}: there is no {where}"
    if anchor and target.suffix in (".md", ".ipynb") and anchor not in anchors(target):
        return f"{link}: no heading and no cell of {target.name} has that name"
    return ""


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_inside_leads_to_a_file_and_a_place_in_it(page):
    inside = [link for link in links(page) if not re.match(r"https?:|mailto:", link)]
    assert [why for why in (missing(page, link) for link in inside) if why] == []


def test_every_link_outside_is_on_the_list_and_the_list_has_no_other():
    used = {link.partition("#")[0] for page in PAGES for link in links(page) if link.startswith("http")}
    assert used == KNOWN_OUTSIDE


def test_a_page_without_links_would_be_seen():
    assert all(links(page) for page in PAGES)


# --- from lesson to lesson ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(len(LESSONS)), ids=[path.name for path in LESSONS])
def test_a_lesson_leads_to_the_one_before_and_the_one_after(number):
    cells = nbformat.read(LESSONS[number], as_version=4).cells
    expected = write_links.line(number, LESSONS)
    assert [cells[0].source.splitlines()[-1], cells[-1].source.splitlines()[-1]] == [expected, expected]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.name)
def test_the_contents_name_every_lesson_by_its_title(lesson):
    row = f"| {lesson.name[:2]} | [{write_links.title(lesson)}](notebooks/{lesson.name}) |"
    assert row in (ROOT / "README.md").read_text(encoding="utf-8")


# --- the glossary ------------------------------------------------------------------------------------------------

GLOSSARY = NOTEBOOKS / "glossary.md"
TERMS = re.findall(r"^## (.*)$", GLOSSARY.read_text(encoding="utf-8"), re.M)


def readable(path: Path) -> str:
    """A lesson's sentences: no headings, no blocks of code, not the line from lesson to lesson."""
    lines = FENCE.sub("", prose(path)).replace("`", "").splitlines()
    return "\n".join(line for line in lines if not line.startswith(("#", "[Previous", "[Contents")))


def first_use(term: str) -> str:
    """The text from a term's first use in the lessons on, with the bracket before it; empty if there is none."""
    cased = term != term.lower()
    pattern = re.compile(rf"\[?\*?(?<![\w/-]){re.escape(term)}s?(?![\w-])", 0 if cased else re.I)
    for lesson in LESSONS:
        text = readable(lesson)
        found = pattern.search(text)
        if found:
            return text[found.start() :]
    return ""


@pytest.mark.parametrize("term", TERMS)
def test_a_word_of_the_glossary_is_linked_where_it_is_used_first(term):
    anchor = term.replace(" ", "-")
    assert re.match(rf"\[\*?{re.escape(term)}s?\*?\]\(glossary\.md#{anchor}\)", first_use(term), re.I), (
        f"Link it: [{term}](glossary.md#{anchor}). It is used first here: {first_use(term)[:80]!r}"
    )


def test_the_glossary_is_in_order():
    assert sorted(TERMS, key=str.lower) == TERMS
    assert len(TERMS) >= 20
