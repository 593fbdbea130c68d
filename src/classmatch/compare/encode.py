"""From the bibliographic columns of works and registrations to the arrays that are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import polars as pl

from classmatch.compare import records as r
from classmatch.compare.outline import LEAST_LONG_OUTLINE, LEAST_OUTLINE, LONG_OUTLINE, OUTLINE, outline
from classmatch.compare.ragged import Ragged, distinct, joined, starts_of
from classmatch.compare.signature import signatures
from classmatch.compare.texts import letters, words_in_order
from classmatch.compare.vocabulary import Vocabulary, build, words_in
from classmatch.hashing import hash64
from classmatch.normalise.companions import is_accessory
from classmatch.normalise.generic import is_generic
from classmatch.normalise.text import squash

_Frame = TypeVar("_Frame", pl.DataFrame, pl.LazyFrame)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.ragged import Starts

    Flags = NDArray[np.bool_]

# What works and registrations must have to be encoded, and the same for fingerprints of works.
COLUMNS = (
    "title_main", "title_full", "title_alternates", "numbers", "companion", "edition_number", "names", "years",
    "publisher_keys", "isbns", "asins",
)  # fmt: skip


@dataclass(frozen=True)
class Lexicon:
    """What was counted of the words of works and registrations together: the vocabularies of titles and of names."""

    titles: Vocabulary
    names: Vocabulary


@dataclass(frozen=True)
class Sides:
    """Works on the left, registrations on the right, with the vocabularies that their ids belong to."""

    left: r.Records
    right: r.Records
    words: Vocabulary
    names: Vocabulary
    holders: NDArray[np.uint32]  # (registrations,) authors that have the main title of each


# --------------------------------------------------------------------------------------------------------------------
# Words


def _title_words() -> pl.Expr:
    return pl.col("title_full").str.split(" ")


def _other_words() -> pl.Expr:
    return pl.col("title_alternates").list.join(" ").fill_null("").str.split(" ")


def _name_words() -> pl.Expr:
    return pl.col("names").list.join(" ").str.replace_all("|", " ", literal=True).str.split(" ")


def _first_name() -> pl.Expr:
    return pl.col("names").list.first().str.replace("|", " ", literal=True)


def _surname(name: pl.Expr) -> pl.Expr:
    return name.str.extract(r"^([^|]*)", 1)


def _given(name: pl.Expr) -> pl.Expr:
    return name.str.extract(r"\|(\w*)", 1).fill_null("")


def _real(lists: pl.Expr, least: int) -> pl.Expr:
    """The words of `least` letters or more."""
    return lists.list.eval(pl.element().filter(pl.element().str.len_bytes() >= least))


def _all_title_words() -> pl.Expr:
    return _real(pl.concat_list(_title_words(), _other_words()), 1)


def _all_name_words() -> pl.Expr:
    """The words of names, whole surnames of several words, and given names."""
    return pl.concat_list(
        _real(_name_words(), 2),
        pl.col("names").list.eval(_surname(pl.element())),
        _real(pl.col("names").list.eval(_given(pl.element())), 2),
    )


def lexicon(works: pl.LazyFrame, registrations: pl.LazyFrame) -> Lexicon:
    """Count the words of both sides, streaming."""
    records = sum(frame.select(pl.len()).collect().item() for frame in (works, registrations))
    titles = [words_in(frame, _all_title_words()) for frame in (works, registrations)]
    names = [words_in(frame, _all_name_words()) for frame in (works, registrations)]
    left, right = (pl.concat([one["hash"], other["hash"]]).unique() for one, other in zip(titles, names, strict=True))
    both = left.to_frame().join(right.to_frame(), on="hash", how="semi")["hash"]
    return Lexicon(build("title_words", records, titles, both), build("name_words", records, names, both))


def extended(known: Lexicon, frame: pl.DataFrame) -> Lexicon:
    """With the words of these records, too."""
    titles, names = (words_in(frame.lazy(), words) for words in (_all_title_words(), _all_name_words()))
    return Lexicon(known.titles.with_words(titles), known.names.with_words(names))


# --------------------------------------------------------------------------------------------------------------------
# Lists


@dataclass(frozen=True)
class _Listed:
    """A list column taken apart: where the list of each record begins, and all elements."""

    starts: Starts
    values: pl.Series

    def hashed(self, text: pl.Expr) -> NDArray[np.uint64]:
        """Hashes of what `text` makes of the elements, called `v`; 0 where it is null or empty."""
        made = self.values.alias("v").to_frame().select(v=text)
        empty = pl.col("v").is_null() | (pl.col("v") == "")
        return made.select(h=pl.when(~empty).then(hash64(pl.col("v"))).otherwise(pl.lit(0, pl.UInt64)))["h"].to_numpy()


def _listed(frame: pl.DataFrame, lists: pl.Expr, most: int | None = None) -> _Listed:
    column = frame.select(v=lists.list.head(most) if most else lists)["v"]
    counts = column.list.len().fill_null(0).to_numpy().astype(np.int64)
    return _Listed(starts_of(counts), column.explode(empty_as_null=False, keep_nulls=False))


def _hashes(frame: pl.DataFrame, column: str) -> Ragged:
    listed = _listed(frame, pl.col(column))
    return Ragged(listed.starts, listed.hashed(pl.col("v")))


def _distinct(lists: Ragged, keep: Flags, most: int) -> Ragged:
    """The first `most` different values of each list, of those that are to be kept."""
    starts, places = distinct(lists.starts, lists.values, keep, most)
    return Ragged(starts, lists.values[places])


def _some(lists: Ragged, most: int) -> Ragged:
    return _distinct(lists, lists.values != 0, most)


def _ids(listed: _Listed, vocabulary: Vocabulary, least: int, most: int) -> tuple[Ragged, NDArray[np.int64]]:
    """Ids of the words of `least` letters or more, and where they stand among the elements."""
    ids = _ids_of(listed.values, vocabulary)
    long = (listed.values.str.len_bytes().fill_null(0) >= least).to_numpy()
    starts, places = distinct(listed.starts, ids, long, most)
    return Ragged(starts, ids[places]), places


def _ids_of(words: pl.Series, vocabulary: Vocabulary) -> NDArray[np.int32]:
    return vocabulary.ids(words.alias("v").to_frame().select(h=hash64(pl.col("v")))["h"])


# --------------------------------------------------------------------------------------------------------------------
# Columns


def _hash_column(frame: pl.DataFrame, text: pl.Expr) -> NDArray[np.uint64]:
    """(n,) hashes of one text a record; 0 where it is null or empty."""
    value = text.fill_null("")
    return frame.select(pl.when(value == "").then(pl.lit(0, pl.UInt64)).otherwise(hash64(value)).alias("h"))[
        "h"
    ].to_numpy()


def _count_of_main_words(frame: pl.DataFrame) -> NDArray[np.int8]:
    words = pl.col("title_main").str.split(" ").list.n_unique()
    count = pl.when(pl.col("title_main") == "").then(0).otherwise(words)
    return frame.select(n=count.clip(0, r.MAX_WORDS).fill_null(0).cast(pl.Int8))["n"].to_numpy()


def _says_little(title: pl.Expr) -> pl.Expr:
    """Whether a main title is generic, or only a number."""
    return (is_generic(title) | title.str.contains(r"^[\d ]+$")).fill_null(value=False)


def _companions(frame: pl.DataFrame) -> NDArray[np.int8]:
    codes = {kind: i + 1 for i, kind in enumerate(r.COMPANIONS)}
    return frame["companion"].replace_strict(codes, default=0, return_dtype=pl.Int8).to_numpy()


def _titles(frame: pl.DataFrame, main: NDArray[np.uint64]) -> dict[str, Ragged]:
    """The main and the alternate titles, and their outlines; `main` are the hashes of the squashed main titles."""
    alternates = _listed(frame, pl.col("title_alternates"))
    others = Ragged(alternates.starts, alternates.hashed(squash(pl.col("v"))))
    alone = np.arange(len(main) + 1, dtype=np.int32)
    titles = joined(Ragged(alone, main), others)
    own, other = _outlines(frame["title_main"]), _outlines(alternates.values)
    found = {"titles": titles} | {
        name: joined(Ragged(alone, own[name]), Ragged(alternates.starts, other[name])) for name in own
    }
    shown = np.arange(len(titles.values)) - titles.starts[titles.rows] < r.MAX_TITLES
    return {
        name: _distinct(lists, (lists.values != 0) & (shown | (name == "titles")), r.MAX_TITLES)
        for name, lists in found.items()
    }


def _outlines(titles: pl.Series) -> dict[str, NDArray[np.uint64]]:
    """Hashes of the beginnings of the outlines of titles, short ones and long ones; 0 where there is too little."""
    text = titles.alias("v").to_frame().select(v=outline(pl.col("v")))
    kinds = {"outlines": (OUTLINE, LEAST_OUTLINE), "long_outlines": (LONG_OUTLINE, LEAST_LONG_OUTLINE)}
    enough = {name: pl.col("v").str.len_bytes() >= least for name, (_, least) in kinds.items()}
    hashes = {name: hash64(pl.col("v").str.slice(0, most)) for name, (most, _) in kinds.items()}
    made = text.select(pl.when(enough[name]).then(hashes[name]).fill_null(0).alias(name) for name in kinds)
    return {name: made[name].to_numpy() for name in kinds}


def _names(frame: pl.DataFrame, names: Vocabulary) -> tuple[Ragged, Ragged, Ragged]:
    """Surnames, given names and initials."""
    listed = _listed(frame, pl.col("names"), r.MAX_NAMES)
    halves = pl.col("v").str.splitn("|", 2).struct
    parts = listed.values.alias("v").to_frame().select(surname=halves.field("field_0"), given=halves.field("field_1"))
    parts = parts.with_columns(given=pl.col("given").str.splitn(" ", 2).struct.field("field_0").fill_null(""))
    whole = parts.select(pl.when(pl.col("given").str.len_bytes() > 1).then("given"))["given"]
    letters = {chr(code): code for code in (*range(48, 58), *range(97, 123))}
    initials = parts["given"].str.slice(0, 1).replace_strict(letters, default=0, return_dtype=pl.UInt8)
    values = _ids_of(parts["surname"], names), _ids_of(whole, names), initials.to_numpy()
    surnames, given, first = (Ragged(listed.starts, part) for part in values)
    return surnames, given, first


def _name_words_of(frame: pl.DataFrame, lexicon: Lexicon) -> tuple[Ragged, Ragged]:
    """The words of names: their ids as such, and as words of titles."""
    listed = _listed(frame, _name_words())
    found, places = _ids(listed, lexicon.names, 2, r.MAX_NAME_WORDS)
    return found, Ragged(found.starts, _ids_of(listed.values.gather(places), lexicon.titles))


def _designations(frame: pl.DataFrame) -> dict[str, Ragged]:
    """The numbers of titles by kind: all but years and months, those of volumes and parts, years and months."""
    listed = _listed(frame, pl.col("numbers"))
    hashes, kinds = listed.hashed(pl.col("v").str.strip_prefix("v")), listed.values.str.slice(0, 1)
    issue, volume = kinds.is_in(["y", "m"]).to_numpy(), (kinds == "v").to_numpy()
    number = volume | kinds.str.contains(r"^\d").to_numpy()
    found = {}
    for name, of_kind in {"numbers": number, "volumes": volume, "issues": issue}.items():
        starts, places = distinct(listed.starts, hashes, of_kind, r.MAX_NUMBERS)
        found[name] = Ragged(starts, hashes[places])
    return found


def _years(frame: pl.DataFrame) -> Ragged:
    listed = _listed(frame, pl.col("years"), r.MAX_YEARS)
    return Ragged(listed.starts, listed.values.to_numpy())


def encode_side(frame: pl.DataFrame, known: Lexicon) -> r.Records:
    """The arrays of works or registrations, whose words are all in the lexicon; needs `COLUMNS`."""
    squashed = frame.select(v=squash(pl.col("title_main")))
    main = _hash_column(squashed, pl.col("v"))
    surnames, given, initials = _names(frame, known.names)
    name_words, names_in_titles = _name_words_of(frame, known)
    designations = _designations(frame)
    return r.Records(
        main=main,
        full=_hash_column(frame, squash(pl.col("title_full"))),
        **_titles(frame, main),
        words=_ids(_listed(frame, _title_words()), known.titles, 1, r.MAX_WORDS)[0],
        main_words=_count_of_main_words(frame),
        other_words=_ids(_listed(frame, _other_words()), known.titles, 1, r.MAX_OTHER_WORDS)[0],
        signature=signatures(squashed["v"]),
        surnames=surnames,
        given=given,
        initials=initials,
        name_words=name_words,
        names_in_titles=names_in_titles,
        years=_years(frame),
        **designations,
        generic=frame.select(g=_says_little(pl.col("title_main")))["g"].to_numpy(),
        accessory=frame.select(a=is_accessory(pl.col("title_full")).fill_null(value=False))["a"].to_numpy(),
        companion=_companions(frame),
        edition=_hash_column(frame, pl.col("edition_number")),
        publishers=_some(_hashes(frame, "publisher_keys"), r.MAX_PUBLISHERS),
        identifiers=_some(joined(_hashes(frame, "isbns"), _hashes(frame, "asins")), r.MAX_IDENTIFIERS),
        main_text=letters(frame["title_main"]),
        first_name=words_in_order(letters(frame.select(f=_first_name())["f"])),
    )


def as_one_side(registrations: _Frame) -> _Frame:
    """Registrations (`schema.REGISTRATIONS`) with the columns that works have."""
    return registrations.with_columns(
        years=pl.concat_list("year").list.drop_nulls(), publisher_keys=pl.concat_list("publisher_key").list.drop_nulls()
    )


def encode(works: pl.DataFrame, registrations: pl.DataFrame) -> Sides:
    """Both sides as arrays over the words of both.

    Needs `schema.BIBLIOGRAPHIC`, and of a work `years` and `publisher_keys`.
    """
    right = as_one_side(registrations)
    known = lexicon(works.lazy(), right.lazy())
    encoded = encode_side(right, known)
    return Sides(encode_side(works, known), encoded, known.titles, known.names, holders(encoded))


def holders(registrations: r.Records) -> NDArray[np.uint32]:
    """(n,) how many authors, by the surname of the first, have the main title of each registration."""
    named = np.flatnonzero(registrations.surnames.counts)
    first = registrations.surnames.values[registrations.surnames.starts[named]]
    titled = pl.DataFrame({"title": registrations.main[named], "name": first})
    counted = titled.filter(pl.col("name") >= 0).group_by("title").agg(holders=pl.col("name").n_unique())
    every = pl.DataFrame({"title": registrations.main}).join(counted, on="title", how="left", maintain_order="left")
    return every["holders"].fill_null(0).to_numpy()
