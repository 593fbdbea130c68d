"""Text in another encoding than UTF-8 is written anew as UTF-8, in the scratch folder.

A file is in one encoding, or in UTF-8 with some damaged lines: which of the two, its lines tell. Text of another
encoding is hardly ever valid UTF-8, so that a file in which a good part of the lines with other than ASCII characters
is valid is UTF-8, and the lines that are not are damaged. What is certain is repaired; where it is not, `DAMAGE`
stands in the copy, and the row is rejected.
"""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING, NamedTuple

import polars as pl

from classmatch.errors import InputError
from classmatch.read.boundary import UnreadableError
from classmatch.read.containers.charsets import UTF_8, Charset, guess, is_utf8, whole_characters, wide
from classmatch.read.containers.files import Compression, head_of, open_bytes
from classmatch.read.once import per_version
from classmatch.read.reasons import Reason
from classmatch.read.rows import FAULT
from classmatch.read.scratch import scratch_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

DAMAGE = "\U0010ffff"  # stands for bytes that could not be decoded: a code point that is no character
_DAMAGE_BYTES = DAMAGE.encode()
MAX_LINE = 1 << 26  # bytes: a longer line is no record
_MIN_VALID = 0.1  # share of valid lines, of those beyond ASCII, from which a file is UTF-8
_SAMPLE_LINES = 400
_SAMPLE_BYTES = 500  # of each
_PROBE = 1 << 20  # bytes at the start, in the middle and at the end that are looked at before anything is read
_CHARACTERS = 1 << 20  # of UTF-16 that are written at a time

