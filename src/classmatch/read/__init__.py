"""From a file as it came to the raw tables of `schema`: `RAW_CATALOG` and `RAW_REGISTRATIONS`."""

from __future__ import annotations

from classmatch.read.boundary import reading
from classmatch.read.kinds import Kind
from classmatch.read.paths import expand
from classmatch.read.reader import ReadResult, read, split
from classmatch.read.reasons import HARMLESS, Reason
from classmatch.read.recognise import Source, recognise_catalogs, recognise_registrations

__all__ = [
    "HARMLESS",
    "Kind",
    "ReadResult",
    "Reason",
    "Source",
    "expand",
    "read",
    "reading",
    "recognise_catalogs",
    "recognise_registrations",
    "split",
]
