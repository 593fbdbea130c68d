"""The formats that are recognised. To add one, write its declaration in a file of its own and list it here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classmatch.errors import UsageError, did_you_mean
from classmatch.read.formats import (
    aac,
    annas_archive,
    books3,
    cocatalog,
    cprs,
    generic,
    goodreads,
    isbndb,
    libgen,
    libgenli,
    marc,
    nypl_cce,
    nypl_renewals,
    onix,
    openlibrary,
    openlibrary_dump,
    usco_2024,
    usco_2026,
    usco_long,
    usco_marc,
    zlibrary,
)
from classmatch.read.kinds import Kind

if TYPE_CHECKING:
    from classmatch.read.formats.base import Format

AUTO = "auto"

# When a file bears the signature of several, the larger signature wins, then the earlier format.
KNOWN: tuple[Format, ...] = (
    zlibrary.FORMAT,
    annas_archive.FORMAT,
    aac.FORMAT,
    libgen.FORMAT,
    libgenli.FORMAT,
    goodreads.FORMAT,
    openlibrary.FORMAT,
    openlibrary_dump.FORMAT,
    isbndb.FORMAT,
    books3.FORMAT,
    onix.FORMAT,
    marc.FORMAT,
    generic.CATALOG,
    usco_2026.FORMAT,
    usco_2024.FORMAT,
    usco_marc.FORMAT,
    usco_long.FORMAT,
    nypl_renewals.FORMAT,
    cprs.FORMAT,
    cocatalog.FORMAT,
    nypl_cce.FORMAT,
    generic.REGISTRATIONS,
)


def generic_of(kind: Kind) -> Format:
    return generic.CATALOG if kind is Kind.CATALOG else generic.REGISTRATIONS


def named(kind: Kind, name: str) -> Format:
    """The format that `--format` names.

    Raises:
        UsageError: if there is none of this name for this kind of file.

    """
    choices = {known.name: known for known in KNOWN if known.kind is kind}
    if name not in choices:
        raise UsageError(
            f"--format {name}: no format of {kind} files has this name", did_you_mean(name, [*choices, AUTO])
        )
    return choices[name]


def recognised(kind: Kind, folded: frozenset[str]) -> tuple[Format, frozenset[str]]:
    """The format whose signature these columns bear, and that signature; the generic format if there is none."""
    best, signature = generic_of(kind), frozenset[str]()
    for known in KNOWN:
        covered = known.recognises(folded) if known.kind is kind else None
        if covered is not None and len(covered) > len(signature):
            best, signature = known, covered
    return best, signature
