"""The tables that flow through classmatch: their columns, types and meaning.

Each table is a plain ``{column: Polars type}`` mapping in column order. Stages take and return frames of these columns,
so that a stage can be read, tested and replaced by itself. The words are those of the glossary (docs/glossary.md).

Dates are kept as ISO 8601 text of reduced precision: ``1951``, ``1951-07`` or ``1951-07-16``. The length of the text is
the precision, so that a day or a month is never invented.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polars._typing import PolarsDataType

    Table = Mapping[str, PolarsDataType]

_TEXT = pl.String
_TEXTS = pl.List(pl.String)

# --------------------------------------------------------------------------------------------------------------------
# What readers return: text as it stands in the file. A field that a file does not have is null, and so is an empty
# cell.

SOURCE_POSITION: Table = {
    "file": _TEXT,  # name of the file, without its folder
    "row": pl.UInt64,  # 1 for the first record of the file, a header line not counted
}

RAW_CATALOG: Table = {
    "source": _TEXT,  # the library: `libgen`, `zlibrary`, ... or what `--library` says
    "record_id": _TEXT,  # the record's id in the file, else its row number
    **SOURCE_POSITION,
    "title": _TEXT,
    "subtitle": _TEXT,
    "alternate_title": _TEXT,  # original, translated or working title
    "author": _TEXT,  # all names in one cell, in whatever order and with whatever separator
    "publisher": _TEXT,
    "imprint": _TEXT,  # `Berlin ; New York : Springer, [2003] ©2003`: place, publisher and date in one cell
    "date": _TEXT,  # publication date or year as written
    "language": _TEXT,
    "edition": _TEXT,
    "series": _TEXT,
    "volume": _TEXT,
    "isbn": _TEXT,  # one or several, of either length, with or without hyphens; sometimes an ASIN
    "asin": _TEXT,
    "identifiers": _TEXT,  # of other kinds, each with its scheme: `doi:10.1000/182; issn:0317-8471; oclc:1412398593`
    "md5": _TEXT,
    "md5_reported": _TEXT,  # the library's own, where the file was packed anew and has another
    "better_md5": _TEXT,  # of the copy that the library prefers to this one
    "sha1": _TEXT,
    "sha256": _TEXT,
    "extension": _TEXT,
    "filesize": _TEXT,  # bytes
    "file_status": _TEXT,  # what the library says is wrong with the file: `broken`, `del`, `ban`, ...
    "added": _TEXT,  # when the library took the file in
    "notes": _TEXT,
    "full_text": _TEXT,  # the record as printed, where title and author are not told apart
}

RAW_REGISTRATIONS: Table = {
    "registration_record_id": _TEXT,  # the row's id in the file, else its row number
    **SOURCE_POSITION,
    "registration_number": _TEXT,
    "registration_date": _TEXT,  # effective date of registration (17 U.S.C. 410(d))
    "original_number": _TEXT,  # of a renewal: the number of the original registration
    "original_date": _TEXT,  # and the date that stands beside it
    "title": _TEXT,
    "subtitle": _TEXT,
    "alternate_title": _TEXT,
    "author": _TEXT,
    "claimants": _TEXT,
    "publisher": _TEXT,
    "imprint": _TEXT,
    "publication_date": _TEXT,
    "creation_date": _TEXT,
    "publication_status": _TEXT,
    "nation": _TEXT,  # of first publication
    "work_type": _TEXT,
    "record_type": _TEXT,  # registration, renewal, preregistration or supplementary registration, if it says so
    "previous_numbers": _TEXT,  # earlier registrations of the same work, as the record names them
    "transfer": _TEXT,  # how the claimants came by the copyright: `By written agreement`
    "contents": _TEXT,  # titles of the works under this number, one a line
    "isbn": _TEXT,
    "language": _TEXT,
    "edition": _TEXT,
    "series": _TEXT,
    "volume": _TEXT,
    "new_matter": _TEXT,
    "notes": _TEXT,
    "full_text": _TEXT,
}

REJECTS: Table = {
    **SOURCE_POSITION,
    "reason": _TEXT,  # one of read.rejects.Reason
    "record": _TEXT,  # the row as JSON text, cut short
}

# --------------------------------------------------------------------------------------------------------------------
# What normalisation adds: the same columns on both sides, so that one comparison serves both.

BIBLIOGRAPHIC: Table = {
    "title_main": _TEXT,  # folded main title: no subtitle, series suffix, by-statement or leading article
    "title_full": _TEXT,  # folded title with its subtitle
    "title_alternates": _TEXTS,  # folded main titles of the alternate titles
    "numbers": _TEXTS,  # designations that tell sibling works apart, sorted: `v2`, `451`, `y1955`, `m6`
    "companion": _TEXT,  # kind of a book about another book (`summary`, `solutions` ...), else null
    "edition_number": _TEXT,  # `2`, `10`, `rev`, else null
    "names": _TEXTS,  # folded `surname|given names`, in the order of the record
    "year": pl.Int16,  # year of publication
    "publisher_key": _TEXT,  # folded publisher without legal forms and filler words
    "isbns": _TEXTS,  # valid ISBN-13, digits only, sorted
    "asins": _TEXTS,  # upper case, sorted
}

COPIES: Table = {
    "source": _TEXT,
    "record_id": _TEXT,
    **SOURCE_POSITION,
    "title": _TEXT,  # as it stands in the catalog
    "authors": _TEXT,  # as it stands in the catalog
    "publisher": _TEXT,
    "publication_date": _TEXT,  # ISO 8601, reduced precision
    "language": _TEXT,  # ISO 639-3, else null
    "edition": _TEXT,
    "series": _TEXT,
    "volume": _TEXT,
    "md5": _TEXT,  # lower-case hexadecimal
    "sha1": _TEXT,
    "sha256": _TEXT,
    "extension": _TEXT,
    "filesize": pl.UInt64,
    "md5_reported": _TEXT,  # of the same file before the library packed it anew
    "better_md5": _TEXT,  # of the copy that the library prefers to this one
    "file_status": _TEXT,  # one of normalise.file_status.STATUSES; null: nothing is known to be wrong
    "added": _TEXT,  # when the library took the file in: ISO 8601, reduced precision
    "identifiers": _TEXTS,  # of other kinds than ISBN and ASIN, `scheme:value`, sorted
    **BIBLIOGRAPHIC,
}

REGISTRATIONS: Table = {
    "registration_record_id": _TEXT,
    **SOURCE_POSITION,
    "registration_key": _TEXT,  # what identifies it: the number since 1978, before that `number@date`
    "registration_number": _TEXT,  # in one canonical form (docs/registration-numbers.md)
    "written_number": _TEXT,  # as it stands in the registration
    "registration_date": _TEXT,  # ISO 8601, reduced precision
    "record_type": _TEXT,  # one of normalise.record_types.RECORD_TYPES, else null
    "original_number": _TEXT,
    "original_date": _TEXT,  # ISO 8601, reduced precision
    "previous_numbers": _TEXTS,  # in the order of the record
    "title": _TEXT,  # as it stands in the registration
    "authors": _TEXT,
    "claimants": _TEXT,
    "transfer": _TEXT,
    "work_for_hire": pl.Boolean,  # null: the record does not say
    "publisher": _TEXT,
    "publication_date": _TEXT,  # ISO 8601, reduced precision
    "publication_status": _TEXT,
    "foreign": pl.Boolean,  # first published outside the United States; null: the record does not say
    "work_type": _TEXT,
    "new_matter": _TEXT,
    "group_registration": pl.Boolean,  # more than one title stands under this key
    "title_count": pl.UInt32,  # titles under this key
    **BIBLIOGRAPHIC,
}

# --------------------------------------------------------------------------------------------------------------------
# What deduplication returns.

COPY_WORKS: Table = {
    "source": _TEXT,
    "record_id": _TEXT,
    "md5": _TEXT,
    "edition_id": _TEXT,
    "work_id": _TEXT,
    "file_status": _TEXT,  # one of normalise.file_status.STATUSES; null: nothing is known to be wrong
    "added": _TEXT,  # when the library took the file in: ISO 8601, reduced precision
    "content": pl.UInt64,  # hash of the content hash, equal for copies of one file; null where there is none
}

WORKS: Table = {
    "work_id": _TEXT,
    "catalog_title": _TEXT,
    "catalog_authors": _TEXT,
    "catalog_publisher": _TEXT,
    "catalog_year": pl.Int16,  # the earliest year of its editions
    "language": _TEXT,
    "languages": _TEXTS,
    "first_published": _TEXT,  # the earliest date of its copies: ISO 8601, reduced precision
    "identifiers": _TEXTS,  # of other kinds than ISBN and ASIN
    "sources": _TEXTS,
    "edition_count": pl.UInt32,
    "copy_count": pl.UInt32,
    **BIBLIOGRAPHIC,
    "years": pl.List(pl.Int16),  # every year of its editions, sorted
    "publisher_keys": _TEXTS,
}

# --------------------------------------------------------------------------------------------------------------------
# What a class definition says of a candidate. A rule is true, false, or null: not known from what the records say. One
# that the definition does not have is true.

ELIGIBILITY: Table = {
    "eligibility": _TEXT,  # one of classdef.eligibility.Eligibility
    "class_reasons": _TEXTS,  # of classdef.class_reasons.ClassReason, in the order of the rules
    "published_from": pl.Date,  # first and last day of publication; null: no such bound is known
    "published_to": pl.Date,
    "publication_basis": _TEXT,  # where the date is from
    "registered_from": pl.Date,
    "registered_to": pl.Date,
    "registration_basis": _TEXT,
    "acquired_from": pl.Date,
    "acquired_to": pl.Date,
    "rule_source": pl.Boolean,
    "rule_identifier": pl.Boolean,
    "rule_language": pl.Boolean,
    "rule_type": pl.Boolean,
    "rule_kind": pl.Boolean,
    "rule_published": pl.Boolean,
    "rule_within_years": pl.Boolean,
    "rule_before_acquisition": pl.Boolean,
    "rule_within_months": pl.Boolean,
    "rule_timely": pl.Boolean,
    "rule_not_excluded": pl.Boolean,
    "rule_not_opted_out": pl.Boolean,
    "deciding": _TEXT,  # what would decide an undetermined candidate
}

# --------------------------------------------------------------------------------------------------------------------
# What `match` writes. Class columns, then one `level_*` and one `weight_*` column a comparison, stand between
# `group_registration` and `match_weight`; `candidates_schema` puts them there.

CANDIDATES_HEAD: Table = {
    "candidate_id": _TEXT,
    "work_id": _TEXT,
    "registration_number": _TEXT,
    "registration_record_id": _TEXT,
    "rank": pl.UInt32,
    "confidence": pl.Float64,
    "margin": pl.Float64,
    "decision": _TEXT,
    "reasons": _TEXTS,
    "catalog_title": _TEXT,
    "catalog_authors": _TEXT,
    "catalog_publisher": _TEXT,
    "catalog_year": pl.Int16,
    "language": _TEXT,
    "isbns": _TEXTS,
    "asins": _TEXTS,
    "sources": _TEXTS,
    "edition_count": pl.UInt32,
    "copy_count": pl.UInt32,
    "registration_title": _TEXT,
    "registration_authors": _TEXT,
    "claimants": _TEXT,
    "publication_date": _TEXT,
    "registration_date": _TEXT,
    "group_registration": pl.Boolean,
}

# One line of the works list, and of what is not on it: the columns of a court's works list first.
LINES: Table = {
    "title": _TEXT,
    "authors": _TEXT,
    "publisher": _TEXT,
    "isbns": _TEXTS,
    "asins": _TEXTS,
    "registration_number": _TEXT,
    "registration_date": _TEXT,
    "publication_date": _TEXT,
    "confidence": pl.Float64,
    "margin": pl.Float64,
    "eligibility": _TEXT,
    "reasons": _TEXTS,
    "deciding": _TEXT,
    "group_registration": pl.Boolean,
    "title_count": pl.UInt32,
    "title_from": _TEXT,  # `catalog`, or `registration` where the catalog's is damaged
    "publisher_from": _TEXT,  # `registration`, `catalog`, or `distributor`
    "catalog_publishers": _TEXTS,
    "claimants": _TEXT,
    "work_kind": _TEXT,  # one of classdef.definition.WorkKind: decides how an amount is split
    "sources": _TEXTS,
    "registration_numbers": _TEXTS,
    "line_id": _TEXT,
    "work_ids": _TEXTS,
    "candidate_ids": _TEXTS,
    "registration_record_ids": _TEXTS,
}

# A match of which another definition says something else.
CHANGES: Table = {
    "candidate_id": _TEXT,
    "work_id": _TEXT,
    "registration_number": _TEXT,
    "registration_record_id": _TEXT,
    "catalog_title": _TEXT,
    "catalog_authors": _TEXT,
    "confidence": pl.Float64,
    "eligibility": _TEXT,
    "reasons": _TEXTS,
    "deciding": _TEXT,
    "other_eligibility": _TEXT,
    "other_reasons": _TEXTS,
    "other_deciding": _TEXT,
}

# A candidate class member.
MEMBERS: Table = {
    "member_id": _TEXT,
    "name": _TEXT,
    "name_variants": _TEXTS,
    "kind": _TEXT,  # `person` or `organisation`
    "works": pl.UInt32,  # lines of matches, whatever their eligibility
    "eligible_works": pl.UInt32,
    "undetermined_works": pl.UInt32,
    "registration_numbers": _TEXTS,
    "confidence": pl.Float64,  # the highest of its eligible works, else of the undetermined ones
    "roles": _TEXTS,
    "capacities": _TEXTS,
    "stands_for": _TEXTS,  # of an estate or a trust: the person, with his or her id
    "house": _TEXT,
    "catalog_publishers": _TEXTS,  # as the catalog names them: shown, not members for that
    "merged_because": _TEXTS,
    "amount_low": pl.Float64,
    "amount_high": pl.Float64,
    "line_ids": _TEXTS,
}


def linked_schema(comparisons: list[str]) -> dict[str, PolarsDataType]:
    """Columns of candidates as linking leaves them, in order, for these comparisons."""
    return {**CANDIDATES_HEAD, **_evidence(comparisons)}


def candidates_schema(comparisons: list[str]) -> dict[str, PolarsDataType]:
    """Columns of the candidates table for these comparisons, in order: `eligibility` stands behind `decision`."""
    head: dict[str, PolarsDataType] = {}
    for name, kind in CANDIDATES_HEAD.items():
        head |= {name: kind} | ({"eligibility": _TEXT} if name == "decision" else {})
    judged = {name: kind for name, kind in ELIGIBILITY.items() if name not in {"eligibility", "class_reasons"}}
    return {**head, **judged, **_evidence(comparisons)}


def _evidence(comparisons: list[str]) -> dict[str, PolarsDataType]:
    levels = {f"level_{name}": pl.String() for name in comparisons}
    weights = {f"weight_{name}": pl.Float64() for name in comparisons}
    return {**levels, **weights, "match_weight": pl.Float64()}