# A character beyond the basic plane that was written as two halves of three bytes each (CESU-8).
_HALVES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
# A character that was cut in the middle, as its cell was; the one byte that may be left of `é` is no proof.
_CUT = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{1,2}(?=[\"',;|\t\r\n]|$)")


class Text(NamedTuple):
    """Where the text of a file can be read as UTF-8."""

    path: Path
    compression: Compression
    charset: Charset = UTF_8  # that the file itself is in
    is_damaged: bool = False  # whether some lines could not be decoded


@dataclass
class _Lines:
    """What the lines with other than ASCII characters are."""

    valid: int = 0
    invalid: int = 0
    first: int = 0  # number of the first that is not valid
    stride: int = 1

    def __post_init__(self) -> None:
        self.sample: list[bytes] = []  # of those that are not valid, evenly from the whole file

    def add(self, number: int, line: bytes) -> None:
        if is_utf8(line):
            self.valid += 1
            return
        self.first = self.first or number
        if self.invalid % self.stride == 0:
            self.sample.append(_shortened(line))
        self.invalid += 1
        if len(self.sample) > _SAMPLE_LINES:
            self.sample = self.sample[::2]
            self.stride *= 2


def _shortened(line: bytes) -> bytes:
    """Its first words, so that no character is cut; nothing of it if there is no end to the first."""
    start = line[:_SAMPLE_BYTES]
    return line if start == line else start[: max(start.rfind(mark) for mark in b" ,;\t") + 1]


def lines_of(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a stream, each with its end.

    Raises:
        UnreadableError: at a line of more than `MAX_LINE` bytes.

    """
    for number, line in enumerate(iter(partial(stream.readline, MAX_LINE), b""), 1):
        if len(line) == MAX_LINE:
            raise UnreadableError(f"line {number} is longer than {MAX_LINE:,} bytes", "give one record a line")
        yield line


@per_version
def at_first_sight(path: Path, compression: Compression) -> Text:
    """Where the text can be read as UTF-8, by its start, and if it is not compressed its middle and end.

    Bytes that are not UTF-8 may turn up elsewhere: who reads on and finds some calls `as_utf8`.
    """
    if wide(head_of(path, compression)):
        return as_utf8(path, compression)
    sound = all(is_utf8(part) for part in _probes(path, compression))
    return Text(path, compression) if sound else as_utf8(path, compression)


def _probes(path: Path, compression: Compression) -> Iterator[bytes]:
    with open_bytes(path, compression) as stream:
        start = stream.read(_PROBE)
        yield start[: whole_characters(start)]
        size = path.stat().st_size
        if compression is Compression.NONE and size > _PROBE:
            for place in (size // 2, size - _PROBE):
                stream.seek(max(0, place))
                stream.readline(_PROBE)
                part = stream.read(_PROBE)
                yield part[: whole_characters(part)]


@per_version
def as_utf8(path: Path, compression: Compression) -> Text:
    """Where the text of a file can be read as UTF-8: the file itself, or a copy in the scratch folder.

    Raises:
        InputError: if it is in another encoding that cannot be told for certain.

    """
    charset = wide(head_of(path, compression))
    if charset:
        return _copied_wide(path, compression, charset)
    found = _examined(path, compression)
    if not found.invalid:
        return Text(path, compression)
    if found.valid >= _MIN_VALID * (found.valid + found.invalid):
        return _copied(path, compression, UTF_8)
    charset = guess(found.sample)
    if charset is None:
        excerpt = found.sample[0].strip()[:60].decode("ascii", "backslashreplace")
        why = f"line {found.first} is not UTF-8 text, and its encoding cannot be told for certain: {excerpt!r}"
        raise InputError(path, why, "save it as UTF-8, as `iconv -f WINDOWS-1252 -t UTF-8` does")
    return _copied(path, compression, charset)


def _examined(path: Path, compression: Compression) -> _Lines:
    found = _Lines()
    with open_bytes(path, compression) as stream:
        for number, line in enumerate(lines_of(stream), 1):
            if not line.isascii():
                found.add(number, line)
    return found


def _copied(path: Path, compression: Compression, charset: Charset) -> Text:
    copy = scratch_file("recoded", ".txt")
    is_damaged = False
    with open_bytes(path, compression) as stream, copy.open("wb") as target:
        for line in lines_of(stream):
            recoded = line if line.isascii() else _recoded(line, charset)
            is_damaged = is_damaged or (recoded is not line and _DAMAGE_BYTES in recoded)
            target.write(recoded)
    return Text(copy, Compression.NONE, charset, is_damaged)


def _copied_wide(path: Path, compression: Compression, charset: Charset) -> Text:
    copy = scratch_file("recoded", ".txt")
    with open_bytes(path, compression) as stream, copy.open("wb") as target:
        text = io.TextIOWrapper(stream, charset.codec, "classmatch-damage", newline="")
        while part := text.read(_CHARACTERS):
            target.write(part.encode("utf-8", "replace"))
    return Text(copy, Compression.NONE, charset, _has_damage(copy))


def _has_damage(copy: Path) -> bool:
    with copy.open("rb") as stream:
        return any(_DAMAGE_BYTES in part for part in iter(partial(stream.read, _PROBE), b""))


def _recoded(line: bytes, charset: Charset) -> bytes:
    """A line as UTF-8; also one that is valid as it stands, in a file that was put together from several."""
    if is_utf8(line):
        return line
    return line.decode(charset.codec, "classmatch-damage").encode()


def _replacement(error: UnicodeError) -> tuple[str, int]:
    """What stands for bytes that could not be decoded, and where to go on."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.encoding == "utf-8":
        if halves := _HALVES.match(error.object, error.start):
            return halves.group().decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode(
                "utf-16"
            ), halves.end()
        if cut := _CUT.match(error.object, error.start):
            return "", cut.end()
    return DAMAGE, error.end


def _joined(halves: bytes) -> str:
    return halves.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")


codecs.register_error("classmatch-damage", _replacement)


def with_damage_marked(frame: pl.LazyFrame, columns: Iterable[str]) -> pl.LazyFrame:
    """The table with the rows marked that have bytes that could not be decoded; each is shown as U+FFFD."""
    names = list(columns)
    is_damaged = pl.any_horizontal(pl.col(name).str.contains(DAMAGE, literal=True) for name in names)
    fault = pl.when(is_damaged).then(pl.lit(str(Reason.NOT_UTF8))).otherwise(pl.col(FAULT))
    shown = (pl.col(name).str.replace_all(DAMAGE, "\ufffd", literal=True) for name in names)
    return frame.with_columns(fault.alias(FAULT), *shown)


def notes(path: Path, compression: Compression) -> tuple[str, ...]:
    """What a user should know of the encoding of a text file."""
    text = at_first_sight(path, compression)
    found = [f"text is {text.charset.name}, by its content"] if text.charset != UTF_8 else []
    if text.is_damaged:
        found.append(f"some lines are not {text.charset.name}: their rows are rejected")
    return tuple(found)
