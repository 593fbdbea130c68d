"""The Copyright Office's bulk data of 2026, the wide files (`reg_*_2026_01.csv`)."""

from __future__ import annotations

from classmatch.read.formats.base import Every, Format, signatures
from classmatch.read.formats.usco_columns import prepare
from classmatch.read.kinds import Kind

FORMAT = Format(
    name="usco_2026",
    kind=Kind.REGISTRATIONS,
    signatures=signatures(
        "recordid regnum regdate title",
        "recordid regnum title bibliographicnote",
        "recordid regnum title publicationstatus",
    ),
    columns={
        "author": (Every(r"author(\d+)?(full)?names?"), "statementofresponsibility"),
        "claimants": (Every(r"claimants?(\d+)?((full)?names?)?"),),
        "isbn": (Every(r"isbn\d*"),),
        "alternate_title": (Every(r"alternatetitle\d*"),),
        "nation": (
            "nationoffirstpublication",
            "placeoffirstpublication",
            Every(r"placeof1stpub|pub(lication)?country"),
        ),
        "notes": ("bibliographicnote",),
        "transfer": (Every(r"claimants?(\d+)?trans(fer)?stat(ement)?"),),
        "previous_numbers": (Every(r"previousreg(istration)?(note)?s?\d*"),),
    },
    prepare=prepare,
)
