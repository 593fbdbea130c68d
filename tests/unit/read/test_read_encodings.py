from __future__ import annotations

import gzip
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_helpers import catalog

from classmatch.errors import InputError
from classmatch.read import Reason, reading
from classmatch.read.containers import delimited
from classmatch.read.containers.charsets import guess, whole_characters, wide
from classmatch.read.containers.encodings import as_utf8, at_first_sight, notes
from classmatch.read.containers.files import Compression, compression_of

if TYPE_CHECKING:
    from read_helpers import Write

TITLES = {
    "English": ["The “Heron” and the river", "It’s only love – a novel", "Café society", "Brontë’s letters"],
    "French": [
        "La forêt enchantée",
        "Œuvres complètes de l’abbé",
        "Leçons de géométrie",
        "Été français",
        "À la dérive",
    ],
    "German": ["Die Größe der Welt", "Über allen Gipfeln", "Märchen für Kinder", "Straße nach Süden"],
    "Spanish": ["El otoño español", "La canción de mañana", "¿Dónde está el jardín?", "Niños y señores"],
    "Polish": ["Chłopi i żołnierze", "Krzyżacy", "Święta noc", "Łódź i ślady", "Człowiek śmiechu", "Źródło"],
    "Czech": ["Příliš hlučná samota", "Nesnesitelná lehkost bytí", "Žert", "Válka s mloky", "Kytice z pověstí"],
    "Hungarian": ["Egri csillagok őre", "Tündérkert", "Erdély története, első kötet", "Az ajtó és a kő", "Fű és hó"],
    "Turkish": ["İnce ağaç", "Çalıkuşu", "Beyaz kale ve şiirler", "Benim adım kırmızı", "Huzur ve göğüs"],
    "Russian": ["Тихая вода", "Учебник физики", "История государства", "Цапля и река", "Записки охотника"],
    "Greek": ["Η ιστορία της Ελλάδας", "Βίος και πολιτεία", "Το κύμα και η θάλασσα", "Ο δρόμος"],
    "Hebrew": ["סיפור על אהבה", "תולדות ישראל", "ספר הדקדוק", "הים והחוף"],
    "Arabic": ["تاريخ العرب", "موسم الهجرة إلى الشمال", "البحر والساحل", "قصة المدينة"],
    "Japanese": ["雪国の夜", "日本文学全集", "こころの旅", "銀河鉄道の朝", "海と川のはなし"],
    "Chinese": ["中国哲学简史", "平凡的世界", "红色的河流", "城市与海洋", "历史学习方法"],
    "Korean": ["한국 문학의 이해", "바다와 강", "엄마의 이야기", "작은 도시의 역사"],
}


@pytest.mark.parametrize(
    ("language", "codec"),
    [
        ("English", "cp1252"), ("English", "mac_roman"), ("French", "cp1252"), ("French", "cp850"),
        ("German", "cp1252"), ("German", "mac_roman"), ("Spanish", "cp1252"), ("Polish", "cp1250"),
        ("Polish", "iso8859_2"), ("Czech", "cp1250"), ("Hungarian", "cp1250"), ("Turkish", "cp1254"),
        ("Russian", "cp1251"), ("Russian", "koi8_r"), ("Russian", "cp866"),
        ("Greek", "cp1253"), ("Hebrew", "cp1255"), ("Arabic", "cp1256"), ("Japanese", "cp932"),
        ("Japanese", "euc_jp"), ("Chinese", "gb18030"), ("Korean", "cp949"),
    ],
)  # fmt: skip
def test_encodings_are_told_by_their_content(write: Write, language: str, codec: str) -> None:
    titles = [title for title in TITLES[language] if title.encode(codec, "ignore").decode(codec) == title]
    text = "title;author;year\n" + "".join(f"{title};Ada Quill;2011\nLow Tide;Bo;1999\n" for title in titles * 3)
    records, rejects = catalog(write("books.csv", text.encode(codec)))
    assert rejects == []
    assert [row["title"] for row in records[::2]] == titles * 3
    assert [row["title"] for row in records[1::2]] == ["Low Tide"] * len(titles) * 3


def test_the_encoding_is_named(write: Write) -> None:
    path = write("books.csv", "title,author\nCafé society,Ada\n".encode("cp1252"))
    assert notes(path, Compression.NONE) == ("text is Windows-1252, by its content",)
    assert notes(write("b.csv", "title,author\nCafé society,Ada\n"), Compression.NONE) == ()


def test_what_is_not_certain_is_refused(write: Write) -> None:
    with pytest.raises(
        InputError, match=r"line 2 is not UTF-8 text, and its encoding cannot be told for certain.*iconv"
    ):
        catalog(write("books.csv", b"title,author\n\xb1\xf3\x81,Ada\n"))


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_bytes_that_come_late_are_found(write: Write, pack: Any) -> None:
    text = ("title,author\n" + "Low Tide,Ada Quill\n" * 200_000 + "Café society,Bo\n").encode("cp1252")
    records, rejects = catalog(write("books.csv", pack(text)))
    assert (records[-1]["title"], len(records), rejects) == ("Café society", 200_001, [])


