from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING

import polars as pl
import pytest

from classmatch.errors import InputError
from classmatch.read import Reason
from classmatch.read.containers.files import Compression, open_bytes
from classmatch.read.dump.batches import SAMPLE_ROWS, batches, survey
from classmatch.read.rows import FAULT, RAW_LINE

if TYPE_CHECKING:
    from pathlib import Path

TWO = {"t": ("a", "b")}
HEAD = "INSERT INTO t VALUES "
Rows = list[tuple[str | None, ...]]


def table(dump: str | bytes, columns: tuple[str, ...] = ("a", "b"), window: int = 1 << 19) -> pl.DataFrame:
    content = dump.encode() if isinstance(dump, str) else dump
    parts = [batch for _, batch in batches(io.BytesIO(content), {"t": columns}, window=window)]
    return pl.concat([pl.DataFrame(schema=dict.fromkeys((*columns, FAULT, RAW_LINE), pl.String())), *parts])


def rows(dump: str | bytes, columns: tuple[str, ...] = ("a", "b")) -> Rows:
    """All rows, which must be the same with a window of any size."""
    found = table(dump, columns)
    assert found[FAULT].null_count() == len(found), found[RAW_LINE].to_list()
    assert found.equals(table(dump, columns, window=1))
    return found.drop(FAULT, RAW_LINE).rows()


def faults(dump: str | bytes) -> list[tuple[str | None, str | None]]:
    found = table(dump)
    assert found.equals(table(dump, window=1))
    return found.select(FAULT, RAW_LINE).rows()


MYSQLDUMP = r"""-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: it's a "library"
-- ------------------------------------------------------
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!50503 SET NAMES utf8mb4 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;

DROP TABLE IF EXISTS `t`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!50503 SET character_set_client = utf8mb4 */;
CREATE TABLE `t` (
  `a` int unsigned NOT NULL AUTO_INCREMENT COMMENT 'number, (of the book); it''s "unique"',
  `b` varchar(2000) CHARACTER SET utf8mb3 DEFAULT '',
  `key` enum('x','y,z') DEFAULT NULL,
  `we``ird` decimal(10,2) DEFAULT '0.00',
  `double` int GENERATED ALWAYS AS ((`a` * 2)) VIRTUAL,
  PRIMARY KEY (`a`),
  UNIQUE KEY `b_key` (`b`(20),`key`),
  KEY `by_key` (`key`) USING BTREE,
  FULLTEXT KEY `words` (`b`),
  CONSTRAINT `fk` FOREIGN KEY (`a`) REFERENCES `u` (`id`),
  CONSTRAINT `c` CHECK ((`a` > 0))
) ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb4 COMMENT='a (table); with ''marks''';
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `t` WRITE;
/*!40000 ALTER TABLE `t` DISABLE KEYS */;
INSERT INTO `t` (`a`, `b`, `key`, `we``ird`) VALUES (1,'It\'s a \"title\"; (one)','x',-1.50),(2,'C:\\b\\','y,z',NULL);
/*!40000 ALTER TABLE `t` ENABLE KEYS */;
UNLOCK TABLES;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;
-- Dump completed on 2024-02-30 25:00:00
"""


def test_a_dump_of_mysqldump() -> None:
    found = survey(io.BytesIO(MYSQLDUMP.encode()))
    assert list(found) == ["t"]
    assert found["t"].columns == ("a", "b", "key", "we`ird")
    assert (found["t"].width, found["t"].has_rows) == (4, True)
    sample = found["t"].sample
    assert sample is not None
    expected = [("1", 'It\'s a "title"; (one)', "x", "-1.50"), ("2", "C:\\b\\", "y,z", None)]
    assert sample.rows() == expected
    assert rows(MYSQLDUMP, found["t"].columns) == expected


def test_columns_of_a_layout_without_rows() -> None:
    layout = MYSQLDUMP[: MYSQLDUMP.index("LOCK TABLES")].encode()
    found = survey(io.BytesIO(layout))["t"]
    assert found.columns == ("a", "b", "key", "we`ird", "double")
    assert (found.sample, found.width, found.has_rows) == (None, None, False)


MYDUMPER = r"""/*!40101 SET NAMES binary*/;
/*!40014 SET FOREIGN_KEY_CHECKS=0*/;
/*!40101 SET SQL_MODE='NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION'*/;
INSERT INTO `t` VALUES(1,"It's Low \"Tide\"")
,(2,NULL)
,(3,"NULL")
,(4,"Жук, (том 1);\nи море")
;
INSERT INTO `t` VALUES(5,"")
;
"""


