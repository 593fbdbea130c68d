"""What the names and codes of ONIX for Books mean, as far as they are read.

A file is written either in reference names (`<RecordReference>`) or in short tags (`<a001>`). A short tag of a data
element is a letter and three digits; that of a composite is its reference name in lower case. Names, tags and code
lists are those of EDItEUR's specifications of releases 2.1, 3.0 and 3.1.
"""

from __future__ import annotations

_COMPOSITES = (
    "Product", "ProductIdentifier", "DescriptiveDetail", "PublishingDetail", "Collection", "TitleDetail",
    "TitleElement", "CollectionSequence", "Contributor", "AlternativeName", "Language", "Imprint", "Publisher",
    "PublishingDate", "CopyrightStatement",
    "Title", "Series", "Set", "Name",  # of release 2.1
)  # fmt: skip

_DATA_ELEMENTS = {
    "a001": "RecordReference", "a002": "NotificationType", "a199": "DeletionText",
    "b221": "ProductIDType", "b233": "IDTypeName", "b244": "IDValue",
    "b012": "ProductForm", "b333": "ProductFormDetail",
    "b202": "TitleType", "x409": "TitleElementLevel", "x410": "PartNumber", "b020": "YearOfAnnual",
    "b203": "TitleText", "b030": "TitlePrefix", "b031": "TitleWithoutPrefix", "b029": "Subtitle",
    "x481": "CollectionSequenceNumber",
    "b034": "SequenceNumber", "b035": "ContributorRole", "b036": "PersonName", "b037": "PersonNameInverted",
    "b039": "NamesBeforeKey", "b247": "PrefixToKey", "b040": "KeyNames", "b041": "NamesAfterKey",
    "b248": "SuffixToKey", "b047": "CorporateName", "b049": "ContributorStatement", "x414": "NameType",
    "x419": "EditionType", "b057": "EditionNumber", "b058": "EditionStatement",
    "b253": "LanguageRole", "b252": "LanguageCode",
    "b079": "ImprintName", "b291": "PublishingRole", "b081": "PublisherName",
    "x448": "PublishingDateRole", "j260": "DateFormat", "b306": "Date", "b087": "CopyrightYear",
    # of release 2.1
    "b004": "ISBN", "b005": "EAN13", "b009": "DOI", "b028": "DistinctiveTitle", "b211": "EpubType",
    "b018": "TitleOfSeries", "b019": "NumberWithinSeries", "b023": "TitleOfSet", "b026": "ItemNumberWithinSet",
    "b250": "PersonNameType", "b056": "EditionTypeCode", "b059": "LanguageOfText", "b003": "PublicationDate",
}  # fmt: skip

# Local name of an element, in either writing: its reference name.
REFERENCE_NAMES = {
    **{name: name for name in (*_COMPOSITES, *_DATA_ELEMENTS.values())},
    **{name.lower(): name for name in _COMPOSITES},
    **_DATA_ELEMENTS,
}

BLOCKS = frozenset({"DescriptiveDetail", "PublishingDetail"})  # of release 3: what stands right in a product before

# List 5, product identifiers: the scheme under which a value is passed on. ISBN and proprietary ones are seen to apart.
IDENTIFIER_SCHEMES = {"05": "ismn", "06": "doi", "13": "lccn", "23": "oclc", "25": "ismn", "35": "ark"}

# List 15, title types: those that no reader would look for (acronym, theme of a journal's issue).
UNSOUGHT_TITLES = frozenset({"04", "07"})

# List 17, contributor roles: the word that is put behind a name, none for authors. Whoever has another role (a
# narrator, the designer of the cover, the editor of the series) did not make the text.
ROLES = {
    **dict.fromkeys(
        ("A01", "A02", "A03", "A04", "A05", "A09", "A10", "A14", "A18", "A21", "A26", "A27", "A31", "A37", "A38", "A42",
         "A45", "A99"), ""
    ),
    **dict.fromkeys(
        ("B01", "B11", "B12", "B13", "B16", "B18", "B19", "B20", "B21", "B24", "B26", "B29", "B31"), "editor"
    ),
    **dict.fromkeys(("B05", "B22", "B99"), "adapter"),
    **dict.fromkeys(("C01", "C02", "C04", "C99"), "compiler"),
    **dict.fromkeys(("A17", "A32", "A33", "A43", "A44", "A51", "Z01", "Z98"), "contributor"),
    **dict.fromkeys(("A12", "A35", "A40", "A46", "A47", "A48"), "illustrator"),
    **dict.fromkeys(("A08", "A13"), "photographer"),
    **dict.fromkeys(("A20", "A25"), "notes"),
    **dict.fromkeys(("A16", "A24", "A29"), "introduction"),
    **dict.fromkeys(("A19", "A22"), "afterword"),
    **dict.fromkeys(("B03", "B07"), "reteller"),
    **dict.fromkeys(("B06", "B08"), "translator"),
    "A06": "composer", "A07": "artist", "A11": "designer", "A15": "preface", "A23": "foreword", "A39": "maps",
    "B02": "reviser", "B04": "abridger", "B10": "editor and translator", "B25": "arranger",
}  # fmt: skip

# List 18, kinds of name: pseudonym, earlier, real and later ones of the same person.
OTHER_NAMES = frozenset({"01", "03", "04", "06"})

# List 21, edition types that a title page names.
EDITIONS = {
    "ABR": "Abridged edition", "ANN": "Annotated edition", "BLL": "Bilingual edition", "CRI": "Critical edition",
    "ENL": "Enlarged edition", "EXP": "Expurgated edition", "FAC": "Facsimile edition", "ILL": "Illustrated edition",
    "INT": "International edition", "NED": "New edition", "REV": "Revised edition", "SCH": "School edition",
    "SPE": "Special edition", "STU": "Student edition", "TCH": "Teacher's edition", "UBR": "Unabridged edition",
    "VAR": "Variorum edition",
}  # fmt: skip

# List 175 and list 10 (release 2.1): what an e-book's file is.
EXTENSIONS = {"E101": "epub", "E107": "pdf", "E127": "mobi", "029": "epub", "002": "pdf", "022": "mobi"}

# List 55, forms of a date: its first characters that are a year, a month and a day of the Gregorian calendar. A week,
# a quarter and a season are within a year, and the first date of a span is the one.
DATE_DIGITS = {
    "00": 8, "01": 6, "02": 4, "03": 4, "04": 4, "05": 4, "06": 8, "07": 6, "08": 4, "09": 4, "10": 4, "11": 4,
    "13": 8, "14": 8,
}  # fmt: skip
OTHER_CALENDARS = frozenset({"20", "21", "25", "30", "31", "32"})
