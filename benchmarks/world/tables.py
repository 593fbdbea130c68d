"""The files of the world, row by row: catalog and registrations with all their noise, and the truth about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.world.identifiers import isbn_cells, md5
from benchmarks.world.imprints import publisher_cells, publishers
from benchmarks.world.layout import Layout, Links, Rows, is_same_file
from benchmarks.world.noise import blank, choose
from benchmarks.world.people import CATALOG_FORMS, REGISTRATION_FORMS, Names, author_cells, names
from benchmarks.world.rolls import Days, Ids, Indexes, chance, ids, pick, pick_weighted, uniform
from benchmarks.world.titles import CATALOG, REGISTRATION, Parts, numbered_edition, written
from benchmarks.world.works import LANGUAGES, LAST_YEAR, Works, World

if TYPE_CHECKING:
    from benchmarks.world.additions import Additions

NO_AUTHOR = {"catalog": 0.08, "registration": 0.05}
CATALOG_ISBN = 0.72
CATALOG_WRONG_ISBN = 0.01
REGISTRATION_ISBN = 0.25
REGISTRATION_WRONG_ISBN = 0.03  # of those that have one
_EXTENSIONS = pl.Series(["epub", "pdf", "mobi", "azw3", "djvu", "txt"], dtype=pl.String)


def _people(works: Works, world: World) -> list[Names]:
    return [names(authors, world.vocabulary, world.words) for authors in works.writers.authors]


def _parts(works: Works, world: World, people: list[Names]) -> Parts:
    full_form = np.zeros(len(works.work), dtype=np.int64)
    return Parts(world.titles(works), world.subtitles(works), world.series(works), people[0].written(full_form))


def catalog(layout: Layout, world: World, start: int, stop: int) -> pl.DataFrame:
    """Catalog rows from `start` up to `stop`, in the columns of LibGen's dumps as its readers name them."""
    row = ids(start, stop)
    return _records(row, layout.catalog(row), world)


def drop(additions: Additions, start: int, stop: int) -> pl.DataFrame:
    """Rows of a later drop, from `start` up to `stop`; their record ids go on after those of the catalog."""
    first = additions.layout.catalog_rows
    return _records(ids(first + start, first + stop), additions.rows(start, stop), additions.world)


def _records(row: Ids, files: Rows, world: World) -> pl.DataFrame:
    works = world.facts(files.work)
    people = _people(works, world)
    record, edition = files.copy_id, files.edition_id
    title = written(_parts(works, world, people), works, edition, record, CATALOG)
    later = files.edition > 0
    title = numbered_edition(title, files.edition, later & chance(edition, "edition in title", 0.03))
    author = author_cells(works.writers, record, "catalog", CATALOG_FORMS, people)
    own = chance(edition, "other publisher", 0.25) & later
    publisher = publishers(np.where(own, edition, works.work), world)
    return pl.DataFrame(
        {
            "record_id": row + np.uint64(1),
            "title": title,
            "author": blank(author, chance(record, "catalog no author", NO_AUTHOR["catalog"])),
            "publisher": publisher_cells(publisher, record, "catalog", 0.10, 0.06),
            "year": _catalog_year(works, files.edition, edition, record),
            "language": _language(works, record),
            "isbn": _catalog_isbn(edition, record),
            "md5": md5(is_same_file(files)),
            "edition": _edition_cell(files.edition, edition),
            "extension": _EXTENSIONS.gather(pick_weighted(record, "extension", [45, 35, 10, 5, 4, 1])),
            "filesize": (50_000 * 400 ** uniform(is_same_file(files), "filesize")).astype(np.int64),
        }
    )


def _catalog_year(works: Works, edition: Ids, edition_id: Ids, record: Ids) -> pl.Series:
    """The edition's year, later by some years an edition; sometimes a year off, `0` or empty."""
    gap = (edition * np.uint64(2)).astype(np.int64) + np.where(edition > 0, pick(edition_id, "edition gap", 4), 0)
    slip = np.where(chance(record, "year off", 0.05), 1 - 2 * pick(record, "year off by", 2), 0)
    year = pl.Series(np.minimum(works.year + gap, LAST_YEAR) + slip).cast(pl.String)
    unknown = pl.Series(["", "0"], dtype=pl.String).gather(pick(record, "unknown year", 2))
    return choose(chance(record, "no year", 0.07), unknown, year)


def _language(works: Works, record: Ids) -> pl.Series:
    return blank(pl.Series(LANGUAGES).gather(works.language), chance(record, "no language", 0.06))


