"""Registrations to clusters, and names in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from builders import register
from classmatch.members import Clusters, clustered, mentions

if TYPE_CHECKING:
    from collections.abc import Sequence

# No word stands in two titles.
_TITLES = ("Amber", "Basalt", "Cedar", "Dunes", "Ember", "Fjord", "Granite", "Heather", "Indigo", "Juniper")


def filled(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Registrations with numbers, days and titles of their own where they have none."""
    return [
        {
            "registration_number": f"R{100_000 + place}",
            "registration_date": f"1975-01-{place % 28 + 1:02}",
            "title": f"{_TITLES[place % 10]} {place}",
            **row,
        }
        for place, row in enumerate(rows)
    ]


def clusters_of(rows: Sequence[dict[str, Any]]) -> Clusters:
    registrations = register(*filled(rows))
    return clustered(mentions(registrations), registrations)


def members_of(clusters: Clusters, asked: str) -> set[str]:
    """The members of a name: `Name`, `Name @2` (of the second registration) or `Name @2 author`."""
    name, _, where = asked.partition(" @")
    number, _, role = where.partition(" ")
    found = clusters.mentions.filter(pl.col("name") == name)
    found = found.filter(pl.col("row") == int(number) - 1) if number else found
    found = found.filter(pl.col("role") == role) if role else found
    assert found.height, f"{asked!r} is not among {clusters.mentions['name'].unique().sort().to_list()}"
    return set(found["member_id"])
