"""Linking, partition by partition: each compares its works with the register, and leaves what it found in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from classmatch.compare.encode import COLUMNS
from classmatch.engine import Task
from classmatch.hashing import hash64
from classmatch.link.register import load_register
from classmatch.link.scoring import COUNTS, PAIRS, WEIGHED, Scored, score
from classmatch.parquet import scan_files
from classmatch.store.links import write_part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from polars._typing import PolarsDataType

    from classmatch.config import BlockSettings
    from classmatch.learn.known import Known
    from classmatch.score import Weights
    from classmatch.store.catalogs import Catalog
    from classmatch.store.links import Links

_WORK = {"work": pl.UInt64}  # the digits of its id
_PRINT = {"print": pl.UInt64}  # hash of all that is compared of a work

# What a partition leaves: kept pairs, works with what was counted of each, and the weights of all compared pairs.
LINKED: Mapping[str, PolarsDataType] = {**_WORK, **{name: kind for name, kind in PAIRS.items() if name != "left"}}
WORKS: Mapping[str, PolarsDataType] = {**_WORK, **_PRINT, **COUNTS}
PLACES: Mapping[str, PolarsDataType] = {**_WORK, "place": WEIGHED["place"]}


@dataclass(frozen=True)
class Comparing:
    """What all partitions of a run compare by; `floor` is the confidence from which a pair is kept."""

    snapshot: Path
    settings: BlockSettings
    weights: Weights
    floor: float


def link_tasks(catalog: Catalog, links: Links, comparing: Comparing, known: Known) -> list[Task]:
    """A task a partition of the works."""
    tasks, first = [], 0
    for p, part in enumerate(catalog.parts):
        output = links.part(p, catalog.works_parts.count, part.works_sha256)
        arguments = {
            "works": catalog.works_parts.path(p),
            "comparing": comparing,
            "known": known.within(first, first + part.works),
            "earlier": links.earlier(output),
        }
        tasks.append(Task(link_part, arguments, output, f"comparing, part {p + 1} of {len(catalog.parts)}"))
        first += part.works
    return tasks


def link_part(works: Path, comparing: Comparing, known: Known, earlier: Path | None, output: Path) -> None:
    """Link the works of a partition, but for those that an earlier run linked and that are the same since."""
    every = scan_files(works).select("work_id", *COLUMNS).collect()
    every = every.select(*COLUMNS, work=work_number(), print=_fingerprint())
    before = _unchanged(earlier, every)
    fresh = every.join(before["works"], on="work", how="anti", maintain_order="left").with_row_index("left")
    rows = every.with_row_index("at").join(fresh, on="work", how="semi", maintain_order="left")["at"].to_numpy()
    register = load_register(comparing.snapshot)
    said = known.at(rows.astype("int64"))
    scored = score(register.sides(fresh), register, comparing.settings, comparing.weights, said, comparing.floor)
    found = _by_work(scored, fresh)
    write_part(output, {name: _merged(before[name], found[name]) for name in found})


def work_number() -> pl.Expr:
    """The sixteen hexadecimal digits of a work's id as a number."""
    return pl.col("work_id").str.slice(3).str.to_integer(base=16, dtype=pl.UInt64)


def _fingerprint() -> pl.Expr:
    """A hash of all that is compared of a work: the same as long as nothing of it changes."""
    lists = {"title_alternates", "numbers", "names", "years", "publisher_keys", "isbns", "asins"}
    texts = [
        pl.col(name).cast(pl.List(pl.String)).list.join("\x1e") if name in lists else pl.col(name) for name in COLUMNS
    ]
    return hash64(pl.concat_str([text.fill_null("\x00") for text in texts], separator="\x1f"))


def _unchanged(earlier: Path | None, works: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """What was found before for works that are there still, as they were."""
    schemas = {"pairs": LINKED, "works": WORKS, "weighed": PLACES}
    if earlier is None:
        return {name: pl.DataFrame(schema=schema) for name, schema in schemas.items()}
    same = scan_files(earlier / "works.parquet").join(
        works.lazy().select("work", "print"), on=["work", "print"], how="semi"
    )
    kept = same.select("work").collect().lazy()
    tables = {name: scan_files(earlier / f"{name}.parquet") for name in schemas}
    return {
        name: table.join(kept, on="work", how="semi", maintain_order="left").collect() for name, table in tables.items()
    }


def _by_work(scored: Scored, works: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """What was found, by the numbers of works and no more by their rows."""
    number = works["work"]
    counted = pl.concat([works.select("work", "print"), scored.counts], how="horizontal")
    return {
        "pairs": scored.pairs.select(number.gather(scored.pairs["left"]).alias("work"), pl.exclude("left")),
        "works": counted,
        "weighed": scored.weighed.select(number.gather(scored.weighed["left"]).alias("work"), "place"),
    }


def _merged(before: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Both together, in an order that does not tell which was found when."""
    if before.is_empty():
        return found
    keys = [name for name in ("work", "right", "place") if name in found.columns]
    return pl.concat([before, found]).sort(keys)