def read_text(path: Path) -> list[tuple[str, ...]]:
    """The rows of a text table, by the functions that stand behind `catalog`."""
    compression = compression_of(path)
    with reading(path):
        dialect = delimited.dialect_of(path, compression)
        return delimited.rows(path, compression, dialect).select(dialect.header).collect().rows()


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_utf_16(write: Write, codec: str, pack: Any) -> None:
    text = "title\tauthor\r\nCafé society\tAda\r\nТихая вода\t\r\n" + "Low Tide\tBo\r\n" * 30
    rows = read_text(write("books.txt", pack(text.encode(codec))))
    assert rows[:2] == [("Café society", "Ada"), ("Тихая вода", None)]
    assert len(rows) == 32


def test_a_header_in_another_encoding(write: Write) -> None:
    rows = read_text(write("books.csv", "Título;Autor\nEl otoño;José Niño\n".encode("cp1252")))
    assert rows == [("El otoño", "José Niño")]


def test_json_lines_in_another_encoding(write: Write) -> None:
    text = "".join(json.dumps({"title": title}, ensure_ascii=False) + "\n" for title in TITLES["Russian"])
    records, _ = catalog(write("books.jsonl", text.encode("cp1251")))
    assert [row["title"] for row in records] == TITLES["Russian"]


GOOD = "".join(f"{title},Ada\n" for title in TITLES["French"]).encode()


def test_a_damaged_line_costs_itself_alone(write: Write) -> None:
    records, rejects = catalog(write("books.csv", b"title,author\n" + GOOD + b"Caf\xe9 society,Bo\n" + GOOD))
    assert [row["title"] for row in records] == TITLES["French"] * 2
    assert [(row["row"], row["reason"]) for row in rejects] == [(6, Reason.NOT_UTF8)]


def test_a_damaged_line_of_json_costs_itself_alone(write: Write) -> None:
    good = "".join(json.dumps({"title": title}, ensure_ascii=False) + "\n" for title in TITLES["French"]).encode()
    records, rejects = catalog(write("books.jsonl", good + b'{"title":"Caf\xe9"}\n[1]\n'))
    assert [row["title"] for row in records] == TITLES["French"]
    assert [(row["row"], row["reason"]) for row in rejects] == [(6, Reason.NOT_UTF8), (7, Reason.UNDECODABLE)]


def test_lines_of_utf8_in_a_file_of_another_encoding(write: Write) -> None:
    titles = TITLES["Russian"] * 5
    text = b"title,author\n" + "".join(f"{title},Ada\n" for title in titles).encode("cp1251")
    records, rejects = catalog(write("books.csv", text + "Цапля,Bo\n".encode()))
    assert ([row["title"] for row in records], rejects) == ([*titles, "Цапля"], [])


def test_what_is_certain_is_repaired(write: Write) -> None:
    halves = "😀".encode("utf-16-be").hex(" ", 2).split()
    cesu = b"".join(chr(int(half, 16)).encode("utf-8", "surrogatepass") for half in halves)
    cut = "It’".encode()[:-1]
    records, rejects = catalog(write("books.csv", b"title,author\n" + GOOD + b"A" + cesu + b",Bo\n" + cut + b",Cy\n"))
    assert [row["title"] for row in records[-2:]] == ["A😀", "It"]
    assert rejects == []


def test_wide_text_is_told_from_binary_data() -> None:
    assert wide("a,b\n".encode("utf-16-le")) is not None
    assert wide(b"a\x00\x01\x00\x02\x00") is None
    assert wide(b"") is None
    assert wide(b"a,b\n") is None


def test_a_copy_is_made_once(write: Write) -> None:
    path = write("books.csv", "title,author\nCafé society,Ada\n".encode("cp1252"))
    assert as_utf8(path, Compression.NONE) is as_utf8(path, Compression.NONE)
    first = at_first_sight(path, Compression.NONE)
    path.write_bytes("title,author\nÉté,Ada Quill\n".encode("cp1252"))
    assert at_first_sight(path, Compression.NONE) != first


@given(st.text(), st.integers(0, 40))
def test_whole_characters_are_whole(text: str, cut: int) -> None:
    data = text.encode("utf-8", "ignore")
    part = data[: max(0, len(data) - cut)]
    size = whole_characters(part)
    part[:size].decode()
    assert len(part) - size < 4


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp", "Zs"]), min_size=1, max_size=20)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=6), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_any_text_comes_back(titles: list[str], codec: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books.csv"
        pl.DataFrame({"title": titles, "n": ["x"] * len(titles)}).write_csv(path, quote_style="always")
        path.write_bytes(path.read_bytes().decode().encode(codec))
        assert read_text(path) == [(title, "x") for title in titles]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_an_error(data: bytes) -> None:
    guess([data])
    wide(data)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books.csv"
        path.write_bytes(data)
        try:
            text = as_utf8(path, Compression.NONE)
        except InputError as error:
            assert "\n" not in str(error)
        else:
            text.path.read_bytes().decode()