def test_a_dump_of_mydumper_without_layout() -> None:
    found = survey(io.BytesIO(MYDUMPER.encode()))["t"]
    assert (found.columns, found.width) == (None, 2)
    expected = [("1", 'It\'s Low "Tide"'), ("2", None), ("3", "NULL"), ("4", "Жук, (том 1);\nи море"), ("5", None)]
    assert found.sample is not None
    assert found.sample.columns == ["column_1", "column_2"]
    assert found.sample.rows() == expected
    assert rows(MYDUMPER) == expected


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"'a\'b'", "a'b"),
        ("'a''b'", "a'b"),
        ("''''", "'"),
        ("''''''", "''"),
        (r"'\\'", "\\"),
        (r"'\\\\\''", r"\\'"),
        (r"'a\nb\r\tc'", "a\nb\r\tc"),
        (r"'\0\b\Z'", "\x00\b\x1a"),
        (r"'50\% \_x'", r"50\% \_x"),
        (r"'\q\й'", "qй"),
        (r"'a\"b'", 'a"b'),
        ("'a\"b'", 'a"b'),
        ('"a\'b"', "a'b"),
        ('"a""b"', 'a"b'),
        ("'two\nlines'", "two\nlines"),
        ("'a\x1eb\x1fc'", "a b c"),
        ("'ends in \r'", "ends in \r"),
        ("NULL", None),
        ("null", None),
        ("'NULL'", "NULL"),
        ("''", None),
        ("0", "0"),
        ("-12.50", "-12.50"),
        ("+1", "+1"),
        ("1.5e-7", "1.5e-7"),
        ("6E23", "6E23"),
        ("TRUE", "TRUE"),
        ("CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"),
        ("_binary 'it''s'", "it's"),
        ("_binary ''", None),
        ("_utf8mb4'é'", "é"),
        ("N'é'", "é"),
        ("0x4C6F77", "Low"),
        ("X'4c6f77'", "Low"),
        ("x''", None),
        ("_binary 0x4C6F77", "Low"),
        ("0xD41D8CD98F00B204E9800998ECF8427E", "D41D8CD98F00B204E9800998ECF8427E"),
        ("0x00", "00"),
        ("0xABC", "ABC"),
        ("b'0'", "0"),
        ("b'101'", "5"),
        ("0b11", "3"),
        ('CONVERT("{\\"a\\": 1}" USING UTF8MB4)', '{"a": 1}'),
    ],
)
def test_values(written: str, text: str | None) -> None:
    dump = HEAD + f"(1,{written}),({written},2),( 3 , {written} );\n"
    assert rows(dump) == [("1", text), (text, "2"), ("3", text)]


@pytest.mark.parametrize(
    "head",
    [
        "INSERT INTO `t` VALUES ",
        "INSERT INTO t VALUES",
        'INSERT INTO "t" VALUES ',
        "insert into `t` values\n",
        "INSERT IGNORE INTO `t` VALUES ",
        "INSERT  DELAYED IGNORE INTO `t` VALUES ",
        "INSERT `t` VALUE ",
        "REPLACE INTO `t` VALUES ",
        "INSERT INTO `my.db`.`t` VALUES ",
        "INSERT INTO db . t VALUES ",
        "INSERT INTO `t` (`a`,`b`) VALUES ",
        "INSERT INTO `t`(a, b)VALUES\r\n",
    ],
)
@pytest.mark.parametrize("end", [";\n", "\n;\n", " ;\r\n", " ON DUPLICATE KEY UPDATE b=VALUES(b), a='x;y';\n"])
def test_heads_and_ends_of_statements(head: str, end: str) -> None:
    dump = f"SET x=1;\n{head}(1,'x'){end}{head}(2,'y'){end}{head}(3,'z'),(4,NULL){end}"
    assert rows(dump) == [("1", "x"), ("2", "y"), ("3", "z"), ("4", None)]


def test_column_lists_put_values_where_they_belong() -> None:
    dump = "INSERT INTO t (b,a) VALUES ('x',1);INSERT INTO t VALUES (2,'y');\nINSERT INTO t (a,c) VALUES (3,'z');"
    assert rows(dump) == [("1", "x"), ("2", "y"), ("3", None)]
    named = "INSERT INTO t (b,a) VALUES ('x',1);INSERT INTO t (a,c) VALUES (3,'z');"
    found = survey(io.BytesIO(named.encode()))["t"]
    assert found.columns == ("b", "a", "c")
    assert found.sample is not None
    assert found.sample.rows() == [("x", "1", None), (None, "3", "z")]