def _catalog_isbn(edition: Ids, record: Ids) -> pl.Series:
    wrong = chance(record, "catalog has wrong isbn", CATALOG_WRONG_ISBN / CATALOG_ISBN)
    return blank(isbn_cells(edition, record, "catalog", wrong), ~chance(edition, "catalog isbn", CATALOG_ISBN))


def _edition_cell(edition: Ids, edition_id: Ids) -> pl.Series:
    wordings = pl.Series(["2", "2nd ed.", "Second", "3", "3rd ed.", "Third", "4", "4th ed.", "Fourth"], dtype=pl.String)
    place = np.maximum(edition.astype(np.int64) - 1, 0) * 3 + pick(edition_id, "edition wording", 3)
    return blank(wordings.gather(place), (edition == 0) | chance(edition_id, "no edition", 0.4))


def registrations(layout: Layout, world: World, start: int, stop: int) -> pl.DataFrame:
    """Registration rows from `start` up to `stop`."""
    row = ids(start, stop)
    work, second = layout.registered(row)
    works = world.facts(work)
    people = _people(works, world)
    record = work * np.uint64(2) + second
    first_edition = work * np.uint64(4)
    title = written(_parts(works, world, people), works, record, record, REGISTRATION)
    author = author_cells(works.writers, record, "registration", REGISTRATION_FORMS, people)
    publisher = publishers(work, world)
    published = _publication_day(works, record)
    return pl.DataFrame(
        {
            "row": row + np.uint64(1),
            "registration_number": "TX" + pl.Series(_number(row)).cast(pl.String).str.zfill(10),
            "registration_date": pl.Series(_registration_day(published, record, second)).cast(pl.String),
            "title": title,
            "author": blank(author, chance(record, "registration no author", NO_AUTHOR["registration"])),
            "claimants": _claimants(people, publisher, record),
            "publication_date": _publication_cell(published, record),
            "publisher": publisher_cells(publisher, record, "registration", 0.15, 0.03),
            "isbn": _registration_isbn(first_edition, record),
        }
    )


def _number(row: Ids) -> Ids:
    return row * np.uint64(7) + np.uint64(1_000_003)


def _publication_day(works: Works, record: Ids) -> Days:
    slip = np.where(chance(record, "published a year off", 0.04), 1 - 2 * pick(record, "published off by", 2), 0)
    year = (works.year + slip - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    day: Days = year + pick(works.work, "publication day", 365).astype("timedelta64[D]")
    return day


def _registration_day(published: Days, record: Ids, second: Ids) -> Days:
    """Within three months of publication for most, within five years for most others; a second registration later."""
    longest: Indexes = np.array([90, 5 * 365, 12 * 365])[pick_weighted(record, "delay", [0.6, 0.3, 0.1])]
    delay = (uniform(record, "delay days") * longest).astype(np.int64) + second.astype(np.int64) * 500
    day: Days = published + delay.astype("timedelta64[D]")
    return day


def _publication_cell(published: Days, record: Ids) -> pl.Series:
    day = pl.Series(published).cast(pl.String)
    day = choose(chance(record, "published year only", 0.12), day.str.slice(0, 4), day)
    return blank(day, chance(record, "no publication date", 0.08))


def _claimants(people: list[Names], publisher: pl.Series, record: Ids) -> pl.Series:
    author = people[0].written(np.where(chance(record, "claimant inverted", 0.4), 1, 0))
    claimant = choose(chance(record, "claimant is publisher", 0.4), publisher, author)
    return blank(claimant, chance(record, "no claimant", 0.02))


def _registration_isbn(first_edition: Ids, record: Ids) -> pl.Series:
    edition = first_edition + np.where(chance(record, "isbn of second edition", 0.2), 1, 0).astype(np.uint64)
    wrong = chance(record, "registration has wrong isbn", REGISTRATION_WRONG_ISBN)
    cells = isbn_cells(edition, record, "registration", wrong)
    return blank(cells, ~chance(record, "registration isbn", REGISTRATION_ISBN))


def truth(layout: Layout, start: int, stop: int) -> pl.DataFrame:
    """The true pairs of the matched registrations from `start` up to `stop`."""
    return _pairs(layout.links(start, stop))


def drop_truth(additions: Additions) -> pl.DataFrame:
    """The true pairs of the rows of a later drop."""
    return _pairs(additions.links())


def _pairs(links: Links) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "record_id": links.catalog_row + np.uint64(1),
            "registration_row": links.registration_row + np.uint64(1),
            "label": pl.Series(["match"], dtype=pl.String).new_from_index(0, len(links.catalog_row)),
        }
    )
