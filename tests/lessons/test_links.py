"""Links lead somewhere. Those to other sites are in tests/outside_links.txt: open a new one, then add it there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

from tools import badges
from tools.author import solution_of, title
from tools.lessons import LESSONS, NOTEBOOKS, ROOT

PAGES = [ROOT / "examples/README.md", ROOT / "local_cognito/README.md", NOTEBOOKS / "glossary.md"]
PAGES = sorted([*ROOT.glob("*.md"), *PAGES, *LESSONS, *map(solution_of, LESSONS)])
LINK = re.compile(r"(?<!\\)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+(?:\([^()]*\))?)\)|(?:src|href)=\"([^\"]+)\"")
BLOCK = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)


@cache
def prose(page: Path) -> str:
    """The Markdown of a page, without blocks of code."""
    text = page.read_text(encoding="utf-8")
    if page.suffix == ".ipynb":
        cells = nbformat.reads(text, as_version=4).cells
        text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return BLOCK.sub("", text)


def opens(page: Path) -> str:
    """The repository that the badges of a page open; empty if it has none."""
    name = re.search(r"https://codespaces\.new/([^)]+)", badges.found(prose(page)))
    return name[1] if name else ""


def links(page: Path) -> list[str]:
    """Where the links of a page lead, but for its badges. What looks like a link in code is none."""
    text = badges.with_badges(prose(page), "")
    return [one or other for one, other in LINK.findall(re.sub(r"`[^`\n]*`", "code", text))]


def anchors(page: Path) -> set[str]:
    """The places that a link can lead to: headings as JupyterLab names them (GitHub ignores case), and cells."""
    headings = re.findall(r"^#+ +(.*?)\s*$", prose(page), re.M)
    headings = [re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", heading) for heading in headings]
    cells = nbformat.read(page, as_version=4).cells if page.suffix == ".ipynb" else []
    return {heading.replace(" ", "-") for heading in headings} | {f"cell-id={cell.id}" for cell in cells}


def leads_somewhere(page: Path, link: str) -> bool:
    file, _, anchor = unquote(link).partition("#")
    target = (page.parent / file).resolve() if file else page
    is_page = target.suffix in (".md", ".ipynb")
    return target.exists() and (not anchor or not is_page or anchor in anchors(target))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_inside_the_project_lead_to_a_file_and_a_place_in_it(page):
    inside = [link for link in links(page) if not re.match(r"https?:|mailto:", link)]
    assert [link for link in inside if not leads_somewhere(page, link)] == []


def test_links_to_other_sites_are_those_on_the_list():
    listed = set((ROOT / "tests/outside_links.txt").read_text(encoding="utf-8").split())
    assert {link.partition("#")[0] for page in PAGES for link in links(page) if link.startswith("http")} == listed


def test_all_pages_have_the_badges_of_one_repository_or_none():
    pages = [badges.README, *LESSONS]
    [repository] = {opens(page) for page in pages}
    assert {page: badges.found(prose(page)) for page in pages} == {
        page: badges.line(page, repository) for page in pages
    }


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_contents_name_a_lesson_by_its_title(lesson):
    row = f"| {lesson.name[:2]} | [{title(lesson)}](notebooks/{lesson.name}) |"
    assert row in (ROOT / "README.md").read_text(encoding="utf-8")


# --- the glossary ------------------------------------------------------------------------------------------------

TERMS = re.findall(r"^## (.*)$", prose(NOTEBOOKS / "glossary.md"), re.M)


def first_use(term: str) -> str:
    """The lessons from the first use of a term on, with a bracket before it; empty if none uses it."""
    ignoring_case = re.I if term == term.lower() else 0
    use = re.compile(rf"\[?\*?(?<![\w/-]){re.escape(term)}s?(?![\w-])", ignoring_case)
    for lesson in LESSONS:
        lines = prose(lesson).replace("`", "").splitlines()
        text = "\n".join(line for line in lines if not line.startswith(("#", "[Previous:", "[Contents]")))
        if found := use.search(text):
            return text[found.start() :]
    return ""


@pytest.mark.parametrize("term", TERMS)
def test_a_term_of_the_glossary_is_linked_at_its_first_use(term):
    link = rf"\[\*?{re.escape(term)}s?\*?\]\(glossary\.md#{re.escape(term.replace(' ', '-'))}\)"
    assert re.match(link, first_use(term), re.I), f"Link {term!r} where it is used first."


def test_the_glossary_is_in_alphabetical_order():
    assert len(TERMS) >= 20
    assert sorted(TERMS, key=str.lower) == TERMS
