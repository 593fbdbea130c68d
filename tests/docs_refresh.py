"""The parts of the documentation that come out of the program: what commands print, an example, figures.

    .venv/bin/python tests/docs_refresh.py

writes them again after a change of code, weights or figures. `tests/e2e/test_docs_current.py` fails until then.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from classmatch.compare.patterns import COMPARISONS
from classmatch.score import load_weights
from docs_quality import markdown, tables

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
README, MATCHING, QUALITY = ROOT / "README.md", ROOT / "docs/matching.md", ROOT / "docs/quality.md"
EVALUATE, BLOCKING = ROOT / "docs/evaluate.md", ROOT / "docs/blocking.md"
COMMAND = ".venv/bin/classmatch"
_TRANSCRIPT = re.compile(rf"(```console\n\$ {re.escape(COMMAND)} ([^\n]+)\n).*?(?=```)", re.DOTALL)
_MADE = re.compile(r"(<!-- made: (\w+) -->\n).*?(?=<!-- end -->)", re.DOTALL)

EXAMPLE = ("Elements of Quiet Circuits - Solutions Manual", "Elements of Quiet Circuits")


def output(arguments: str, folder: Path) -> str:
    """What a command prints on stderr and stdout, in a terminal of 80 columns."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CLASSMATCH_")}
    done = subprocess.run(
        [sys.executable, "-m", "classmatch", *shlex.split(arguments)],
        cwd=folder,
        env={**clean, "COLUMNS": "80", "PYTHONUTF8": "1", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    text = re.sub(r"\b([mr]1)-[0-9a-f]{16}", r"\1-...", done.stderr + done.stdout)  # ids that change with the code
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def transcribed(text: str, folder: Path) -> str:
    """A page with the output of its commands as it is now."""
    return _TRANSCRIPT.sub(lambda found: found[1] + output(found[2], folder), text)


def filled(text: str, parts: Mapping[str, str]) -> str:
    """A page with the parts between `made` and `end` as they are now."""
    return _MADE.sub(lambda found: f"{found[1]}{parts[found[2]]}\n", text)


def example(results: Path) -> str:
    """The evidence of one candidate of the fixtures, comparison by comparison, and what became of it."""
    titles = (pl.col("catalog_title") == EXAMPLE[0]) & (pl.col("registration_title") == EXAMPLE[1])
    row = pl.read_parquet(results / "candidates.parquet").filter(titles).row(0, named=True)
    evidence = [[name, f"`{row[f'level_{name}']}`", f"{row[f'weight_{name}']:+.3f}"] for name in COMPARISONS]
    first, last = ["prior", "", f"{load_weights().prior:+.3f}"], ["match weight", "", f"{row['match_weight']:+.3f}"]
    reasons = ", ".join(f"`{reason}`" for reason in row["reasons"])
    outcome = f"Confidence {row['confidence']:.3f}, decision `{row['decision']}`, reasons {reasons}."
    return f"{markdown(['comparison', 'level', 'bits'], [first, *evidence, last])}\n\n{outcome}"


def current(folder: Path) -> dict[Path, str]:
    """Each page as it should be. `folder` is empty, and keeps the workspace and the results."""
    shutil.copytree(ROOT / "fixtures", folder / "fixtures", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    # In this order: what the first makes, the second shows.
    shown = {page: transcribed(page.read_text(encoding="utf-8"), folder) for page in (README, EVALUATE, BLOCKING)}
    parts = {"example": example(folder / "classmatch-results"), **tables()}
    return shown | {page: filled(page.read_text(encoding="utf-8"), parts) for page in (MATCHING, QUALITY)}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        for page, text in current(Path(scratch)).items():
            page.write_text(text, encoding="utf-8")
