"""The Copyright Office's bulk data of 2024, one wide row a registration.

Its spellings are kept: `state_of_responsiblity`.
"""

from __future__ import annotations

from classmatch.read.formats.base import Every, Format, signatures
from classmatch.read.formats.usco_columns import prepare
from classmatch.read.kinds import Kind

FORMAT = Format(
    name="usco_2024",
    kind=Kind.REGISTRATIONS,
    signatures=signatures(
        "regnum regdate title numclaimants", "regnum regdate title author1name", "regnum title claimant1name"
    ),
    columns={
        "author": (
            Every(r"author\d+name"),
            "stateofresponsiblity",
            "stateofresponsibility",
            "statementofresponsibility",
        ),
        "claimants": (Every(r"claimant\d+name"),),
        "isbn": (Every(r"isbn\d*"),),
        "alternate_title": (Every(r"alttitle\d*"),),
        "publication_date": ("pubdate",),
        "nation": ("placeof1stpub", "pubcountry"),  # 257 $a of the Office's records, the nation of first publication
        "publication_status": ("publicationstat",),
        "series": ("seriesname",),
        "volume": ("volumenum",),
        "notes": ("biblionote",),
        "transfer": (Every(r"claimant\d+transstat"),),
        "previous_numbers": ("previousregnote",),
    },
    prepare=prepare,
)
