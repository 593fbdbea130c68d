"""Tag maps: which tags and subfields of MARC records become which fields, and how their text is put together.

A map is a table, and is applied to many records at once. What it works on are lines, one a subfield, so that records
from binary files, from XML and from tables with a line a subfield come out the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from classmatch.read.cells import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# What a map is applied to, sorted by record, tag and place in the record.
LINES = {
    "record": pl.UInt32,  # number of the record
    "field": pl.UInt32,  # number of the field that the subfield stands in, the same in no two records
    "tag": pl.String,  # `245`; `leader` for the leader
    "code": pl.String,  # of the subfield; empty for the leader and control fields
    "value": pl.String,
}
JOINT = "\x1f"  # stands between pieces until they are put together; no value has it, since it ends subfields
_JOINT_MARK = r"\x{1f}"

_NON_SORTING = r"[\x{88}\x{89}\x{98}\x{9c}]"  # control characters around the words that sorting passes over
_AREA_MARKS = r"[\s/:;=,]+$"  # what ISBD writes between two areas stands at the end of the one before
_KEY = "key"


class Subfield(NamedTuple):
    """Columns of text: what a line is called, and what it holds."""

    tag: pl.Expr
    code: pl.Expr
    value: pl.Expr


def plain(subfield: Subfield) -> pl.Expr:
    """The value as it stands."""
    return subfield.value.str.replace_all(_NON_SORTING, "").str.strip_chars()


def bare(subfield: Subfield) -> pl.Expr:
    """The value without the marks that only lead on to the next: `The sea :` is `The sea`."""
    return without_end_marks(plain(subfield))


def without_end_marks(text: pl.Expr) -> pl.Expr:
    return text.str.replace(_AREA_MARKS, "")


def title_part(subfield: Subfield) -> pl.Expr:
    """The same, but for the comma that stands between the number of a part and its title."""
    return plain(subfield).str.replace(r"[\s/:;=]+$", "")


def in_sentences(text: pl.Expr) -> pl.Expr:
    """Pieces with a full stop between them where there is no mark: `Collected works`, `Vol. 2,`, `The war`."""
    marked = text.str.replace_all(rf"([.,?!]){_JOINT_MARK}", "${1} ")
    return without_end_marks(marked.str.replace_all(JOINT, ". ", literal=True))


def as_it_is(text: pl.Expr) -> pl.Expr:
    return text


@dataclass(frozen=True)
class Take:
    """What some subfields give: a text for each field that has them, and these joined."""

    where: str  # `100:ab 700:ab`: tags, each with its subfields; `008:` is a control field
    piece: Callable[[Subfield], pl.Expr] = plain  # what a line gives; null leaves it out
    within: str = " "  # between the subfields of one field
    text: Callable[[pl.Expr], pl.Expr] = as_it_is  # what is made of the text of a field; null leaves it out
    between: str | None = SEPARATOR  # between the texts of a record; None takes the first only
    heads: str = ""  # subfields, written as in `where`, each of which begins a text of its own
    identity: Callable[[pl.Expr], pl.Expr] | None = None  # of a text: of texts with equal ones the first stays

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return _keys(self.where)

    @cached_property
    def is_single(self) -> bool:
        """Whether every line is a text: its tags have one subfield each."""
        return all(len(token.partition(":")[2]) <= 1 for token in self.where.split())


@dataclass(frozen=True)
class TagMap:
    """Field: what it is taken from, the best first, record by record."""

    fields: Mapping[str, tuple[Take, ...]]
    value: Callable[[pl.Expr], pl.Expr] = as_it_is  # what is done to every value first
    derived: Callable[[pl.DataFrame], pl.DataFrame] | None = None  # what is made of the fields in the end

    @cached_property
    def keys(self) -> Mapping[str, int]:
        """Number of each `tag:code` that is used."""
        used = {key for takes in self.fields.values() for take in takes for key in _keys(f"{take.where} {take.heads}")}
        return {key: number for number, key in enumerate(sorted(used))}

    @cached_property
    def tags(self) -> frozenset[str]:
        return frozenset(key.partition(":")[0] for key in self.keys)


def _keys(tokens: str) -> tuple[str, ...]:
    """`245:ab` names the subfields `245:a` and `245:b`."""
    parts = (token.partition(":") for token in tokens.split())
    return tuple(f"{tag}:{code}" for tag, _, codes in parts for code in codes or ("",))


def apply_map(tag_map: TagMap, lines: pl.DataFrame) -> pl.DataFrame:
    """`record` and the fields of the map, for every record that has a line; sorted by record."""
    used = _used(tag_map, lines)
    frame = lines.select(pl.col("record").unique().sort())
    for name, takes in tag_map.fields.items():
        found = [_taken(take, used, tag_map.keys) for take in takes]
        frame = _with_first(frame, name, [texts for texts in found if len(texts)])
    return tag_map.derived(frame) if tag_map.derived else frame


def _used(tag_map: TagMap, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines that are used, with a number for their subfield: numbers compare faster than names."""
    name = pl.concat_str("tag", pl.lit(":"), "code")
    number = name.replace_strict(dict(tag_map.keys), default=None, return_dtype=pl.UInt16)
    used = lines.with_columns(number.alias(_KEY)).filter(pl.col(_KEY).is_not_null())
    return used.with_columns(tag_map.value(pl.col("value")).alias("value"))


def _taken(take: Take, lines: pl.DataFrame, numbers: Mapping[str, int]) -> pl.DataFrame:
    """`record` and the text that it gives, for those that give one."""
    picked = lines.filter(pl.col(_KEY).is_in([numbers[key] for key in take.keys]))
    piece = take.piece(Subfield(pl.col("tag"), pl.col("code"), pl.col("value")))
    starts = pl.col("field").ne_missing(pl.col("field").shift())
    if take.heads:
        starts |= pl.col(_KEY).is_in([numbers[key] for key in _keys(take.heads)])
    pieces = picked.select("record", part=starts.cum_sum(), text=piece)
    pieces = pieces.filter(pl.col("text").str.len_bytes() > 0)
    return _joined(take, pieces if take.is_single else _fields_joined(pieces, take.within))


def _fields_joined(pieces: pl.DataFrame, within: str) -> pl.DataFrame:
    grouped = pieces.group_by("part", maintain_order=True)
    return grouped.agg(pl.col("record").first(), pl.col("text").str.join(within))


def _joined(take: Take, texts: pl.DataFrame) -> pl.DataFrame:
    texts = texts.select("record", text=take.text(pl.col("text")).str.strip_chars())
    texts = texts.filter(pl.col("text").str.len_bytes() > 0)
    if take.identity:
        same = texts.with_columns(identity=take.identity(pl.col("text")))
        texts = same.unique(["record", "identity"], keep="first", maintain_order=True).drop("identity")
    if take.between is None:
        return texts.unique("record", keep="first", maintain_order=True)
    return texts.group_by("record", maintain_order=True).agg(pl.col("text").str.join(take.between))


def _with_first(frame: pl.DataFrame, name: str, found: list[pl.DataFrame]) -> pl.DataFrame:
    """The frame with a field that takes the first of these texts that a record has."""
    if not found:
        return frame.with_columns(pl.lit(None, pl.String).alias(name))
    columns = [f"{name} {number}" for number in range(len(found))]
    for column, texts in zip(columns, found, strict=True):
        frame = frame.join(texts.rename({"text": column}), on="record", how="left", maintain_order="left")
    return frame.with_columns(pl.coalesce(columns).alias(name)).drop(columns)
