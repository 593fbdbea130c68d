"""Which titles of a catalog are damaged, seen beside the registered title."""

from __future__ import annotations

import polars as pl
import pytest

from classmatch.listing.damage import damaged


def is_damaged(title: str | None, registered: str | None) -> bool:
    frame = pl.DataFrame({"a": [title], "b": [registered]}, schema={"a": pl.String, "b": pl.String})
    found: bool = frame.select(damaged(pl.col("a"), pl.col("b"))).item()
    return found


@pytest.mark.parametrize(
    ("title", "registered"),
    [
        ("The RÃ¸rth Papers", "The Rørth papers"),
        ("Winter in Vit\ufffdria", "Winter in Vitória"),
        ("Notes on ???? and light", "Notes on 春夏秋冬 and light"),
        ("The_Marsh_Fires", "The marsh fires"),
        ("Marsh Fires.epub", "Marsh fires"),
        ("The Bamac1e Telegraph", "The Barnacle telegraph"),
        ("Down and out in the salt ki", "Down and out in the salt kingdom"),
        ("---", "Marsh fires"),
        (None, "Marsh fires"),
    ],
)
def test_damage_is_seen(title: str | None, registered: str) -> None:
    assert is_damaged(title, registered)


@pytest.mark.parametrize(
    ("title", "registered"),
    [
        ("Marsh Fires", "The marsh fires"),
        ("Salt Roads", "Salt roads : a history"),  # a subtitle less is no damage
        ("Blade of Grass", "Blade of grasses"),  # too short for a cut title
        ("1743", "1743"),
        ("Catch 22b", "Catch 22b"),
        ("What???", None),
        ("Salt &amp; Light", "Salt & light"),
        ("MP3s for Poets", "MP3s for poets"),
        ("Œuvres complètes", "Oeuvres completes"),
    ],
)
def test_what_only_differs_stays(title: str, registered: str | None) -> None:
    assert not is_damaged(title, registered)
