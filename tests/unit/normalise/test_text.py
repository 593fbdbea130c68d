"""Folding, repair and spacing of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.normalise.text import fold, repair, spaced, squash

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = st.lists(st.text(), min_size=1, max_size=20)


def through(step: Callable[[pl.Expr], pl.Expr], *cells: str | None) -> list[str | None]:
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String})
    return frame.select(step(pl.col("cell"))).to_series().to_list()


@given(TEXTS)
def test_folding_is_idempotent_and_leaves_ascii_words_with_single_spaces(texts: list[str]) -> None:
    folded = through(fold, *texts)
    assert through(fold, *folded) == folded
    for text in folded:
        assert text is not None
        assert text.isascii()
        assert all(word.isalnum() and word == word.lower() for word in text.split(" ") if text)
        assert text == " ".join(text.split())


@given(TEXTS)
def test_folding_a_cell_does_not_depend_on_its_neighbours(texts: list[str]) -> None:
    assert through(fold, *texts) == [through(fold, text)[0] for text in texts]


@given(TEXTS)
def test_capitals_do_not_matter_in_ascii(texts: list[str]) -> None:
    ascii_only = [text.encode("ascii", "ignore").decode() for text in texts]
    assert through(fold, *(text.upper() for text in ascii_only)) == through(fold, *ascii_only)


@given(TEXTS)
def test_squashed_text_is_the_folded_one_without_spaces(texts: list[str]) -> None:
    squashed = through(lambda cell: squash(fold(cell)), *texts)
    assert squashed == [(text or "").replace(" ", "") for text in through(fold, *texts)]


@given(TEXTS)
def test_spacing_leaves_no_empty_text_and_no_space_at_the_ends(texts: list[str]) -> None:
    clean = through(spaced, *texts)
    assert through(spaced, *clean) == clean
    for text in clean:
        assert text is None or (text == text.strip(" ") and text and "  " not in text)


def test_null_stays_null() -> None:
    for step in (fold, squash, spaced, repair):
        assert through(step, None, "a") == [None, "a"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("don't `tell`", "dont tell"),
        ("R&D", "r and d"),
        ("ﬁne print", "fine print"),
        ("№ ②", "no 2"),
        ("Œuvres", "oeuvres"),
        ("İstanbul", "istanbul"),
        ("中文", "zhongwen"),
        ("½", "1 2"),
        ("...", ""),
    ],
)
def test_folding(cell: str, expected: str) -> None:
    assert through(fold, cell) == [expected]


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("RÃ¸rth", "Rørth"),
        ("cafÃ© Ã la", "café à la"),
        ("donâ€™t", "don't"),
        ("Salt &amp; Iron", "Salt & Iron"),
        ("&#233;toile", "étoile"),
        ("&#xE9;toile", "étoile"),
    ],
)
def test_repair(damaged: str, sound: str) -> None:
    assert through(repair, damaged) == [sound]


@pytest.mark.parametrize("text", ["Ångström & Söhne", "Ä.B.", "AT&T; a history", "Rørth", "“quoted”", "100 % Âme"])
def test_sound_text_is_left_as_it_is(text: str) -> None:
    assert through(repair, text) == [text]


def test_spaces_of_any_kind() -> None:
    assert through(spaced, "\u00a0a\t\r\n b\u2003c\x00", " \u3000 ", "") == ["a b c", None, None]


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("Ñòàóò Ðåêñ", "Стаут Рекс"),
        ("Çà 5 ìèíóò", "За 5 минут"),
        ("Été", "Été"),
        ("Ærø", "Ærø"),
        ("Ñandú y Ærø", "Ñandú y Ærø"),
    ],
)
def test_cyrillic_that_was_read_as_latin_is_repaired_where_that_is_certain(damaged: str, sound: str) -> None:
    assert pl.select(repair(pl.lit(damaged))).item() == sound
