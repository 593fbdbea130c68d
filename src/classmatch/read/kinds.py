"""The two kinds of table that are read, and the fields that each may be mapped to."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from classmatch import schema

if TYPE_CHECKING:
    from classmatch.schema import Table


class Kind(StrEnum):
    CATALOG = "catalog"
    REGISTRATIONS = "registrations"

    @property
    def table(self) -> Table:
        """The raw table that a file of this kind becomes."""
        return schema.RAW_CATALOG if self is Kind.CATALOG else schema.RAW_REGISTRATIONS

    @property
    def id_field(self) -> str:
        """The field that holds the id of a row as given in the file."""
        return "record_id" if self is Kind.CATALOG else "registration_record_id"

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that a column can be mapped to: all but the row's position in the file."""
        return tuple(name for name in self.table if name not in schema.SOURCE_POSITION)

    @property
    def names(self) -> tuple[str, ...]:
        """The fields without which a row cannot be found again by anyone: it needs one of them."""
        identifiers = ("isbn", "asin") if self is Kind.CATALOG else ("isbn",)
        return ("title", "alternate_title", "full_text", *identifiers)
