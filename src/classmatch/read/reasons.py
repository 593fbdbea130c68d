"""Why a row cannot be used: the closed list that rejects files and summaries draw on."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    EMPTY = "empty_row"  # no cell has anything in it
    NO_TITLE = "no_title_or_identifier"  # nothing to find the work by
    TOO_FEW_FIELDS = "too_few_fields"  # a text table's record with fewer cells than the header
    TOO_MANY_FIELDS = "too_many_fields"  # ... with more
    UNDECODABLE = "undecodable"  # a line that is not a JSON object
