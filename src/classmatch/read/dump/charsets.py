"""How the bytes of a dump become text, by the character set that its header or its tables name.

Sets in which a byte of a longer character can look like a backslash or a quotation mark are refused: their rows cannot
be told apart without a server. Source of the names: `SHOW CHARACTER SET` of MySQL 8.4 and MariaDB 11.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_UTF8 = ("utf8", "utf8mb3", "utf8mb4", "binary", "ascii")
# MySQL's name: Python's, for sets whose characters hold no byte of ASCII but ASCII itself.
_CODECS = {
    "cp1250": "cp1250",
    "cp1251": "cp1251",
    "cp1256": "cp1256",
    "cp1257": "cp1257",
    "cp850": "cp850",
    "cp852": "cp852",
    "cp866": "cp866",
    "eucjpms": "euc_jp",
    "euckr": "euc_kr",
    "gb2312": "gb2312",
    "greek": "iso8859_7",
    "hebrew": "iso8859_8",
    "koi8r": "koi8_r",
    "koi8u": "koi8_u",
    "latin2": "iso8859_2",
    "latin5": "iso8859_9",
    "latin7": "iso8859_13",
    "macroman": "mac_roman",
    "tis620": "tis_620",
    "ujis": "euc_jp",
}


def decoder(charset: str) -> Callable[[bytes], str] | None:
    """The function that decodes bytes of this set (raises UnicodeDecodeError), None if it cannot be done."""
    name = charset.lower()
    if name in _UTF8:
        return bytes.decode
    if name == "latin1":
        return _latin1
    codec = _CODECS.get(name)
    return (lambda content: content.decode(codec)) if codec else None


def _latin1(content: bytes) -> str:
    """MySQL's latin1 is Windows-1252, and its five unused bytes are control characters."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1").translate(_windows_characters())


@cache
def _windows_characters() -> dict[int, str]:
    return {byte: text for byte in range(0x80, 0xA0) if (text := bytes([byte]).decode("cp1252", "ignore"))}
