"""Lists of file names: what is told from a name, what from the rest of the list, and that nothing of it is lost."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from read_helpers import catalog

from classmatch.errors import InputError
from classmatch.read.filenames.listings import entry_of
from classmatch.read.filenames.order import Evidence
from classmatch.read.filenames.parse import parsed
from classmatch.read.formats import books3
from classmatch.read.layouts import Fault

if TYPE_CHECKING:
    from read_helpers import Write

SHELF = "the-eye.eu/public/Books/Bibliotik"


def read(*lines: str) -> list[Any]:
    return list(books3.records(io.BytesIO("".join(f"{line}\n" for line in lines).encode())))


def said(name: str) -> dict[str, str]:
    """What the name says in the likelier order, without its end and the whole name."""
    return {k: v for k, v in parsed(name).items() if k not in ("extension", "full_text", "alternate_title")}


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("Jane Marrow - The Tide Code", {"author": "Jane Marrow", "title": "The Tide Code"}),
        ("The World_s Auk - Carol Ann Finch", {"author": "Carol Ann Finch", "title": "The World's Auk"}),
        (
            "Jane Marrow (1985) The Bondmaid_s Tale [retail]",
            {"author": "Jane Marrow", "title": "The Bondmaid's Tale", "date": "1985", "notes": "retail"},
        ),
        (
            "2012 Jon Quill - Owls and Philosophy - Raiding the Nest_Rsnl",
            {
                "author": "Jon Quill",
                "title": "Owls and Philosophy",
                "subtitle": "Raiding the Nest",
                "date": "2012",
                "notes": "tag Rsnl",
            },
        ),
        (
            "2013(orig1942) Auguste Vannier - The Myth of Tides[Transl Rhoda O’Shea]_Ral",
            {
                "author": "Auguste Vannier; Rhoda O’Shea, translator",
                "title": "The Myth of Tides",
                "date": "2013",
                "notes": "tag Ral; originally 1942",
            },
        ),
        (
            "Pilots and the Origins of Estua - Sørensen, Magnhild;",
            {
                "author": "Sørensen, Magnhild",
                "title": "Pilots and the Origins of Estua",
                "notes": "title may be cut at 31 characters",
            },
        ),
        (
            "Corin Ashdown - Harbour Wars 01 - The Pilot_s Ransom [retail]",
            {
                "author": "Corin Ashdown",
                "title": "The Pilot's Ransom",
                "series": "Harbour Wars",
                "volume": "01",
                "notes": "retail",
            },
        ),
        (
            "The Herring (Houghton Mifflin Harcourt) (75th Anniversary Edition) [Epub] - J.R.R. Tamsin",
            {
                "author": "J.R.R. Tamsin",
                "title": "The Herring",
                "publisher": "Houghton Mifflin Harcourt",
                "edition": "75th Anniversary Edition",
                "notes": "Epub",
            },
        ),
        ("The Brief Life of a Limpet", {"title": "The Brief Life of a Limpet"}),
        ("Hatty_Pepper_and_the_Stone-Ruddock", {"author": "Ruddock", "title": "Hatty Pepper and the Stone"}),
        ("Catch-22 - Joseph Hadley", {"author": "Joseph Hadley", "title": "Catch-22"}),
        ("1984 - Georgina Orford", {"author": "Georgina Orford", "title": "1984"}),
        ("2001 A Sea Odyssey - Arthur C. Clegg", {"author": "Arthur C. Clegg", "title": "2001 A Sea Odyssey"}),
        ("Who Is Wet_ - Jasper D. Quill", {"author": "Jasper D. Quill", "title": "Who Is Wet?"}),
        ("The Nest - Jane Marrow & Jon Quill", {"author": "Jane Marrow & Jon Quill", "title": "The Nest"}),
        (
            "Marrow, Jane. The Nest (Springer, 2004)(ISBN 0306406152)(374s)",
            {"title": "Marrow, Jane. The Nest", "publisher": "Springer", "date": "2004", "isbn": "0306406152",
             "notes": "374s"},
        ),
        ("The Quiet Nest (Jane Marrow) (z-lib.org)", {"title": "The Quiet Nest", "author": "Jane Marrow",
                                                      "notes": "z-lib.org"}),
        (
            "The Nest of Owls -- Jane Marrow -- 2019 -- Gannet Press -- isbn13 9780306406157 -- "
            "0123456789abcdef0123456789abcdef -- Anna’s Archive",
            {"title": "The Nest of Owls", "author": "Jane Marrow", "date": "2019", "publisher": "Gannet Press",
             "isbn": "9780306406157", "md5": "0123456789abcdef0123456789abcdef", "notes": "Anna’s Archive"},
        ),
        ("The.Quiet.Nest.of.Owls", {"title": "The Quiet Nest of Owls"}),
    ],
)  # fmt: skip
def test_a_name_alone_says_so(name: str, fields: dict[str, str]) -> None:
    assert said(f"{SHELF}/X/{name}.epub.txt") == fields


@pytest.mark.parametrize(
    ("path", "end"),
    [("a/The Nest.epub.txt", "epub"), ("The Nest.epub(1).txt", "epub"), ("The Nest.PDF", "pdf"), ("The Nest", None),
     ("The Nest.fb2.zip", "fb2.zip"), ("The Nest.txt", "txt"), ("D:\\Books\\The Nest.djvu", "djvu")],
)  # fmt: skip
def test_the_end_of_a_name(path: str, end: str | None) -> None:
    assert parsed(path)["title"] == "The Nest"
    assert parsed(path).get("extension") == end


def test_a_name_that_may_be_either_has_the_author_as_alternate_title() -> None:
    name = parsed("Blink - Malcolm Gull.epub")
    assert (name["author"], name["title"], name["alternate_title"]) == ("Malcolm Gull", "Blink", "Malcolm Gull")
    assert "alternate_title" not in parsed("The Way of the Gull - Malcolm Gull.epub")


def test_the_list_tells_what_one_name_does_not() -> None:
    alone = parsed("Crane Moss - Dead Water.epub")
    assert alone["title"] == "Crane Moss"
    rows = read("Crane Moss - Dead Water.epub", "The Nest of Owls - Crane Moss.epub", "Crane Moss - The Mole.epub")
    assert [row["author"] for row in rows] == ["Crane Moss"] * 3


def test_the_list_tells_authors_before_a_comma_and_behind_a_hyphen() -> None:
    others = ("The Nest - Lysa Quill.epub", "A Guide to Owls - Lysa Quill.epub")
    comma, hyphen, title, *_ = read(
        "Lysa Quill, Unglued.epub", "Owls at Night-Quill.epub", "A Late Night-Time.epub", *others
    )
    assert (comma["author"], comma["title"]) == ("Lysa Quill", "Unglued")
    assert (hyphen["author"], hyphen["title"]) == ("Quill", "Owls at Night")
    assert title["title"] == "A Late Night-Time"


def test_a_folder_that_is_named_as_a_part_is_its_author() -> None:
    assert said("Library/Crane Moss/Dead Water (12)/Dead Water - Crane Moss.epub")["author"] == "Crane Moss"
    assert said("Library/Dead Water/Crane Moss - Dead Water.epub")["author"] == "Dead Water"


@pytest.mark.parametrize(
    "line",
    [
        "-rw-r--r-- 1 ann ann 827434 Sep  4 11:03 'T/The Nest - Jane Marrow.epub.txt'",
        "-rw-r--r--. 1 ann ann 827434 Sep  4  2020 T/The Nest - Jane Marrow.epub.txt",
        "-rw-r--r-- 1 ann ann 827434 2020-09-04 11:03:12.000000000 +0000 T/The Nest - Jane Marrow.epub.txt",
        "  1234    812 -rw-r--r--   1 ann  ann   827434 Sep  4 11:03 ./T/The\\ Nest\\ -\\ Jane\\ Marrow.epub.txt",
        "-rw-r--r-- ann/ann    827434 2020-09-04 11:03 T/The Nest - Jane Marrow.epub.txt",
        "-rw-r--r--  3.0 unx   827434 tx defN 20-Sep-04 11:03 T/The Nest - Jane Marrow.epub.txt",
        "   827434  2020-09-04 11:03   T/The Nest - Jane Marrow.epub.txt",
        "   827434  09-04-2020 11:03   T/The Nest - Jane Marrow.epub.txt",
        "2020-09-04 11:03:12     827434 T/The Nest - Jane Marrow.epub.txt",
        "2020-09-04 11:03:12 ....A       827434       301222  T/The Nest - Jane Marrow.epub.txt",
    ],
)
def test_lines_of_tools_give_path_and_size(line: str) -> None:
    [row] = read(line)
    assert row["record_id"] == "T/The Nest - Jane Marrow.epub.txt"
    assert row["filesize"] == "827434"
    assert (row["title"], row["author"]) == ("The Nest", "Jane Marrow")


def test_sums_in_front_of_a_name_are_its_hash() -> None:
    md5, sha1, sha256 = read(*(f"{'0a' * count} *The Nest - Jane Marrow.epub" for count in (16, 20, 32)))
    assert md5["md5"] == "0a" * 16
    assert sha1["sha1"] == "0a" * 20
    assert sha256["sha256"] == "0a" * 32
    assert "md5" not in sha1


def test_the_host_is_no_part_of_the_path() -> None:
    lines = (
        f"{SHELF}/N/Nets.epub.txt",
        "https://the-eye.eu/public/Books/Bibliotik/N/Nets%20%5Bretail%5D.epub",
        f"./{SHELF}/N/Nets.epub",
    )
    assert [row["record_id"] for row in read(*lines)] == [
        "public/Books/Bibliotik/N/Nets.epub.txt",
        "public/Books/Bibliotik/N/Nets [retail].epub",
        "public/Books/Bibliotik/N/Nets.epub",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "the-eye.eu", "the-eye.eu/public/Books/Bibliotik", f"{SHELF}/T", f"./{SHELF}/0_Other", f"{SHELF}/T:", "T/",
        "drwxr-xr-x 2 ann ann 4096 Sep  4 11:03 The Nest.epub", "total 812", "Archive:  books3.zip", "path",
        "  Length      Date    Time    Name", "---------  ---------- -----   ----", "  827434       1 file",
        "Jane Marrow/The Nest (12)/cover.jpg", "Jane Marrow/The Nest (12)/metadata.opf",
        "2020-09-02-books3-epub-urls.txt",
        "Jane Marrow/The Nest (12)",
    ],
)  # fmt: skip
def test_what_is_no_book_is_a_fault(line: str) -> None:
    [fault] = read(line)
    assert isinstance(fault, Fault)
    assert fault.reason == "not_a_book"
    assert fault.shown == line


def test_blank_lines_are_no_records_and_the_last_needs_no_end() -> None:
    assert len(list(books3.records(io.BytesIO(b"\xef\xbb\xbfThe Nest.epub\r\n\r\n  \nOwls.epub")))) == 2


def test_a_name_in_an_old_encoding_is_read_all_the_same() -> None:
    rows: list[Any] = list(books3.records(io.BytesIO("Nid à marée - Odile Marrow.epub\n".encode("windows-1252"))))
    assert rows[0]["title"] == "Nid à marée"


@pytest.mark.parametrize(
    "head",
    [
        f"{SHELF}/T/The Nest - Jane Marrow.epub.txt\n",
        "The Nest - Jane Marrow.epub.txt\nOwls, Sørensen, Magnhild;.epub.txt\n",
        f"total 812\n-rw-r--r-- 1 ann ann 827434 Sep  4 11:03 {SHELF}/T/The Nest.epub.txt\n",
        f"the-eye.eu\nthe-eye.eu/public\n{SHELF}/T/The Nest.epub.txt\n" + f"{SHELF}/T/Owls.epub.txt\n" * 20,
        "path\nThe Nest - Jane Marrow.epub\nOwls.epub\nNets.epub\nKnots.epub\nKites.epub\n",
        "Jane Marrow\nJane Marrow/The Nest (12)\n".replace("Jane Marrow\n", "./Jane Marrow\n")
        + "./Jane Marrow/The Nest (12)/cover.jpg\n./Jane Marrow/The Nest (12)/metadata.opf\n"
        + "./Jane Marrow/The Nest (12)/The Nest - Jane Marrow.epub\n",
    ],
)
def test_lists_are_recognised(head: str) -> None:
    assert books3.recognises(head.encode())


@pytest.mark.parametrize(
    "head",
    [
        "id,title,file\n1,The Nest,nest.epub\n2,Owls,owls.epub\n3,Nets,nets.epub\n",
        "1,nest.epub\n2,owls.epub\n3,nets.epub\n",
        "md5\ttitle\tfile\nab\tThe Nest\tnest.epub\n",
        '{"file": "nest.epub"}\n',
        '<a href="nest.epub">nest.epub\n',
        "title\nThe Nest\nOwls\n",
        "The Nest is described in nest.txt\nIt is a long story.\nNothing else happens here.\n",
        "",
        "\n\n",
    ],
)
def test_tables_and_texts_are_not_taken_for_lists(head: str) -> None:
    assert books3.recognises(head.encode()) is None


def test_a_list_is_read_without_options(write: Write) -> None:
    path = write("names", f"{SHELF}/T/The Nest - Jane Marrow.epub.txt\n{SHELF}/T\n")
    rows, rejects = catalog(path)
    assert rows[0]["source"] == "books3"
    assert rows[0]["title"] == "The Nest"
    assert [reject["row"] for reject in rejects] == [2]


def test_a_broken_file_is_an_error(write: Write) -> None:
    import gzip

    whole = gzip.compress(f"{SHELF}/T/The Nest - Jane Marrow.epub.txt\n".encode() * 50_000)
    with pytest.raises(InputError, match="truncated"):
        catalog(write("names.gz", whole[:-200]))


def test_evidence_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classmatch.read.filenames.order.MAX_DISTINCT", 10)
    evidence = Evidence()
    for number in range(100):
        evidence.count([f"The Nest {number}", f"Jane Marrow{number}"], [-5.0, 2.0], f"[{number}]", None)
    assert len(evidence._parts) <= 11
    assert len(evidence._styles) <= 10
    assert max(len(words) for words in evidence._words) <= 10


WORDS = st.lists(
    st.sampled_from(
        ["The", "Nest", "of", "Jane", "Marrow", "O_Shea", "J.", "-", "–", "--", "_", "(", ")", "[", "]",
        "(2004)", "[retail]",
         "2012", "Vol. 2", "01", ",", ";", "by", "epub", "é", "巣", "’s", "(ed.)", "et", "al", "_Rsnl", "#3", "'", "&"]
    ),
    max_size=14,
)  # fmt: skip
NAMES = st.one_of(
    WORDS.map(" ".join), WORDS.map("".join), st.text(st.characters(exclude_characters="\r\n%"), max_size=80)
)
LETTERS = re.compile(r"[^\W_]+")


@given(NAMES)
@example("2012 (2004) - Nest Nest (2004) (2004) (2004) _Rsnl Nest O_Shea O_Shea Vol. 2 O_Shea")  # found by the fuzzer
def test_nothing_of_a_name_is_lost(name: str) -> None:
    fields = parsed(f"{name}.epub")
    kept = set(LETTERS.findall(" ".join(value.replace("_", " ") for value in fields.values())))
    stem = re.split(r"[/\\]", name.strip())[-1].replace("_", " ")
    assert set(LETTERS.findall(stem)) <= kept


@given(NAMES)
def test_a_name_has_a_title_where_it_has_letters(name: str) -> None:
    stem = re.split(r"[/\\]", f"{name}.epub".strip())[-1].removesuffix(".epub")
    assert parsed(f"{name}.epub").get("title") or not LETTERS.search(stem)


@given(st.lists(NAMES | NAMES.map(lambda name: f"{SHELF}/X/{name}.epub.txt"), max_size=20))
def test_every_line_is_one_record_or_fault(names: list[str]) -> None:
    lines = [line for line in ("\n".join(names)).encode("utf-8", "replace").split(b"\n") if line.strip()]
    rows = list(books3.records(io.BytesIO(b"\n".join(lines))))
    assert len(rows) == len(lines)
    for row in rows:
        if not isinstance(row, Fault):
            assert set(row) <= set(books3.COLUMNS)


@given(st.binary(max_size=300))
def test_no_bytes_are_too_odd(content: bytes) -> None:
    rows = list(books3.records(io.BytesIO(content)))
    assert len(rows) == sum(bool(line.strip()) for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n"))
    books3.recognises(content)


@pytest.mark.parametrize("sign", ["-", "(", "[", " ", "_", ".", ",", "a ", " - ", "()", "#", "1", "A.", "by "])
def test_no_name_takes_long(sign: str) -> None:
    entry = entry_of(sign * 60_000)
    assert entry is None or sign.strip() in entry.path
    assert isinstance(parsed(sign * 60_000), dict)
    assert parsed(f"{sign * (900 // len(sign))}x - y.epub")["extension"] == "epub"
