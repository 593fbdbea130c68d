"""Chains of replacements that touch few cells come to what they come to on every cell."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classmatch.normalise.comparable import comparable
from classmatch.normalise.name_lists import trimmed
from classmatch.normalise.names import names_of
from classmatch.normalise.steps import replaced, replaced_in_groups
from classmatch.normalise.text import fold, spaced

# The second pattern meets what the first one wrote, and the third group what the second did.
GROUPS = (((r"(?i)\bx+\b", "y"), ("y", "z")), ((r"^z", "é"),), ((r"\bé", "e"),))
CELLS = ["X marks", "no mark", "y", "z", "éx", "é", "", " x x", "Zoë", None]
MANY = 600  # cells: more than are taken through every pattern without being asked


@pytest.mark.parametrize("repeats", [1, MANY // len(CELLS)])
def test_groups_come_to_what_their_patterns_do_in_turn(repeats: int) -> None:
    cells = pl.Series("cell", CELLS * repeats)
    patterns = [pattern for group in GROUPS for pattern in group]
    expected = cells.to_frame().select(replaced(pl.col("cell"), patterns)).to_series()
    result = replaced_in_groups(cells, GROUPS)
    assert (result.name, result.to_list()) == ("cell", expected.to_list())


@settings(max_examples=10)
@given(st.lists(st.sampled_from(["Rowe, Everett", "Ina  Marl", "J. R. R. Tolkien", "Льюис Кэрролл", "Marl, Ina (W)",
                                 "ACME Press, Inc.", "van der Meer, Ludo", "MARL, JRR", "Rowe , E , Jr.", "", None]),
                min_size=1, max_size=6))  # fmt: skip
def test_names_and_parts_are_the_same_among_few_and_among_many(cells: list[str | None]) -> None:
    few = pl.Series("cell", cells, dtype=pl.String)
    many = pl.concat([few] * (MANY // len(few) + 1)).alias("cell")
    assert names_of(many).head(len(few)).to_list() == names_of(few).to_list()
    assert trimmed(many).head(len(few)).to_list() == trimmed(few).to_list()


@given(st.lists(st.text(st.sampled_from(" \t\x00a&'B1é—\u3000"), max_size=8), max_size=8))
def test_a_cell_by_itself_and_among_others_is_cleaned_alike(cells: list[str]) -> None:
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String})
    for clean in (fold, spaced, comparable):
        together = frame.select(clean(pl.col("cell"))).to_series().to_list()
        alone = [frame[[row]].select(clean(pl.col("cell"))).item() for row in range(frame.height)]
        assert together == alone


@given(st.text(st.sampled_from(" \t\x00\u3000ab"), max_size=8))
def test_white_space_is_one_space_within_and_none_at_the_ends(cell: str) -> None:
    words = cell.replace("\x00", " ").split()
    assert pl.DataFrame({"cell": [cell]}).select(spaced(pl.col("cell"))).item() == (" ".join(words) or None)
