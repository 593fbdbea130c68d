"""Why a row cannot be used: the closed list that rejects files and summaries draw on."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    EMPTY = "empty_row"  # no cell has anything in it
    NO_TITLE = "no_title_or_identifier"  # nothing to find the work by
    TOO_FEW_FIELDS = "too_few_fields"  # a text table's record with fewer cells than the header
    TOO_MANY_FIELDS = "too_many_fields"  # ... with more
    UNDECODABLE = "undecodable"  # a line that is not a JSON object
    NOT_UTF8 = "not_utf8"  # has bytes that are no text in the encoding of the file
    SUPERSEDED = "superseded"  # a later record of the same id replaces it
    UNTITLED = "untitled"  # a library's own record that names no title, identifier or file name
    NO_FILE = "no_file"  # an edition of which the library has no file: nothing that was copied
    NOT_A_BOOK = "not_a_book"  # of a list of files: a folder, a heading, a cover
    NOT_A_REGISTRATION = "not_a_registration"  # a recorded document: a transfer, a notice of termination
    OVERSIZED = "oversized"  # larger than any record of its kind: most likely damaged
    WITHDRAWN = "withdrawn"  # the list itself takes the record back
    CROSS_REFERENCE = "cross_reference"  # points to another record, and has nothing of its own


# Reasons that say nothing against the file: such rows do not count as bad.
HARMLESS = frozenset(
    {
        Reason.SUPERSEDED,
        Reason.UNTITLED,
        Reason.NO_FILE,
        Reason.NOT_A_BOOK,
        Reason.NOT_A_REGISTRATION,
        Reason.WITHDRAWN,
        Reason.CROSS_REFERENCE,
    }
)
