"""What the name of a book's file says: author and title in either order, year, publisher, series, edition, translator.

A name is taken apart in two steps. `dissected` takes out what is certain, and cuts the rest at its dashes. `resolved`
decides which part is the author, by the looks of the parts and by the other names of the list (`filename_order`). When
the order is not sure, the author is an alternate title too, so that a work is found by either reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from classmatch.read.cells import SEPARATOR
from classmatch.read.filenames.brackets import REMARK, YEAR, author_before_site, is_publisher, taken_out
from classmatch.read.filenames.listings import BOOK_END
from classmatch.read.filenames.order import SURE, Evidence, is_function_word, is_inverted, looks

MAX_NAME = 1_000  # characters; file systems allow 255 bytes, and what is longer is taken as a title as it stands
_MAX_FACT = 40  # characters of a part that is a publisher or a number
_NO_AUTHOR = -2.0  # bits below which `The Isle of Pines (1668) and other tales` does not begin with an author
CUT = 31  # characters at which titles are cut by one tool that named many of the files

_SLASH = re.compile(r"[/\\]")
_DASH = re.compile(r"\s+[-–—]+\s+|_-_|\s+--\s+")
_HALF_DASH = re.compile(r"(?<=\w)- (?=[A-Z])|(?<=[\w.]) -(?=[A-Z])")
_YEAR_FIRST = re.compile(rf"^({YEAR})(?:\(orig(?:inal)?\.? ?({YEAR})\))? (?=[^\s–—-])")
_TAG = re.compile(r"_([A-Z][A-Za-z]{1,5})$")
_YEAR_BETWEEN = re.compile(rf"^([^\[\]]{{3,80}}?) \(({YEAR})\) (?![-–—])(\S.*)$")
_NUMBER_FIRST = re.compile(r"^(?:#|(?=0\d))(\d{1,3}(?:\.\d)?)[. ]+(\S.*)$")
_NUMBER_LAST = re.compile(r"^(.*?\D)[ ,]*(?:#|\b(?:[Bb]ook|[Vv]ol(?:ume)?\.?|[Pp]art|[Nn]o\.?) ?)?(\d{1,3}(?:\.\d)?)$")
_ONLY_YEAR = re.compile(rf"^{YEAR}$")
_ISBN_PART = re.compile(r"(?i)^(?:isbn(?:1[03])? ?)?(97[89][- ]?(?:\d[- ]?){9}\d)$")
_MD5_PART = re.compile(r"^[0-9a-fA-F]{32}$")
_HYPHENED = re.compile(r"^(\S+(?: \S+)+)-([A-Z][\w'’]+)$")
_BY = re.compile(r"^(\S.*?) by ((?:[A-Z][\w.'’-]* ){1,3}[A-Z][\w'’-]+)$")
_COMMA = re.compile(r"^([^,]+), ([^,]+)$")

_SURNAME_LAST = re.compile(r"^([^-]+(?: [^-]+){2,})-([A-Z][\w'’]+)$")
_STYLE = re.compile(r"\[[^\[\]]{1,20}\]$|\([A-Za-z]{1,20}\)$")
_CONTRACTED = re.compile(r"(?<=[A-Za-z])_(?=(?:s|t|re|ll|ve|d|m)(?:\b|_))|(?<=\b[OD])_(?=[A-Z])")
_ABBREVIATED = re.compile(r"\b([A-Z]|[DMJS]r|M[rs]s|St|vs|Vol|No)_(?=[ ,;]|$)")


@dataclass(slots=True)
class Name:
    """A file name taken apart."""

    whole: str  # without folders and end
    parts: list[str]  # between the dashes, in order; at least one
    facts: dict[str, str]  # field of the raw catalog: what is certain
    remarks: list[str]
    style: str = ""  # the tag at the end, by which those who name files can be told
    author: int | None = None  # which part is the author, if that is certain
    bits: list[float] = field(default_factory=list)  # how much each part looks like an author, if it is not certain
    year_first: str | None = None  # in front of the first part, where it may also begin a title


def parsed(path: str) -> dict[str, str]:
    """What the name of one file says, by field of `schema.RAW_CATALOG`; the folders in front of it hardly count.

    For records that have nothing but the path of their file, such as a LibGen `Locator`. There is always a `title`,
    unless the name is empty; `full_text` is the whole name.
    """
    return resolved(dissected(path), Evidence())


def dissected(path: str) -> Name:
    """Takes out of a name what is certain, and cuts the rest into parts."""
    *folders, last = _SLASH.split(path.strip())
    stem, end = _without_end(last)
    facts = {"extension": end} if end else {}
    if len(stem) > MAX_NAME:
        return Name(stem, [stem], facts, [])
    whole = _spaced(stem).strip()
    name = _year_between(whole, facts) or _year_first(whole, facts) or _in_parts(whole, facts)
    _facts_in_parts(name)
    if name.author is None and len(name.parts) > 1:
        name.author = _named_by_folder(name.parts, folders)
        name.bits = [looks(part) for part in name.parts]
    return name


def resolved(name: Name, evidence: Evidence) -> dict[str, str]:
    """The fields of a name, in the likelier order of author and title."""
    author, sure = (name.author, True) if name.author is not None else _author_of(name, evidence)
    fields = dict(name.facts)
    parts = list(name.parts)
    if author is None or len(parts) == 1:  # a name of an author alone is as likely a title
        _single(parts[0], fields, evidence)
    else:
        _take_year(name, author, parts, fields)
        fields["author"] = _as_author(parts[author])
        _title_parts(parts[:author] + parts[author + 1 :], fields)
        if not sure:
            others = [fields.get("alternate_title"), _as_title(parts[author])]
            fields["alternate_title"] = SEPARATOR.join(filter(None, others))
        if author == 1 and len(name.parts[0]) == CUT:
            name.remarks.append(f"title may be cut at {CUT} characters")
    _finish(name, fields)
    return {field: value for field, value in fields.items() if value}


def _without_end(last: str) -> tuple[str, str]:
    """The name without its end, and that: `epub` of `X.epub(1).txt`."""
    found = BOOK_END.search(last)
    if not found:
        return last, ""
    end = found[1].lower()
    packed = (found[3] or "").lower() if end == "fb2" else ""
    return last[: found.start()].rstrip(), end + packed


def _spaced(stem: str) -> str:
    """With spaces between its words, where the name has other signs for them."""
    if " " in stem:
        return stem
    if "%20" in stem:
        return unquote(stem)
    if "_" in stem:
        return _SURNAME_LAST.sub(r"\1 - \2", _CONTRACTED.sub("'", stem).replace("_", " "))
    return stem.replace(".", " ") if stem.count(".") > 1 else stem


def _year_between(whole: str, facts: dict[str, str]) -> Name | None:
    """`Margaret Atwood (1985) The Handmaid's Tale [retail]`."""
    found = _YEAR_BETWEEN.match(whole)
    if not found or _DASH.search(found[1]) or looks(found[1]) < _NO_AUTHOR:
        return None
    rest = _in_parts(found[3], {**facts, "date": found[2]})
    return Name(whole, [found[1], *rest.parts], rest.facts, rest.remarks, rest.style, author=0)


def _year_first(whole: str, facts: dict[str, str]) -> Name | None:
    """`2012 Jon Cogburn - Dungeons and Dragons and Philosophy_Rsnl`; with the tag, that is the order for certain."""
    found = _YEAR_FIRST.match(whole)
    if not found or not _DASH.search(whole):
        return None
    rest = whole[found.end() :]
    tag = _TAG.search(rest)
    name = _in_parts(rest[: tag.start()] if tag else rest, facts)
    name.whole = whole
    if tag or found[2]:
        name.author, name.facts = 0, {"date": found[1], **name.facts}
        name.remarks += [f"tag {tag[1]}"] if tag else []
        name.remarks += [f"originally {found[2]}"] if found[2] else []
    else:
        name.year_first = found[1]
    return name


def _in_parts(text: str, facts: dict[str, str]) -> Name:
    site_author = author_before_site(text)
    rest, said, remarks = taken_out(text)
    style = _STYLE.search(text)
    parts = [part.strip(" ,") for part in _DASH.split(f" {rest} ")]
    parts = [part for part in parts if part] or [rest.strip() or text.strip()]
    if len(parts) == 1:
        parts = [part.strip() for part in _HALF_DASH.split(parts[0]) if part.strip()] or parts
    name = Name(text, parts, {**facts, **said}, remarks, style[0].lower() if style else "")
    if site_author and len(parts) == 1:
        title = parts[0].removesuffix(f"({site_author})").strip()
        name.parts, name.author = [title or site_author, site_author], 1
    return name


def _facts_in_parts(name: Name) -> None:
    """Takes out the parts that are a number, a publisher or a remark: `Title - Author - Penguin Group - 2000`."""
    if len(name.parts) < 2:
        return
    kept, facts, remarks = [], dict(name.facts), list(name.remarks)
    for place, part in enumerate(name.parts):
        if place == name.author or not _is_fact(part, facts, remarks, behind=place > 1):
            kept.append(part)
    if len(kept) >= (1 if name.author is None else 2):
        name.parts, name.facts, name.remarks = kept, facts, remarks


def _is_fact(part: str, facts: dict[str, str], remarks: list[str], *, behind: bool) -> bool:
    """Whether a part is no title and no author, and takes down what it is. Years and publishers stand behind those."""
    if len(part) > _MAX_FACT:
        return False
    if REMARK.match(part):
        remarks.append(part)
        return True
    fact = {"isbn": _ISBN_PART.sub(r"\1", part)} if _ISBN_PART.match(part) else {}
    fact = fact or ({"md5": part} if _MD5_PART.match(part) else {})
    if behind and not fact:
        fact = {"date": part} if _ONLY_YEAR.match(part) else {"publisher": part} if is_publisher(part) else {}
    if not fact or fact.keys() & facts.keys():
        return False
    facts.update(fact)
    return True


def _named_by_folder(parts: list[str], folders: list[str]) -> int | None:
    """Which part is also the name of a folder, as collections sorted by author have it."""
    if not folders or len(folders[-1]) < 2:  # the folder of a letter
        return None
    named = {folder.strip().casefold() for folder in folders[-3:]}
    places = [place for place, part in enumerate(parts) if part.casefold() in named]
    return places[0] if len(places) == 1 and places[0] in (0, len(parts) - 1) else None


def _author_of(name: Name, evidence: Evidence) -> tuple[int | None, bool]:
    """Which part is the author, None if there is one part only; and whether that is sure."""
    parts = name.parts
    if len(parts) == 1:
        return None, True
    last = len(parts) - 1
    behind = evidence.behind(name.style) - (2.0 if name.year_first else 0.0)
    weights = [bits + evidence.weight(part) for bits, part in zip(name.bits, parts, strict=True)]
    weights[last] += behind
    difference = weights[last] - weights[0]
    if last > 1 and weights[1] > max(weights[0], weights[last]) + SURE / 2:
        return 1, False
    return (last if difference >= 0 else 0), abs(difference) >= SURE


def _take_year(name: Name, author: int, parts: list[str], fields: dict[str, str]) -> None:
    """A year in front is a date where the author follows; else it begins the title: `2001 A Space Odyssey - ...`."""
    if name.year_first is None:
        return
    if author == 0:
        fields.setdefault("date", name.year_first)
    else:
        parts[0] = f"{name.year_first} {parts[0]}"


def _title_parts(parts: list[str], fields: dict[str, str]) -> None:
    """Series, title and subtitle from the parts that are not the author."""
    if len(parts) > 1 and "series" not in fields:
        first, last = _NUMBER_FIRST.match(parts[0]), _NUMBER_LAST.match(parts[0])
        if first:
            fields.update(series=_as_title(first[2]), volume=first[1])
        elif last:
            fields.update(series=_as_title(last[1]).rstrip(" ,"), volume=last[2])
        parts = parts[1:] if first or last else parts
    if len(parts) > 1 and _ONLY_YEAR.match(parts[0]) and "date" not in fields:
        fields.update(date=parts[0], alternate_title=_as_title(" ".join(parts)))
        parts = parts[1:]
    fields["title"] = _as_title(parts[0])
    fields["subtitle"] = ": ".join(_as_title(part) for part in parts[1:])


def _single(part: str, fields: dict[str, str], evidence: Evidence) -> None:
    """A name without dashes: a title, unless `Author, Title`, `Title by Author` or `Title-Author` can be told."""
    fields["title"] = _as_title(part)
    comma, by, hyphen = _COMMA.match(part), _BY.match(part), _HYPHENED.match(part)
    if comma and evidence.knows_author(comma[1]):
        fields.update(author=_as_author(comma[1]), title=_as_title(comma[2]))
    elif comma:
        fields["alternate_title"] = _as_title(comma[2])
    elif by:
        fields.update(author=_as_author(by[2]), title=_as_title(by[1]), alternate_title=_as_title(part))
    elif hyphen and (is_function_word(hyphen[1].split()[-1]) or evidence.knows_word(hyphen[2])):
        fields.update(author=_as_author(hyphen[2]), title=_as_title(hyphen[1]), alternate_title=_as_title(part))
    elif hyphen:
        fields["alternate_title"] = _as_title(hyphen[1])


def _as_title(text: str) -> str:
    """With `'`, `:`, `?` and spaces again where the name has `_` for them."""
    if "_" not in text:
        return text.strip(" ;")
    text = re.sub(r"(?<=\w)_ (?=\S)", ": ", _unabridged(text))
    return re.sub(r"(?<=\w)_$", "?", text).replace("_", " ").strip(" ;")


def _as_author(text: str) -> str:
    """As `_as_title`; what stands between two names is a semicolon, and `etal` two words, as elsewhere."""
    text = re.sub(r"\b[Ee]t_?al\b(?!\.)", "et al.", text)
    if "_" in text:
        text = re.sub(r"(?<=\w)_ (?=\S)", "; ", _unabridged(text)).replace("_", " ")
    return text.strip(" ;" if is_inverted(text) or ";" in text else " ")


def _unabridged(text: str) -> str:
    """With the apostrophes of `World_s` and the stops of `Dr_`, and one `_` where there are several."""
    return _ABBREVIATED.sub(r"\1.", _CONTRACTED.sub("'", re.sub("__+", "_", text)))


def _finish(name: Name, fields: dict[str, str]) -> None:
    """The translator among the authors, the remarks as notes, and the whole name."""
    translator, original = fields.pop("translator", None), fields.pop("original", None)
    if translator:
        author = fields.get("author")
        fields["author"] = f"{author}; {translator}, translator" if author else f"{translator}, translator"
    remarks = [*name.remarks, *([f"originally {original}"] if original else [])]
    fields["notes"] = "; ".join(remarks)
    fields["full_text"] = name.whole
    if not any(map(str.isalnum, fields["title"])) and any(map(str.isalnum, name.whole)):
        fields["title"] = name.whole
