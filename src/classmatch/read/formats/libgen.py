"""Library Genesis: exports of the tables `updated` (non-fiction) and `fiction`, and of libgen.li's `editions`."""

from __future__ import annotations

from classmatch.read.formats.base import Format, signatures
from classmatch.read.kinds import Kind

FORMAT = Format(
    name="libgen",
    kind=Kind.CATALOG,
    library="libgen",
    signatures=signatures(
        "md5 title author identifier",
        "md5 title author volumeinfo",
        "md5 title author locator",
        "eid title author libgentopic",
    ),
    columns={
        "isbn": ("identifier", "identifierwodash", "isbn"),
        "volume": ("volumeinfo", "volume"),
        "subtitle": ("titleadd",),
        "series": ("series", "seriesname", "periodical"),
        "notes": ("commentary",),
        "source": (),  # `Library` is where the uploader had the file from
    },
    ids=("eid", "fid", "md5"),
)
