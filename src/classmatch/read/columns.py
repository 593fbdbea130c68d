"""Which columns of a file become which fields: by what the user says, else by name, else by content."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classmatch.errors import did_you_mean
from classmatch.read import content
from classmatch.read.fold import fold
from classmatch.read.formats import generic_of
from classmatch.read.formats.base import Every

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from classmatch.read.formats.base import Column, Format
    from classmatch.read.kinds import Kind

    Groups = tuple[tuple[str, ...], ...]

ID_ALIAS = "id"  # `--map id=COLUMN`, whichever the kind of file
_GENERAL_IDS = ("row", "record_id", "id")  # by their exact names, in this order

# A year under such a name is not the year of publication.
_OTHER_YEARS = (
    "renew",
    "regist",
    "added",
    "modif",
    "updat",
    "birth",
    "born",
    "death",
    "died",
    "download",
    "scan",
    "page",
)
_NAMELESS = re.compile(r"column_\d+")  # what a column is called whose name is not known
_MIN_FINDABLE_YEARS = 2  # one year in every row is a constant, not a date


@dataclass
class Assignment:
    """The fields of a file as they are found.

    A field has groups of columns: within a group the cells are joined, and the first group that has something in it is
    taken, row by row.
    """

    kind: Kind
    format: Format
    sample: pl.DataFrame
    fields: dict[str, Groups] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)  # why the file can't be read so; all of them at once
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def used(self) -> set[str]:
        return {column for groups in self.fields.values() for group in groups for column in group}

    @property
    def header(self) -> list[str]:
        return self.sample.columns


def assign(kind: Kind, fmt: Format, sample: pl.DataFrame, mapping: Mapping[str, str]) -> Assignment:
    """Finds the columns of every field. What is wrong is in `faults`; nothing is raised."""
    found = Assignment(kind, fmt, sample)
    _by_user(found, mapping)
    _by_name(found)
    _by_id(found)
    _by_content(found)
    return found


def _by_user(found: Assignment, mapping: Mapping[str, str]) -> None:
    for name, column in mapping.items():
        target = found.kind.id_field if name == ID_ALIAS else name
        if target not in found.kind.fields:
            found.faults.append(
                f"--map {name}={column}: no field {name!r} ({did_you_mean(name, [*found.kind.fields, ID_ALIAS])})"
            )
        elif (actual := _spelled(found.header, column)) is None:
            found.faults.append(f"--map {name}={column}: no column {column!r} ({did_you_mean(column, found.header)})")
        elif content.belies(target, found.sample[actual]):
            found.faults.append(
                f"--map {name}={column}: its cells ({_examples(found.sample[actual])}) can't be {target}s"
            )
        else:
            found.fields[target] = ((actual,),)
            found.reasons.append(f"{target} from column {actual!r}, as told")


def _spelled(header: list[str], column: str) -> str | None:
    """The column by its exact name, else by the only name that differs in case and punctuation alone."""
    if column in header:
        return column
    near = [name for name in header if fold(name) == fold(column)]
    return near[0] if len(near) == 1 else None


def _by_name(found: Assignment) -> None:
    told = found.used
    folded = {name: fold(name) for name in found.header if name not in told and fold(name) not in found.format.ignored}
    general = generic_of(found.kind).columns
    for target in found.kind.fields:
        if target not in found.fields:
            columns = found.format.columns.get(target, general.get(target, ()))
            groups = [_members(column, folded) for column in columns]
            _keep_believable(found, target, [group for group in groups if group])


def _members(column: Column, folded: Mapping[str, str]) -> tuple[str, ...]:
    if isinstance(column, Every):
        return tuple(name for name, key in folded.items() if column.matches(key))
    return tuple(name for name, key in folded.items() if key == column)[:1]


def _keep_believable(found: Assignment, target: str, groups: list[tuple[str, ...]]) -> None:
    """Takes the columns whose cells may be what the name says; a known format says what its columns are."""
    is_known = found.format is not generic_of(found.kind)
    kept = []
    for group in groups:
        believable = tuple(name for name in group if is_known or not content.belies(target, found.sample[name]))
        for name in group:
            if name not in believable:
                found.notes.append(
                    f"column {name!r} is not taken as {target}: its cells are {_examples(found.sample[name])}"
                )
        kept.append(believable)
    if any(kept):
        found.fields[target] = tuple(group for group in kept if group)


def _by_id(found: Assignment) -> None:
    if found.kind.id_field in found.fields:
        return
    lower = {name.lower(): name for name in reversed(found.header)}
    general = [lower[name] for name in _GENERAL_IDS if name in lower]
    folded = {fold(name): name for name in reversed(found.header)}
    own = [folded[name] for name in (*found.format.ids, *generic_of(found.kind).ids) if name in folded]
    for column in (general + own)[:1]:
        found.fields[found.kind.id_field] = ((column,),)


def _by_content(found: Assignment) -> None:
    for target in content.FINDABLE:
        if target in found.kind.fields and target not in found.fields:
            _adopt(found, target, [name for name in found.header if _holds(found, target, name)])
    date = "date" if "date" in found.kind.fields else "publication_date"
    if date not in found.fields:
        _adopt(found, date, [name for name in found.header if _may_be_year(found, date, name)])


def _holds(found: Assignment, target: str, name: str) -> bool:
    """Whether a column holds what the field is for. Of one without a name, and of the only one, few cells tell it."""
    is_nameless = _NAMELESS.fullmatch(name) is not None or found.sample.width == 1
    return content.holds(target, found.sample[name], few=is_nameless)


def _may_be_year(found: Assignment, date: str, name: str) -> bool:
    if any(part in fold(name) for part in _OTHER_YEARS) or found.sample[name].n_unique() < _MIN_FINDABLE_YEARS:
        return False
    return _holds(found, date, name)


def _adopt(found: Assignment, target: str, columns: list[str]) -> None:
    """Takes the one free column whose cells look like the field. Of several, none: to guess would be to invent."""
    used = found.used
    free = [name for name in columns if name not in used]
    if len(free) == 1:
        found.fields[target] = ((free[0],),)
        found.reasons.append(f"{target} from column {free[0]!r}, by its content")


def _examples(cells: pl.Series) -> str:
    values = cells.drop_nulls().unique(maintain_order=True).head(3).to_list()
    return ", ".join(repr(value[:30]) for value in values)
