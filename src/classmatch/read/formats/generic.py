"""The names that columns usually have.

Every format falls back on these; a file of no known format is read by them alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classmatch.read.formats.base import Every, Format
from classmatch.read.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classmatch.read.formats.base import Column

_ISBN = Every(r"(e|p|print|ebook)?isbns?(10|13)?s?\d{0,2}|isbn(ebook|print)")

_BOOK: Mapping[str, tuple[Column, ...]] = {
    "title": ("title", "maintitle", "booktitle", "titleproper", "titlestatement", "name"),
    "subtitle": ("subtitle", "titleremainder", "remainderoftitle", "titleadd"),
    "alternate_title": (
        "alternatetitle", "alternativetitle", "alttitle", "originaltitle", "othertitle", "varianttitle", "uniformtitle",
        "titlealternate", "titlelong",
    ),
    "author": (
        "author", "authors", "authorname", "authornames", "bookauthor", "creator", "creators", "writer",
        "statementofresponsibility", "bystatement",
    ),
    "publisher": ("publisher", "publishers", "publishername"),
    "imprint": ("imprint", "publication", "publicationstatement", "publisherstatement"),
    "language": ("language", "languages", "lang", "languagecode", "languagecodes"),
    "edition": ("edition", "editionstatement", "editionname"),
    "series": ("series", "seriestitle", "seriesname", "seriesstatement"),
    "volume": ("volume", "volumenumber", "volumenum", "volumeinfo", "vol"),
    "isbn": (_ISBN,),
    "notes": ("notes", "note", "generalnote", "commentary"),
    "full_text": ("fulltext", "entrytext"),
}  # fmt: skip

_PUBLISHED = (
    "publicationdate", "datepublished", "publisheddate", "publishdate", "pubdate", "dateofpublication",
    "publicationyear", "publishedyear", "yearpublished", "yearofpublication", "pubyear", "year",
    "originalpublicationdate", "originalpublicationyear", "firstpublisheddate", "firstpublishyear",
)  # fmt: skip

# Columns of identifiers of other kinds: their scheme in the field `identifiers`.
SCHEMES: Mapping[str, str] = {
    "issn": "issn", "doi": "doi", "lccn": "lccn", "oclc": "oclc", "oclcnumber": "oclc", "oclcnumbers": "oclc",
    "openlibraryid": "ol", "olid": "ol", "googlebookid": "gbook", "googlebooksid": "gbook", "goodreadsid": "goodreads",
    "goodreadsbookid": "goodreads",
}  # fmt: skip

CATALOG = Format(
    name="generic",
    kind=Kind.CATALOG,
    columns={
        **_BOOK,
        "source": ("source",),
        "date": (*_PUBLISHED, "date"),
        "asin": ("asin", "asins", "kindleasin", "amazonasin"),
        "md5": ("md5", "md5hash"),
        "sha1": ("sha1", "sha1hash"),
        "sha256": ("sha256", "sha256hash"),
        "extension": ("extension", "fileextension", "ext", "filetype"),
        "filesize": ("filesize", "filesizebytes", "filesizeinbytes"),
        "identifiers": ("identifiers",),
        "md5_reported": ("md5reported",),
        "better_md5": ("bettermd5",),
        "file_status": ("filestatus",),
        "added": ("timeadded", "dateadded", "addeddate", "addedon", "added"),
    },
    ids=("sourceid", "catalogid", "zlibraryid", "bookid", "aacid", "uniqueid", "key"),
)

REGISTRATIONS = Format(
    name="generic",
    kind=Kind.REGISTRATIONS,
    columns={
        **_BOOK,
        "registration_number": (
            "registrationnumber", "registrationno", "registrationid", "copyrightregistrationnumber", "regnumber",
            "regnum", "regno", "renewalid", "renewalnumber", "registrationnumberdate", "copyrightnumber",
        ),
        "registration_date": (
            "registrationdate", "dateofregistration", "effectivedate", "effectivedateofregistration", "regdate",
            "renewaldate",
        ),
        "original_number": ("originalnumber", "originalregistrationnumber", "originalregistration", "originalreg"),
        "original_date": ("originaldate", "originalregistrationdate", "originalregdate", "odat"),
        "nation": (
            "nation", "nationoffirstpublication", "nationof1stpublication", "countryoffirstpublication",
            "publicationnation", "publicationcountry", "countryofpublication", "pubcountry", "country",
        ),
        "claimants": (
            "claimants", "claimant", "copyrightclaimant", "copyrightclaimants", "claimantnames", "claimantname",
        ),
        "publication_date": _PUBLISHED,
        "creation_date": ("creationdate", "datecreated", "dateofcreation", "creationyear", "yearofcreation"),
        "publication_status": ("publicationstatus", "publicationstat"),
        "work_type": ("worktype", "typeofwork"),
        "record_type": ("recordtype", "typeofrecord"),
        "previous_numbers": ("previousnumbers", "previousregistration", "previousregistrations"),
        "transfer": ("transfer", "transferstatement"),
        "contents": ("contents",),
        "new_matter": ("newmatter", "basisofclaim"),
        "notes": (*_BOOK["notes"], "bibliographicnote", "bibnote"),
    },
)  # fmt: skip
