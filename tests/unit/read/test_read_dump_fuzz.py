"""The dump reader against a reader that goes character by character, on dumps of any content and window size."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from classmatch.errors import InputError
from classmatch.read.dump import fast as dump_fast
from classmatch.read.dump import slow as dump_slow
from classmatch.read.dump.batches import batches, survey
from classmatch.read.dump.rows import Syntax
from classmatch.read.rows import FAULT, RAW_LINE

Cell = str | int | float | None
Row = tuple[Cell, ...]
ESCAPES = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a", "%": "\\%", "_": "\\_"}
COLUMNS = ("id", "title", "author's", "key")


@dataclass
class Oracle:
    """Reads well-formed dumps, slowly: tables with their rows as text."""

    text: str
    at: int = 0
    tables: dict[str, list[list[str | None]]] = field(default_factory=dict)

    def read(self) -> dict[str, list[list[str | None]]]:
        while self.at < len(self.text):
            self.statement()
        return self.tables

    def statement(self) -> None:
        rest = self.text[self.at :]
        if rest[0].isspace():
            self.at += 1
        elif rest.startswith(("-- ", "#")):
            self.at += rest.find("\n") + 1 or len(rest)
        elif rest.upper().startswith(("INSERT", "REPLACE")):
            self.insert()
        else:
            self.until(";")
            self.at += 1

    def insert(self) -> None:
        head = self.until("VALUES")
        self.at += len("VALUES")
        rows = self.tables.setdefault(head.split("`")[1], [])
        while self.text[self.at] != ";":
            if self.text[self.at] == "(":
                self.at += 1
                rows.append(self.row())
            else:
                self.at += 1
        self.at += 1

    def row(self) -> list[str | None]:
        cells: list[str | None] = []
        while True:
            while self.text[self.at].isspace():
                self.at += 1
            if self.text.startswith("_binary ", self.at):
                self.at += len("_binary ")
            if self.text[self.at] in "'\"":
                cells.append(self.string())
            else:
                start = self.at
                while self.text[self.at] not in ",)":
                    self.at += 1
                bare = self.text[start : self.at].strip()
                cells.append(None if bare == "NULL" else bare)
            while self.text[self.at] not in ",)":
                self.at += 1
            self.at += 1
            if self.text[self.at - 1] == ")":
                return cells

    def string(self) -> str:
        quote, found = self.text[self.at], ""
        self.at += 1
        while True:
            sign = self.text[self.at]
            self.at += 1
            if sign == "\\":
                found += ESCAPES.get(self.text[self.at], self.text[self.at])
                self.at += 1
            elif sign == quote:
                if self.text[self.at : self.at + 1] != quote:
                    return found
                found += quote
                self.at += 1
            else:
                found += sign

    def until(self, what: str) -> str:
        """Goes to this sign, passing over strings."""
        start = self.at
        while not self.text.startswith(what, self.at):
            if self.text[self.at] in "'\"`":
                quote = self.text[self.at]
                self.at = self.text.index(quote, self.at + 1)
            self.at += 1
        return self.text[start : self.at]


@dataclass(frozen=True)
class Style:
    """How a program writes a dump."""

    quote: str
    row_gap: str
    cell_gap: str
    head: str
    end: str
    per_statement: int
    doubles: bool  # quotation marks are doubled, not escaped
    mixed: bool = False  # every other string has the other kind of quotation mark
    binary: bool = False
    raw: bool = False  # line ends stand in strings as they are

    def value(self, cell: Cell, place: int) -> str:
        if cell is None:
            return "NULL"
        if not isinstance(cell, str):
            return repr(cell)
        quote = {"'": '"', '"': "'"}[self.quote] if self.mixed and place % 2 else self.quote
        text = cell.replace("\\", "\\\\").replace("\0", "\\0").replace("\x1a", "\\Z")
        text = text if self.raw else text.replace("\n", "\\n")
        text = text.replace(quote, quote * 2 if self.doubles else "\\" + quote)
        return ("_binary " if self.binary and place % 2 else "") + quote + text + quote

    def rows(self, table: str, rows: list[Row]) -> str:
        statements = []
        for first in range(0, len(rows), self.per_statement):
            some = rows[first : first + self.per_statement]
            written = [
                "(" + self.cell_gap.join(self.value(cell, place) for place, cell in enumerate(row)) + ")"
                for row in some
            ]
            statements.append(self.head.format(table) + self.row_gap.join(written) + self.end)
        return "".join(statements)


MYSQLDUMP = Style("'", ",", ",", "INSERT INTO `{}` VALUES ", ";\n", 3, doubles=False)
MYDUMPER = Style('"', "\n,", ",", "INSERT INTO `{}` VALUES", "\n;\n", 3, doubles=False)
PHPMYADMIN = Style(
    "'", ",\n", ", ", "INSERT INTO `{}` (`id`, `title`, `author's`, `key`) VALUES\n", ";\n", 3, doubles=True, raw=True
)
SINGLE = Style("'", ",", ",", "INSERT INTO `{}` VALUES ", ";\n", 1, doubles=False, binary=True)
MIXED = Style("'", ",", ",", "REPLACE INTO `{}` VALUES ", ";\r\n", 2, doubles=True, mixed=True, raw=True)
STYLES = (MYSQLDUMP, MYDUMPER, PHPMYADMIN, SINGLE, MIXED)

CREATE = """-- it's a "dump" with `marks
CREATE TABLE `books` (
  `id` int NOT NULL COMMENT 'it''s, (well) \\'known\\'; "yes',
  `title` text, `author's` text, `key` text, KEY `key` (`key`)
) COMMENT='INSERT INTO `books` VALUES (1);';
"""

STATEMENT = ");\nINSERT INTO `books` VALUES (1,2,3,4);\n"
MARKS = ("é", "жук", "漢", "\0", "\x1a", "\ufeff", "'),('", STATEMENT)
signs = st.sampled_from((*"'\"\\(),; \n\r\tNULab`%_0-#/*", *MARKS))
texts = st.one_of(
    st.lists(signs, max_size=8).map("".join), st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
)
texts = texts.map(lambda text: text.translate(dict.fromkeys((28, 29, 30, 31), " ")))
numbers = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False))
cells = st.one_of(texts, st.just("NULL"), st.none(), numbers)
rows_of_books = st.lists(st.tuples(cells, cells, cells, cells), max_size=9)
windows = st.sampled_from((1, 13, 64, 300, 1 << 19))


def as_text(rows: list[Row]) -> list[tuple[str | None, ...]]:
    return [
        tuple(None if cell in (None, "") else str(cell) if isinstance(cell, str) else repr(cell) for cell in row)
        for row in rows
    ]


def read(content: bytes, window: int = 1 << 19, **options: Any) -> dict[str, list[tuple[str | None, ...]]]:
    found: dict[str, list[tuple[str | None, ...]]] = {}
    for name, batch in batches(io.BytesIO(content), {"books": COLUMNS}, window=window, **options):
        assert batch[FAULT].null_count() == len(batch), batch[RAW_LINE].to_list()
        found.setdefault(name, []).extend(batch.drop(FAULT, RAW_LINE).rows())
    return found


@given(rows_of_books, rows_of_books, st.sampled_from(STYLES), windows)
@example([("\r", "\ufeff", "", None)], [], MYSQLDUMP, 1)
@example([("\ufeff", "\r", None, "\r")], [], MYDUMPER, 1 << 19)
def test_any_rows_come_back_as_they_were_written(rows: list[Row], others: list[Row], style: Style, window: int) -> None:
    written = CREATE + style.rows("others", others) + style.rows("books", rows) + style.rows("others", others)
    assert read(written.encode(), window).get("books", []) == as_text(rows)
    found = survey(io.BytesIO(written.encode()), window=window)
    assert list(found) == (["books", "others"] if others else ["books"])
    assert found["books"].columns == COLUMNS
    assert found["books"].has_rows == bool(rows)
    if rows:
        sample = found["books"].sample
        assert sample is not None
        assert sample.columns == list(COLUMNS)
        assert sample.rows() == as_text(rows)


@given(rows_of_books, st.sampled_from(STYLES))
def test_a_reader_that_goes_by_characters_reads_the_same(rows: list[Row], style: Style) -> None:
    written = style.rows("books", rows)
    found = Oracle(written).read().get("books", [])
    assert [tuple(cell or None for cell in row) for row in found] == read(written.encode()).get("books", [])


@given(rows_of_books.filter(bool), st.sampled_from(STYLES))
def test_both_ways_to_read_rows_give_the_same(rows: list[Row], style: Style) -> None:
    window = style.rows("books", rows).encode().removeprefix(style.head.format("books").encode())
    syntax = Syntax(
        bytes.decode, glue=style.end.strip("\n").encode()[-1:] + b"\n" + style.head.format("books").encode()
    )
    slow = dump_slow.split(window, syntax)
    fast = dump_fast.split(window, syntax)
    assert slow.faults == ()
    if fast is not None:
        assert fast == slow


mutations = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.sampled_from([b"", b"'", b'"', b"\\", b"(", b")", b",", b";", b"x", b"\xff", b"NULL", b"\n"]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=4,
)


@given(
    st.lists(st.tuples(numbers, texts, texts, cells), min_size=2, max_size=9),
    st.sampled_from(STYLES),
    mutations,
    windows,
)
def test_damage_of_any_kind_neither_stops_nor_bends_the_reader(
    rows: list[Row], style: Style, changes: list[tuple[int, bytes, int]], window: int
) -> None:
    content = (CREATE + style.rows("books", rows)).encode()
    start = len(CREATE.encode())
    for place, put, taken in changes:
        at = start + place % (len(content) - start)
        content = content[:at] + put + content[at + taken :]
    outcomes = [outcome(content, size) for size in (window, 1 << 19)]
    assert outcomes[0] == outcomes[1]


def outcome(content: bytes, window: int) -> tuple[list[Any], str | None]:
    """All rows with their faults, and the error that ended them."""
    found: list[Any] = []
    try:
        for _, batch in batches(io.BytesIO(content), {"books": COLUMNS}, window=window):
            found.extend(batch.rows())
    except InputError as error:
        return found, error.what
    return found, None


@given(
    st.lists(st.tuples(st.integers(), texts, texts, texts), min_size=3, max_size=12),
    st.sampled_from((MYSQLDUMP, MYDUMPER)),
    st.integers(0, 11),
)
def test_a_lost_quotation_mark_costs_its_row(rows: list[Row], style: Style, which: int) -> None:
    plain: list[Row] = [
        tuple(cell if isinstance(cell, int) else f"x{number}" for cell in row) for number, row in enumerate(rows)
    ]
    which %= len(plain)
    written = style.rows("books", plain)
    damaged = written.replace(f"{style.quote}x{which}{style.quote}", f"x{which}{style.quote}", 1)
    found = pl.concat([batch for _, batch in batches(io.BytesIO(damaged.encode()), {"books": COLUMNS})])
    assert found[FAULT].to_list() == ["undecodable" if number == which else None for number in range(len(plain))]
    assert found.filter(pl.col(FAULT).is_null()).drop(FAULT, RAW_LINE).rows() == as_text(
        plain[:which] + plain[which + 1 :]
    )
