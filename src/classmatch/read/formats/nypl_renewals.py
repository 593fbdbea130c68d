"""The New York Public Library's transcription of renewals, whether with `title` and `rdat` or `titl` and `dreg`."""

from __future__ import annotations

from classmatch.read.formats.base import Format, signatures
from classmatch.read.kinds import Kind

FORMAT = Format(
    name="nypl_renewals",
    kind=Kind.REGISTRATIONS,
    signatures=signatures("oreg odat id rdat", "oreg odat id dreg"),
    columns={
        "title": ("title", "titl"),
        "author": ("author", "auth"),
        "registration_number": ("id",),
        "registration_date": ("rdat", "dreg"),
        "original_number": ("oreg",),
        # Of a published work the original registration names the day of publication, so that `odat`, which by its name
        # is `original_date`, is both.
        "publication_date": ("odat",),
        "volume": (),  # `volume`, `part`, `number` and `page` say where the printed catalog has the entry
    },
)
