"""Lines of a list of files: bare paths, addresses, and what tools print: `ls`, `find`, `tar`, `unzip`, 7-Zip, `md5sum`.

A line is only taken apart where the columns in front of the path leave no doubt; else it is the path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

# Ends of the names of files that hold a book. `.txt` behind another end is the text that was taken out of it.
_BOOKS = (
    r"epub3?|kepub|pdf|mobi|azw[1348]?|kf[8x]|prc|pdb|lit|lrf|fb2|djvu?|docx?|rtf|odt|html?|chm|txt|"
    r"cb[rz7]|tcr|rb"
)
BOOK_END = re.compile(rf"(?i)\.({_BOOKS})(?: ?\(\d{{1,3}}\))?(\.txt)?(\.(?:zip|gz|rar|7z|bz2))?$")
_OTHER_END = re.compile(
    r"(?i)(?:^|[/\\.])(?:jpe?g|png|gif|webp|opf|nfo|sfv|torrent|db|ini|json|xml|css|csv|md5|sha1|sha256|db|ds_store|log|"
    r"url|zip|rar|7z|tar|gz|par2|mp3|m4b)$"
)
_MODE = r"(?P<mode>[-dlbcps][-rwxsStT]{9}[.+@]?)"
_DAY, _TIME = r"\d{4}-\d\d-\d\d", r"\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: [+-]\d{4})?"
_LS_DATE = rf"(?:[A-Z][a-z]{{2}} +\d{{1,2}} +(?:\d{{1,2}}:\d\d|\d{{4}})|{_DAY} {_TIME})"
_DIGEST = r"(?P<md5>[0-9a-fA-F]{32})|(?P<sha1>[0-9a-fA-F]{40})|(?P<sha256>[0-9a-fA-F]{64})"

# What tools print in front of a path, each of them with an example.
_PRINTED = tuple(
    re.compile(pattern)
    for pattern in (
        # -rw-r--r-- 1 ann ann 827434 Sep  4 11:03 NAME; `find -ls` has two numbers more in front
        rf"^\s*(?:\d+ +\d+ +)?{_MODE} +\d+ +\S+ +\S+ +(?P<size>\d+) {_LS_DATE} (?P<path>.+)$",
        # -rw-r--r-- ann/ann 827434 2020-09-04 11:03 NAME
        rf"^{_MODE} \S+/\S+ +(?P<size>\d+) {_DAY} {_TIME} (?P<path>.+)$",
        # -rw-r--r--  3.0 unx   827434 tx defN 20-Sep-04 11:03 NAME
        rf"^{_MODE} +\d\.\d \S+ +(?P<size>\d+) \S+ (?:\d+ )?\S+ \d\d-[A-Z][a-z]{{2}}-\d\d \d\d:\d\d (?P<path>.+)$",
        # 827434  2020-09-04 11:03   NAME
        rf"^ *(?P<size>\d+) +(?:{_DAY}|\d\d-\d\d-\d{{2,4}}) +{_TIME} {{1,3}}(?P<path>\S.*)$",
        rf"^{_DAY} {_TIME} +(?P<size>\d+) (?P<path>\S.*)$",  # 2020-09-04 11:03:12     827434 NAME
        # 2020-09-04 11:03:12 ....A       827434       301222  NAME
        rf"^{_DAY} {_TIME} (?P<mode>[D.][R.][H.][S.][A.]) (?P<size>[ \d]{{12}}) [ \d]{{12}}  (?P<path>.+)$",
        rf"^\\?(?:{_DIGEST}) [ *](?P<path>.+)$",  # d41d8cd98f00b204e9800998ecf8427e  NAME
        r"^\d+(?:\.\d)?[KMGT]?\s+(?P<path>(?:\.{0,2}/|the-eye\.eu/).+)$",  # 812 ./NAME, as `du` prints
    )
)
_MAY_BE_PRINTED = re.compile(r"\s*\d|[-dlbcps][-r][-w][-xsS]|\\?[0-9a-fA-F]{32}")
_NO_ENTRY = re.compile(
    r"(?i)^(?:total \d+\S*|Archive: .*|\s*Length +Date +Time +Name|(?:-[ -]+)+|\s*\d+ +\d+ files?|.*:|.*[/\\]|\.{1,2}|"
    r"path|paths|files?|file_?names?|file_?paths?|names?|urls?|titles?)$"
)
_HOST = re.compile(r"^(?:https?|ftp)://[^/]+/|^(?:\./)?the-eye\.eu/|^\./", re.IGNORECASE)
_SHELF = re.compile(r"(?i)Books/Bibliotik/(?:.|0_Other)/[^/]+$")  # a path in a folder of Books3
# A folder of Books3.
TREE = re.compile(r"(?i)^(?:.*/)?(?:the-eye\.eu|public|Books|Bibliotik(?:/(?:.|0_Other))?)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the list, and what the line says of it."""

    path: str  # without the host that it was fetched from
    facts: Mapping[str, str] = field(default_factory=dict)  # fields of the raw catalog: its size, its hash


def entry_of(line: str) -> Entry | None:
    """The file that a line names, or None for folders, headings, totals and files that are no books."""
    path, facts = line.strip(), {}
    if _MAY_BE_PRINTED.match(line) and (found := _printed(line)):
        path, facts = _path_of(found), _facts_of(found)
        if (found.groupdict().get("mode") or "-")[0] in "dD":
            return None
    elif _NO_ENTRY.match(path):
        return None
    if path[:8].lower().startswith(("http://", "https://", "ftp://")) or ("%20" in path and " " not in path):
        path = unquote(path)
    return None if not names_book(path) else Entry(_HOST.sub("", path, count=1), facts)


def names_book(path: str) -> bool:
    """Whether a path is that of a book, and not of a folder, a cover or the like; a bare name is a book's."""
    if BOOK_END.search(path):
        return not path.endswith("books3-epub-urls.txt")
    if _OTHER_END.search(path) or TREE.match(path) or path.endswith(("/", "\\")):
        return False
    return "/" not in path or _SHELF.search(path) is not None


def _printed(line: str) -> re.Match[str] | None:
    for pattern in _PRINTED:
        if found := pattern.match(line):
            return found
    return None


def _path_of(found: re.Match[str]) -> str:
    path = found["path"].strip()
    if (found.groupdict().get("mode") or "").startswith("l"):
        path = path.partition(" -> ")[0]
    if path[:1] in "'\"" and len(path) > 2 and path[-1] == path[0]:
        return path[1:-1].replace("'\\''", "'")
    return path.replace("\\ ", " ")


def _facts_of(found: re.Match[str]) -> dict[str, str]:
    said = {name: value for name, value in found.groupdict().items() if value and name not in ("path", "mode")}
    size = said.pop("size", "").strip()
    return {**said, "filesize": size} if size else said
