"""Dumps as tables: which files are dumps, and where the names of their columns come from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from read_helpers import rows_of

from classmatch.errors import InputError
from classmatch.read import recognise_catalogs
from classmatch.read.dump.tables import is_dump

if TYPE_CHECKING:
    from read_helpers import Write

LAYOUT = "CREATE TABLE `books` (\n  `nr` int,\n  `title` text,\n  `author` text,\n  PRIMARY KEY (`nr`)\n);\n"
ROWS = "INSERT INTO `books` VALUES (1,'Low Tide','Odile Marrow'),(2,'High Tide','Peter Fulmar');\n"


@pytest.mark.parametrize(
    "head",
    [
        b"-- MySQL dump 10.13\n\nCREATE TABLE `a` (",
        b"\xef\xbb\xbf/*!40101 SET NAMES utf8 */;",
        b"# phpMyAdmin\nSET SQL_MODE = ''",
        b"insert ignore into books values (1)",
    ],
)
def test_dumps_are_known_by_their_first_statement(head: bytes) -> None:
    assert is_dump(head)


@pytest.mark.parametrize(
    "head", [b"Set in stone,Author\n1,2", b"-- \n" * 60_000, b" " * 250_000, b"title\tauthor\n", b""]
)
def test_other_text_is_none_and_takes_no_time(head: bytes) -> None:
    assert not is_dump(head)


def test_columns_come_from_the_file_that_has_them(write: Write) -> None:
    files = [write("books-schema.sql", LAYOUT), write("books.sql", ROWS)]
    [source] = recognise_catalogs(files)
    rows, rejects = rows_of(source)
    assert [(row["title"], row["author"]) for row in rows] == [
        ("Low Tide", "Odile Marrow"),
        ("High Tide", "Peter Fulmar"),
    ]
    assert not rejects


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (LAYOUT, "has the layout of tables and no rows"),
        (ROWS, "nothing says what the columns of table books are called"),
        (ROWS.replace("books", "hashes").replace("'Odile Marrow'", "'',0,0,0,0,0,0,0"), "hashes only"),
    ],
)
def test_what_lacks_is_said(write: Write, text: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        recognise_catalogs([write("a.sql", text)])


def test_all_tables_of_a_dump_are_read_in_one_pass(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    text = LAYOUT + ROWS + (LAYOUT + ROWS).replace("books", "more_books").replace("Low", "Ebb")
    path = write("a.sql", text)
    opened: list[Path] = []
    real = Path.open
    sources = recognise_catalogs([path])
    monkeypatch.setattr(Path, "open", lambda self, *a, **k: opened.append(self) or real(self, *a, **k))
    titles = {source.name: [row["title"] for row in rows_of(source)[0]] for source in sources}
    assert titles == {"a.sql books": ["Low Tide", "High Tide"], "a.sql more_books": ["Ebb Tide", "High Tide"]}
    assert opened.count(path) == 1
