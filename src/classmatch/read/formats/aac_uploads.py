"""Uploads (`upload_records`): a file with its sums, its path, and what programs found written inside it.

Books in EPUB and the like name their title and author themselves. A PDF has what the program that made it put there:
`Microsoft Word - ch1.doc` by `Administrator` is no title, and such values are left out together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classmatch.read.containers.jsonvalues import first, joined, member, texts

if TYPE_CHECKING:
    from classmatch.read.containers.jsonvalues import JsonObject

_DC = "{http://purl.org/dc/elements/1.1/}"  # Dublin Core, as the names in XMP are given
_MADE_BY_PROGRAM = re.compile(
    r"(?i)microsoft (?:word|powerpoint)|proceedings template.*|untitled.*|unknown|none|no title|title|document\d*|"
    r"slide \d+|.*\.(?:indd|qxp|qxd|docx?|rtf|pdf|fm|tex|dvi|ps|eps|pm[56d5]|wpd|cdr|tiff?|jpe?g|html?|pptx?|xlsx?|p65)"
)
_CODE = re.compile(r"\S*[\d_;/\\]\S*")  # a single word with digits or signs in it: `U_5_01`, `B7V;01jul99`
_WORD = re.compile(r"[^\W\d_]{2}")
_NO_AUTHOR = re.compile(r"(?i)(?:user|owner|admin\w*|unknown|author|default|none|.*[\\@].*|\W*)")
_DAY = re.compile(r"(\d{4}):(\d\d):(\d\d)\b.*")
_UNDEFINED_YEAR = "0101"  # of calibre, where a book has no date
_ISBN = re.compile(r"(?i)(?:urn:)?(?:e?isbn[:\s]*)?((?:97[89][-\s]?)?(?:\d[-\s]?){9}[\dX])")
_ASIN = re.compile(r"(?i)(?:urn:)?(?:amazon|asin|mobi-asin)?[:\s]*(B[0-9A-Z]{9})")
_PDF = "pdf"


def upload(metadata: JsonObject) -> dict[str, str | None]:
    """The fields of one record, by name of `schema.RAW_CATALOG`; no title if the file names none."""
    size = first(metadata.get("filesize"))
    return {
        **_written_inside(metadata),
        "md5": first(metadata.get("md5")),
        "sha1": first(metadata.get("sha1")),
        "sha256": first(metadata.get("sha256")),
        "extension": _extension(metadata),
        "filesize": size,
        "file_status": "deleted_as_duplicate" if metadata.get("deleted_as_duplicate") is True else None,
    }


def _extension(metadata: JsonObject) -> str | None:
    kind = first(metadata.get("file_type"))
    return kind if kind and "unknown" not in kind else None


def _written_inside(metadata: JsonObject) -> dict[str, str | None]:
    inside = metadata.get("exiftool_output")
    inside = inside if isinstance(inside, dict) else {}
    info = metadata.get("pikepdf_docinfo")
    is_pdf = metadata.get("file_type") == _PDF or isinstance(info, dict)
    titles = texts([inside.get("Title"), member(info, "/Title"), member(metadata, "pikepdf_meta", f"{_DC}title")])
    title = next((text for text in titles if not is_pdf or is_title(text)), None)
    if title is None:
        return {}
    found = joined(inside.get("Identifier"), inside.get("ISBN"))
    return {
        "title": title,
        "author": _author(inside, info, is_pdf=is_pdf),
        "publisher": joined(inside.get("Publisher")) or joined(inside.get("EBX_PUBLISHER")),
        "date": _date(first(inside.get("Date"))),
        "language": joined(inside.get("Language")),
        "series": first(inside.get("Series")),
        "volume": first(inside.get("SeriesSeries_index")) if inside.get("Series") else None,
        "isbn": _matching(_ISBN, found),
        "asin": _matching(_ASIN, found),
    }


def is_title(text: str) -> bool:
    """Whether a PDF's title is one that a person gave it."""
    text = text.strip()
    if _MADE_BY_PROGRAM.fullmatch(text) or text.lower().startswith("microsoft "):
        return False
    return _WORD.search(text) is not None and _CODE.fullmatch(text) is None


def _author(inside: JsonObject, info: object, *, is_pdf: bool) -> str | None:
    """In a PDF a single `Creator` is the program; several are the authors that its XMP lists."""
    creator = inside.get("Creator")
    if not is_pdf:
        return joined([name for name in texts(creator) if not _NO_AUTHOR.fullmatch(name)])
    listed = creator if isinstance(creator, list) else None
    for value in (listed, inside.get("Author"), member(info, "/Author")):
        if names := [name for name in texts(value) if not _NO_AUTHOR.fullmatch(name)]:
            return joined(names)
    return None


def _date(text: str | None) -> str | None:
    """`2011:07:13 04:00:00+00:00` is how exiftool writes a day."""
    if text is None or text.startswith(_UNDEFINED_YEAR):
        return None
    day = _DAY.fullmatch(text)
    return "-".join(day.groups()) if day else text


def _matching(pattern: re.Pattern[str], cell: str | None) -> str | None:
    matches = [pattern.fullmatch(text.strip()) for text in (cell or "").split(";")]
    return joined([match[1] for match in matches if match])