def test_what_stands_in_strings_and_comments_is_no_statement() -> None:
    dump = r"""# it's a comment; INSERT INTO `t` VALUES (9,'no');
-- INSERT INTO `t` VALUES (9,'no');
/* INSERT INTO `t` VALUES (9,'no'); */
CREATE TABLE `u` (`x` text COMMENT '
INSERT INTO `t` VALUES (9,"no");
');
INSERT INTO `u` VALUES ('
INSERT INTO `t` VALUES (9,"no");
CREATE TABLE `v` (`x` int);
'),("\
INSERT INTO `t` VALUES (9,'no');
");
INSERT INTO `t` VALUES (1,'\
);
INSERT INTO `t` VALUES (9,2);
');
"""
    expected = "\n);\nINSERT INTO `t` VALUES (9,2);\n"
    assert rows(dump) == [("1", expected)]
    for window in (1, 1 << 19):
        found = survey(io.BytesIO(dump.encode()), window=window)
        assert list(found) == ["u", "t"]
        assert found["t"].columns is None


def test_comments_between_rows() -> None:
    dump = "INSERT INTO t VALUES (1,'x'), -- it's\n(2,'y') /* (3,'z') */\n# it's\n,(4,'w');\nINSERT INTO u VALUES (1);"
    assert rows(dump) == [("1", "x"), ("2", "y"), ("4", "w")]
    assert list(survey(io.BytesIO(dump.encode()))) == ["t", "u"]


def test_an_insert_that_is_not_understood_is_a_row_that_cannot_be_used() -> None:
    dump = "INSERT INTO t VALUES (1,'x');\nINSERT INTO t SELECT 1 FROM u;\nINSERT INTO t VALUES /* ; */ (2,'y');\n"
    dump += "INSERT INTO u SET a = 1;\nINSERT INTO t VALUES (3,'z');"
    texts = ["INSERT INTO t SELECT 1 FROM u", "INSERT INTO t VALUES  (2,'y')"]
    assert faults(dump) == [(None, None), *((Reason.UNDECODABLE, text) for text in texts), (None, None)]
    assert list(survey(io.BytesIO(dump.encode()))) == ["t"]


def test_triggers_with_a_delimiter_of_their_own() -> None:
    dump = """INSERT INTO t VALUES (1,'x');
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`%`*/ /*!50003 TRIGGER `g` BEFORE INSERT ON `t` FOR EACH ROW BEGIN
INSERT INTO `t` VALUES (9,'no'); SET NEW.b = 'it';
END */;;
DELIMITER ;
INSERT INTO t VALUES (2,'y');
"""
    assert rows(dump) == [("1", "x"), ("2", "y")]


def test_the_first_line_of_a_dump_of_mariadb() -> None:
    first = "/*!999999\\- enable the sandbox mode */ \n-- it's\n"
    dump = first + "CREATE TABLE t (a int, b text);\nINSERT INTO t VALUES (1,2);"
    assert rows(dump) == [("1", "2")]
    assert survey(io.BytesIO(dump.replace("/*!", "/*M!").encode()))["t"].columns == ("a", "b")


def test_a_byte_order_mark_and_windows_line_ends() -> None:
    dump = b"\xef\xbb\xbfINSERT INTO t VALUES (1,'x'),\r\n(2,'y');\r\nINSERT INTO t VALUES (3,'z');\r\n"
    assert rows(dump) == [("1", "x"), ("2", "y"), ("3", "z")]


def test_backslashes_that_are_plain_characters() -> None:
    head = "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_BACKSLASH_ESCAPES' */;\n"
    dump = "INSERT INTO t VALUES (1,'C:\\'),(2,'it''s \\n');\n"
    trigger = "/*!50003 SET @saved_sql_mode = @@sql_mode */ ;\n/*!50003 SET sql_mode = 'STRICT' */ ;\n"
    back = "/*!50003 SET sql_mode = @saved_sql_mode */ ;\n"
    assert rows(head + dump + trigger + back + dump) == [("1", "C:\\"), ("2", "it's \\n")] * 2
    escaped = "INSERT INTO t VALUES (3,'it\\'s');\n"
    assert rows(head + dump + "/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;\n" + escaped)[2:] == [("3", "it's")]


