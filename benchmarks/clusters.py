"""Cluster the claimants and authors of the renewals, and draw clusters to be read: `python -m benchmarks.clusters`.

Prints how long it takes and how much is merged by which evidence, then `--draw` clusters of two or more forms of a
name, drawn by the hash of their id with a salt, each with its evidence and a registration of each form. Which of them
are wrong is for a person to say; docs/members.md has the outcome.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from classmatch.hashing import content_id
from classmatch.members import Clusters, clustered, mentions
from classmatch.normalise import mark_groups, normalise_registrations
from classmatch.read import read, recognise_registrations

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = 6  # that are shown of a cluster
WIDTH = 90  # characters of a cell that are shown


def renewals(data: Path) -> pl.DataFrame:
    """The registrations of `scale`, as `match` would see them."""
    [found] = recognise_registrations([data / "data/scale/registrations.parquet"])
    return mark_groups(normalise_registrations(read(found).records)).collect()


def forms_of(clusters: Clusters) -> pl.DataFrame:
    """`member_id, forms`: how many keys each member has."""
    return clusters.mentions.group_by("member_id").agg(forms=pl.col("key").n_unique())


def drawn(clusters: Clusters, count: int, salt: str) -> list[str]:
    """The ids of `count` members of two or more forms of a name, the first by the hash of salt and id."""
    several = forms_of(clusters).filter(pl.col("forms") > 1)
    order = content_id(pl.concat_str(pl.lit(salt), "member_id"), "draw")
    return several.sort(order)["member_id"].head(count).to_list()


def figures(clusters: Clusters, seconds: float) -> Iterator[str]:
    """What was merged, a line each."""
    forms = forms_of(clusters)
    yield f"seconds: {seconds:.1f}"
    yield f"mentions: {clusters.mentions.height:,}"
    yield f"members: {forms.height:,}"
    yield f"members of two and more forms: {(forms['forms'] > 1).sum():,}"
    alike = pl.col("name") == pl.col("other_name")
    counts = clusters.merges.group_by("evidence").agg(forms=(~alike).sum(), groups=alike.sum()).sort("evidence")
    for evidence, of_forms, of_groups in counts.iter_rows():
        yield f"merges by {evidence}: {of_forms:,} of forms, {of_groups:,} of mentions of a common name"


def shown(clusters: Clusters, registrations: pl.DataFrame, member: str, place: int) -> Iterator[str]:
    """A cluster, to be read."""
    found = clusters.mentions.filter(pl.col("member_id") == member)
    names = found.group_by("name", "role").agg(times=pl.len()).sort("times", "name", "role", descending=True)
    written = "; ".join(f"{name} ({role} {times})" for name, role, times in names.head(FORMS).iter_rows())
    yield f"{place}. {member} {found['member_name'][0]}: {written}"
    merges = clusters.merges.filter(pl.col("member_id") == member, pl.col("name") != pl.col("other_name"))
    for name, other, detail in merges.select("name", "other_name", "detail").head(FORMS).iter_rows():
        yield f"     {other} = {name}: {detail}"
    first = found.sort("row").unique("key", keep="first", maintain_order=True)["row"].head(FORMS).unique().sort()
    for cells in (
        registrations[first.to_list()].select("title", "authors", "claimants", "registration_date").iter_rows()
    ):
        yield "     . " + " | ".join(str(cell)[:WIDTH] for cell in cells)


def main() -> None:
    """Print the figures and the sample."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clusters", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/scale/registrations.parquet")
    parser.add_argument("--draw", type=int, default=200, help="how many clusters are shown")
    parser.add_argument("--salt", default="", help="another one draws other clusters")
    given = parser.parse_args()
    registrations = renewals(given.data)
    start = time.perf_counter()
    clusters = clustered(mentions(registrations), registrations)
    print("\n".join(figures(clusters, time.perf_counter() - start)))
    for place, member in enumerate(drawn(clusters, given.draw, given.salt), 1):
        print("\n".join(shown(clusters, registrations, member, place)))


if __name__ == "__main__":
    main()
