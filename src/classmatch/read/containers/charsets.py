"""In which encoding a text is, told from its bytes.

Scripts are told apart by charset-normalizer. It cannot tell apart the encodings of the Latin script, in all of which a
short list of titles may look sound; there the letters decide: a word is explained by an encoding if one of the
languages that are written in it has all its accented letters. `Pøíliš` has letters of Norwegian, Spanish and Czech, so
that it is not Windows-1252, while the same bytes are the Czech `Příliš` in Windows-1250.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import polars as pl
from charset_normalizer import from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from charset_normalizer import CharsetMatch


class Charset(NamedTuple):
    codec: str  # Python's name
    name: str  # what a person calls it


UTF_8 = Charset("utf-8", "UTF-8")

_MARKS = (  # byte order marks; that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, Charset("utf-32", "UTF-32")),
    (codecs.BOM_UTF32_BE, Charset("utf-32", "UTF-32")),
    (codecs.BOM_UTF16_LE, Charset("utf-16", "UTF-16")),
    (codecs.BOM_UTF16_BE, Charset("utf-16", "UTF-16")),
)
_UTF_16_LE, _UTF_16_BE = Charset("utf-16-le", "UTF-16"), Charset("utf-16-be", "UTF-16")

# Letters beyond ASCII of the languages that are written in an encoding.
_WEST = (
    "àâæçéèêëîïôœùûüÿ", "äöüßé", "áéíóúüñªº", "ãáàâçéêíóôõúü", "àèéìíîòóùú", "àçèéíïòóúü·", "éëïöüèê", "åäöéà",
    "åæøéèêòôü", "áðéíóúýþæö",
)  # fmt: skip
_CENTRE = (
    "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîșțşţ", "čćđšž", "äöüßé", "çë",
)  # fmt: skip
_LATIN: dict[Charset, tuple[str, ...]] = {  # of encodings that explain as much, the first is taken
    Charset("cp1252", "Windows-1252"): _WEST,
    Charset("cp1250", "Windows-1250"): _CENTRE,
    Charset("iso8859_2", "ISO 8859-2"): _CENTRE,
    Charset("cp1254", "Windows-1254"): ("çğıi̇öşüâîû", *_WEST),
    Charset("cp1257", "Windows-1257"): ("ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"),
    Charset("mac_roman", "Mac Roman"): _WEST,
    Charset("cp850", "DOS code page 850"): _WEST,
}
_OTHER = (
    Charset("cp1251", "Windows-1251"),
    Charset("koi8_r", "KOI8-R"),
    Charset("cp866", "DOS code page 866"),
    Charset("mac_cyrillic", "Mac Cyrillic"),
    Charset("cp1253", "Windows-1253"),
    Charset("cp1255", "Windows-1255"),
    Charset("cp1256", "Windows-1256"),
    Charset("cp932", "Shift-JIS"),
    Charset("euc_jp", "EUC-JP"),
    Charset("gb18030", "GB18030"),
    Charset("big5", "Big5"),
    Charset("cp949", "EUC-KR"),
)
_CODECS = {charset.codec: charset for charset in (*_LATIN, *_OTHER)}

_LONGEST = 4  # bytes of one character in UTF-8
_MIN_WIDE = 0.3  # share of zero bytes at every second place from which text is UTF-16
_PROBE = 200  # characters in which text has no control characters
_MIN_EXPLAINED = 0.9  # share of words that an encoding of the Latin script must explain
_MAX_CHAOS = 0.2  # charset-normalizer's measure of mess, of 1
_MIN_LEAD = 0.1  # by which the best encoding must be better than the next
_MESS_WEIGHT = 3  # of mess against likeness to a language
_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f](?:[^\x00-\x7f]|[^\W\d_])*")
_PUNCTUATION = "’‘“”„‚–—…«»‹›¿¡°§©®™€£•\xa0\xad´·"
_INSIDE_WORDS = "’–—"
_LATIN_SHARE = 0.5  # of the letters of a text in the Latin script


def is_utf8(text: bytes) -> bool:
    """Whether it is valid UTF-8, with whole characters at both ends. Ten times as fast as decoding."""
    if text.isascii():
        return True
    try:
        pl.Series([text], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        return False
    return True


def whole_characters(text: bytes) -> int:
    """How many bytes of it there are without the character that its end cuts, if it does."""
    for back in range(1, min(_LONGEST, len(text) + 1)):
        byte = text[-back]
        if byte >= 0xC0:
            needed = 2 + (byte >= 0xE0) + (byte >= 0xF0)
            return len(text) - back if needed > back else len(text)
        if byte < 0x80:
            break
    return len(text)


def wide(head: bytes) -> Charset | None:
    """UTF-16 or UTF-32, by a byte order mark or by its zero bytes."""
    for mark, charset in _MARKS:
        if head.startswith(mark):
            return None if charset is UTF_8 else charset
    half = len(head) // 2
    zeros = [head[start : half * 2 : 2].count(0) for start in (0, 1)]
    if max(zeros) < max(1, _MIN_WIDE * half) or min(zeros) * 20 > half:
        return None
    charset = _UTF_16_BE if zeros[0] > zeros[1] else _UTF_16_LE
    text = head[: half * 2].decode(charset.codec, "ignore")
    return charset if all(char in "\t\r\n" or char.isprintable() for char in text[:_PROBE]) else None


def guess(lines: Iterable[bytes]) -> Charset | None:
    """The encoding of lines that are not UTF-8; None if it is not certain."""
    text = b"\n".join(line for line in lines if not line.isascii())
    if not text:
        return None
    matches = list(from_bytes(text, cp_isolation=list(_CODECS), threshold=_MAX_CHAOS))
    if not matches or _is_latin(str(matches[0])):
        return _latin(text)
    scored = sorted(((_score(match), match.encoding) for match in matches), reverse=True)
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _MIN_LEAD:
        return None
    return _CODECS[scored[0][1]]


def _score(match: CharsetMatch) -> float:
    return match.coherence - _MESS_WEIGHT * match.chaos


def _is_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha() and not char.isascii()]
    latin = sum(unicodedata.name(char, "").startswith("LATIN") for char in letters)
    return latin >= _LATIN_SHARE * len(letters)


def _latin(text: bytes) -> Charset | None:
    """The encoding of the Latin script that explains the most words, and with the fewest languages; else the first."""
    found = [(_explained(text.decode(charset.codec, "replace"), charset), charset) for charset in _LATIN]
    (share, _), best = max(found, key=lambda entry: sum(entry[0]))
    return best if share >= _MIN_EXPLAINED else None


def _explained(text: str, charset: Charset) -> tuple[float, float]:
    """The share of words that some language of the encoding explains, and the share that the best of them does."""
    words = _WORD.findall(text) or [""]
    fits = [[_fits(word, letters) for word in words] for letters in _LATIN[charset]]
    return sum(map(any, zip(*fits, strict=True))) / len(words), max(map(sum, fits)) / len(words)


def _fits(word: str, letters: str) -> bool:
    """Whether it is a word of a language: all letters are its own, and the case does not change inside."""
    core = word.strip(_PUNCTUATION)
    known = all(char.isascii() or char in _INSIDE_WORDS or char.lower() in letters for char in core)
    return known and not _case_changes(core)


def _case_changes(word: str) -> bool:
    return any(
        before.islower() and after.isupper() and not (before.isascii() and after.isascii())
        for before, after in pairwise(word)
    )