@pytest.mark.parametrize(
    ("header", "codec", "text"),
    [
        ("/*!40101 SET NAMES latin1 */;\n", "cp1252", "“Été” – 5 €"),
        ("SET NAMES 'cp1251';\n", "cp1251", "Жук и море"),
        ("/*!40101 SET NAMES koi8r */;\n", "koi8_r", "Жук и море"),
        ("/*!40101 SET NAMES binary */;\nCREATE TABLE `t` (`a` int) DEFAULT CHARSET=cp1251;\n", "cp1251", "Жук"),
        ("/*!40101 SET NAMES binary */;\nCREATE TABLE `t` (`a` int) DEFAULT CHARSET=utf8mb3;\n", "utf-8", "Жук"),
    ],
)
def test_character_sets(header: str, codec: str, text: str) -> None:
    dump = (header + HEAD + f"(1,'{text}'),(0x31,'{text}');\n").encode(codec)
    assert rows(dump) == [("1", text), ("1", text)]


def test_latin1_has_no_undefined_bytes() -> None:
    assert rows(b"SET NAMES latin1;INSERT INTO t VALUES (1,'\x81\x93\xe9');") == [("1", "\x81“é")]


@pytest.mark.parametrize("charset", ["gbk", "sjis", "big5", "ucs2"])
def test_character_sets_that_cannot_be_read_are_refused(charset: str) -> None:
    dump = f"/*!40101 SET NAMES {charset} */;\nINSERT INTO t VALUES (1,'x');\n".encode()
    with pytest.raises(InputError, match=rf"x\.sql: .*{charset}.*utf8mb4"):
        survey(io.BytesIO(dump), "x.sql")
    with pytest.raises(InputError, match=charset):
        list(batches(io.BytesIO(dump), TWO))
    assert list(batches(io.BytesIO(dump), {"u": ("a",)})) == []


def test_rows_with_too_few_or_too_many_fields() -> None:
    dump = "INSERT INTO t VALUES (1,'x'),(2),(3,'it\\'s',NULL),(4,'y');"
    found = [(None, None), (Reason.TOO_FEW_FIELDS, "(2)"), (Reason.TOO_MANY_FIELDS, "(3,'it\\'s',NULL)"), (None, None)]
    assert faults(dump) == found
    assert table(dump)["a"].to_list() == ["1", None, None, "4"]


def test_rows_that_are_not_utf8() -> None:
    dump = b"INSERT INTO t VALUES (1,'x'),(2,'\xe9t\xe9'),(3,'\xc3\xa9');"
    assert faults(dump) == [(None, None), (Reason.UNDECODABLE, "(2,'\\xe9t\\xe9')"), (None, None)]
    kept = [batch for _, batch in batches(io.BytesIO(dump), TWO, keep={"t": ["a"]})]
    assert kept[0].select("a", FAULT).rows() == [("1", None), ("2", None), ("3", None)]


@pytest.mark.parametrize(
    "damaged",
    [
        "(2,'x'y')",
        "(2,'x)",
        "(2,x'y)",
        "(2,,3)",
        "(2,'x' 'y')",
        "(2,f(1),'x')",
        "(2,\\'x)",
        "()",
        "(2 3,'x')",
        "[2,'x')",
    ],
)
def test_a_damaged_row_costs_itself(damaged: str) -> None:
    dump = HEAD + f"(1,'x'),{damaged},(3,'z'),(4,'it''s; ');\n" + HEAD + "(5,'w');\n"
    found = faults(dump)
    assert [reason for reason, _ in found] == [None, Reason.UNDECODABLE, None, None, None]
    assert table(dump)["a"].to_list() == ["1", None, "3", "4", "5"]
    others = HEAD.replace("t ", "u ") + "(1);"
    assert survey(io.BytesIO((dump + others).encode()))["u"].has_rows


def test_what_is_shown_of_a_row_is_short() -> None:
    shown = faults("INSERT INTO t VALUES (1,'" + "é" * 9_000 + "',2);")[0][1]
    assert shown is not None
    assert (len(shown), shown[:6]) == (500, "(1,'éé")


