"""What the pages refer to is there: commands, options, targets, files, headings."""

from __future__ import annotations

import ast
import re
import shlex
from typing import TYPE_CHECKING

import pytest
from typer.main import get_command

from classmatch.cli.main import app
from docs_quality import tables
from docs_refresh import COMMAND, QUALITY, README, ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [README, ROOT / "CHANGELOG.md", ROOT / "fixtures/README.md", *sorted((ROOT / "docs").rglob("*.md"))]
GROUP = get_command(app)
COMMANDS = GROUP.commands  # type: ignore[attr-defined]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):.*##", MAKEFILE, flags=re.MULTILINE))


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """The anchors of the headings of a page, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", text(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def options_of(params: object) -> set[str]:
    return {option for param in params for option in param.opts}  # type: ignore[attr-defined]


def commands(page: Path) -> list[list[str]]:
    """The words of every command line of classmatch in a page, from the name on."""
    plain = re.sub(r"[\[\]]", " ", text(page))
    found = re.findall(rf"(?:{re.escape(COMMAND)}|^    classmatch|`classmatch) ([^`\n]+)", plain, flags=re.MULTILINE)
    return [[word for word in shlex.split(line) if word != "..."] for line in found]


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", text(page)):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_target_is_in_the_makefile(page: Path) -> None:
    assert set(re.findall(r"(?:`|^    )make ([a-z]+)", text(page), flags=re.MULTILINE)) <= TARGETS


def test_every_target_is_in_the_page_on_development() -> None:
    listed = re.findall(r"^\| `make ([a-z]+)`", text(ROOT / "docs/development.md"), flags=re.MULTILINE)
    assert set(listed) == TARGETS - {"help"}


def imports(module: Path) -> set[str]:
    """The parts of classmatch that a module imports when it runs, wherever it does so."""
    tree = ast.parse(text(module))
    for_types = [
        node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    skipped = {inner for block in for_types for inner in ast.walk(block)}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node not in skipped]
    paths = [f"{node.module}.{alias.name}".split(".") for node in found for alias in node.names]
    return {path[1] for path in paths if path[0] == "classmatch"}


def test_imports_run_one_way_as_the_page_on_development_says() -> None:
    layout = text(ROOT / "docs/development.md").split("## Layout")[1].split("| beside it")[0]
    rows = [re.findall(r"`(\w+)(?:\.py|/)`", row) for row in re.findall(r"^\| (`.+?) \|", layout, flags=re.MULTILINE)]
    height = {part: i for i, row in enumerate(rows) for part in row}
    source = ROOT / "src/classmatch"
    for module in sorted(source.rglob("*.py")):
        part = module.relative_to(source).with_suffix("").parts[0]
        if not part.startswith("__"):
            assert all(height[other] <= height[part] for other in imports(module)), module.name
    assert {path.stem for path in source.iterdir() if not path.stem.startswith("__")} - {"py"} == set(height)


@pytest.mark.parametrize("page", [README, ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")], ids=name)
def test_every_command_and_option_exists(page: Path) -> None:
    for words in commands(page):
        named = [word for word in words if word in COMMANDS]
        allowed = options_of(GROUP.params) | {"--help", "-h"}
        allowed |= options_of(COMMANDS[named[0]].params) if named else set()
        assert named or set(words) & {"COMMAND", "--help"}, words
        assert {word for word in words if word.startswith("-")} <= allowed, words


def test_the_readme_shows_the_commands() -> None:
    shown = {word for words in commands(README) for word in words if word in COMMANDS}
    assert shown == set(COMMANDS)


def test_every_page_is_in_the_index() -> None:
    index = text(ROOT / "docs/README.md")
    missing = {page.name for page in (ROOT / "docs").glob("*.md") if f"({page.name})" not in index}
    assert missing == {"README.md"}


@pytest.mark.parametrize(("name", "table"), tables().items())
def test_the_figures_of_quality_are_those_of_the_files(name: str, table: str) -> None:
    assert f"<!-- made: {name} -->\n{table}\n<!-- end -->" in text(QUALITY)