@pytest.mark.parametrize("end", [",(3,'z", ",(3,", ",(3,'z'", ",(3,'z\\", ",", "", ",(3,'z'),(", "\n"])
@pytest.mark.parametrize("window", [1, 1 << 19])
def test_a_truncated_dump_gives_what_it_has_and_then_an_error(end: str, window: int) -> None:
    stream = io.BytesIO(f"{HEAD}(1,'x'),(2,'y'){end}".encode())
    found: list[str | None] = []
    with pytest.raises(InputError, match=r"^x\.sql: ends inside a row: it is truncated; copy it again"):
        for _, batch in batches(stream, TWO, name="x.sql", window=window):
            found.extend(batch["a"].to_list())
    assert found[:2] == ["1", "2"]
    stream.seek(0)
    with pytest.raises(InputError, match="truncated"):
        survey(stream, window=window)


@pytest.mark.parametrize("end", ["CREATE TABLE `u` (`x` text COMMENT 'a", "/* a", "SET x = `a"])
def test_a_dump_that_ends_in_a_statement(end: str) -> None:
    with pytest.raises(InputError, match="ends inside a string or comment: it is truncated"):
        survey(io.BytesIO(f"{HEAD}(1,2);\n{end}".encode()))


class Endless(io.BytesIO):
    """A string that is never closed."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(size) or b"x" * (size or 1)


@pytest.mark.parametrize("start", [b"INSERT INTO t VALUES (1,'", b"CREATE TABLE t (a int COMMENT '", b"/*"])
def test_a_string_that_is_never_closed_is_an_error(start: bytes) -> None:
    with pytest.raises(InputError, match="has a row, string or comment of more than 67,108,864 bytes"):
        list(batches(Endless(start), TWO))


def test_a_row_of_many_megabytes() -> None:
    text = "it's \\ é" * 1_000_000
    written = text.replace("\\", "\\\\").replace("'", "\\'")
    dump = f"{HEAD}(1,'x'),(2,'{written}'),(3,'y');"
    assert table(dump).rows() == [("1", "x", None, None), ("2", text, None, None), ("3", "y", None, None)]


def test_tables_that_are_not_wanted_and_columns_that_are_not_kept() -> None:
    dump = "INSERT INTO u VALUES (1,'it\\'s;',2);\nINSERT INTO t VALUES (1,'x');INSERT INTO u VALUES (3);"
    found = list(batches(io.BytesIO(dump.encode()), {"t": ("a", "b"), "v": ("c",)}, keep={"t": ("b",)}))
    assert [(name, batch.columns, batch["b"].to_list()) for name, batch in found] == [
        ("t", ["b", FAULT, RAW_LINE], ["x"])
    ]
    none = list(batches(io.BytesIO(dump.encode()), {"u": ("c", "d", "e")}, keep={"u": ()}))
    assert [(batch.columns, batch.height) for _, batch in none] == [([FAULT, RAW_LINE], 2)]


def test_a_table_of_one_column_with_empty_cells() -> None:
    assert rows("INSERT INTO t VALUES (NULL),(''),('x'),(NULL);", ("a",)) == [(None,), (None,), ("x",), (None,)]


def test_a_sample_is_the_first_rows_only() -> None:
    many = ",".join(f"({number},'it\\'s')" for number in range(SAMPLE_ROWS * 3))
    dump = f"CREATE TABLE t (a int, b text);\nINSERT INTO t VALUES {many};\nINSERT INTO u VALUES (1);"
    found = survey(io.BytesIO(dump.encode()))
    sample = found["t"].sample
    assert sample is not None
    assert sample["a"].to_list() == [str(number) for number in range(SAMPLE_ROWS)]
    assert list(found) == ["t", "u"]


def test_a_sample_leaves_out_rows_that_cannot_be_used() -> None:
    found = survey(io.BytesIO(b"CREATE TABLE t (a int, b int);INSERT INTO t VALUES (1),(2,3),(4,5,6);"))["t"]
    assert (found.columns, found.width) == (("a", "b"), 1)
    assert found.sample is not None
    assert found.sample.rows() == [("2", "3")]


def test_a_compressed_dump(tmp_path: Path) -> None:
    path = tmp_path / "library.sql.gz"
    path.write_bytes(gzip.compress(MYSQLDUMP.encode()))
    with open_bytes(path, Compression.GZIP) as stream:
        assert list(survey(stream)) == ["t"]
    with open_bytes(path, Compression.GZIP) as stream:
        assert [batch["a"].to_list() for _, batch in batches(stream, TWO)] == [["1", "2"]]


def test_what_is_no_dump_has_no_tables() -> None:
    assert survey(io.BytesIO(b"")) == {}
    assert survey(io.BytesIO(b"title,author\nLow Tide,Ada Quill\n")) == {}
