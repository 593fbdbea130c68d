"""Library catalogs in MARC 21: what comes of their fields, and what of files that are damaged."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pymarc import Field, Indicators, MARCReader, Record, Subfield
from pymarc.marcxml import record_to_xml
from read_helpers import catalog

from classmatch.errors import InputError
from classmatch.read.containers.files import Compression
from classmatch.read.formats.marc import FORMAT
from classmatch.read.layouts import Fault, LaidOut
from classmatch.read.marc.binary import binary_records
from classmatch.read.reasons import Reason
from classmatch.read.rows import FAULT, RAW_LINE, ROW

if TYPE_CHECKING:
    from read_helpers import Write

FIXTURES = Path(__file__).parents[3] / "fixtures" / "formats"
BINARY, XML = FORMAT.layouts
NAMESPACE = "http://www.loc.gov/MARC21/slim"
TITLE = "245 10 $aOn tides"


def field(line: str) -> Field:
    """`245 10 $aTitle :$bsubtitle`, with `#` for a blank indicator; `001 12` is a control field."""
    tag, content = line[:3], line[4:]
    if tag < "010":
        return Field(tag=tag, data=content)
    subfields = [Subfield(part[0], part[1:]) for part in content[3:].split("$")[1:]]
    return Field(tag, Indicators(*content[:2].replace("#", " ")), subfields)


def record(*lines: str) -> Record:
    made = Record()
    made.add_field(*map(field, lines))
    return made


def rows(content: bytes, layout: int = 0) -> list[dict[str, str] | Fault]:
    """What a layout makes of a file, without empty fields."""
    found = FORMAT.layouts[layout].records(io.BytesIO(content))
    return [row if isinstance(row, Fault) else {k: v for k, v in row.items() if v is not None} for row in found]


def row(*lines: str) -> dict[str, str]:
    [only] = rows(record(*lines).as_marc())
    assert not isinstance(only, Fault)
    return only


def collection(*records: Record, prefix: str = "") -> bytes:
    """A file of MARCXML."""
    inner = b"".join(record_to_xml(each) for each in records).decode()
    if prefix:
        inner = (
            inner.replace("</", f"</{prefix}:")
            .replace("<", f"<{prefix}:")
            .replace(f"<{prefix}:/{prefix}:", f"</{prefix}:")
        )
    name = f"{prefix}:collection" if prefix else "collection"
    xmlns = f"xmlns:{prefix}" if prefix else "xmlns"
    return f'<?xml version="1.0"?><{name} {xmlns}="{NAMESPACE}">{inner}</{name}>'.encode()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["245 10 $aOn tides :$ba study /$cby A. Roe."], {"title": "On tides", "subtitle": "a study"}),
        (["245 10 $aWorks.$nVol. 2,$pWinter /$cA. Roe"], {"title": "Works. Vol. 2, Winter"}),
        (["245 10 $aOn tides$h[electronic resource] /"], {"title": "On tides"}),
        (["245 14 $a\x98The\x9c tide"], {"title": "The tide"}),
        ([TITLE, "100 1# $aRoe, Ann,$d1960-$eauthor."], {"author": "Roe, Ann"}),
        ([TITLE + " /$cby Ann Roe."], {"author": "by Ann Roe."}),
        ([TITLE + " /$cby Ann Roe.", "100 1# $aRoe, A."], {"author": "Roe, A."}),
        (
            [TITLE, "700 1# $aRoe, Ann,$eed.$4edt", "700 1# $aDoe, J.$4trl"],
            {"author": "Roe, Ann, editor; Doe, J., translator"},
        ),
        (
            [TITLE, "100 1# $aRoe, Ann.", "700 1# $aRoe, Ann,$d1960-", "700 1# $aPress$epublisher"],
            {"author": "Roe, Ann."},
        ),
        ([TITLE, "100 1# $aRoe, A.$4http://id.loc.gov/vocabulary/relators/aut$epublisher"], {"author": "Roe, A."}),
        (
            [TITLE, "100 1# $aRoe, A.", "700 1# $aDoe, J.$tOther tides", "700 12 $aPoe, E.$tIn it"],
            {"author": "Roe, A.; Poe, E."},
        ),
        ([TITLE, "110 1# $aUtopia.$bNavy."], {"author": "Utopia. Navy"}),
        (
            [TITLE, "260 ## $aOslo :$bTern,$cc1998."],
            {"publisher": "Tern", "imprint": "Oslo : Tern, c1998.", "date": "c1998."},
        ),
        (
            [TITLE, "264 #0 $bMaker", "264 #1 $aOslo :$bTern", "264 #4 $c©1998"],
            {"publisher": "Tern", "imprint": "Oslo : Tern"},
        ),
        ([TITLE, "008 980101s1998    no            000 0 eng  "], {"date": "1998", "language": "eng"}),
        ([TITLE, "008 980101s19uu    no            000 0 mul  ", "041 1# $anor$hger"], {"language": "nor"}),
        ([TITLE, "008 980101q19001999no            000 0 |||  "], {}),
        (
            [TITLE, "020 ## $a0306406152 (pbk.) :$c9.99", "020 ## $a978-0-306-40615-7", "020 ## $z123"],
            {"isbn": "0306406152; 978-0-306-40615-7"},
        ),
        ([TITLE, "020 ## $a(bound)"], {"isbn": "(bound)"}),
        ([TITLE, "010 ## $a   87063320 //r93"], {"identifiers": "lccn:87063320"}),
        (
            [TITLE, "022 0# $a1234-5679", "035 ## $a(OCoLC)ocn000123", "035 ## $a(DLC)9"],
            {"identifiers": "issn:1234-5679; oclc:123"},
        ),
        ([TITLE, "024 7# $ahttps://doi.org/10.9/x$2doi", "024 7# $a77$2urn"], {"identifiers": "doi:10.9/x"}),
        ([TITLE, "037 ## $aB00EXAMPL1$bAmazon", "037 ## $aPB 12$bNTIS"], {"asin": "B00EXAMPL1"}),
        (
            [TITLE, "246 3# $aTides, on :$ba study", "240 10 $aGezeiten.$lEnglish"],
            {"alternate_title": "Gezeiten.; Tides, on : a study"},
        ),
        ([TITLE, "880 10 $6245-01$aО приливах /", "880 1# $6100-02$aРо"], {"alternate_title": "О приливах"}),
        ([TITLE, "490 1# $aShore ;$v12", "830 #0 $aShore series ;$v12"], {"series": "Shore ; 12"}),
        ([TITLE, "830 #0 $aShore series ;$v12"], {"series": "Shore series ; 12"}),
        (
            [TITLE, "250 ## $a2nd ed. /$brev.", "500 ## $aA note.", "001 x1"],
            {"edition": "2nd ed. rev.", "notes": "A note.", "record_id": "x1"},
        ),
    ],
)
def test_fields(lines: list[str], said: dict[str, str]) -> None:
    found = row(*lines)
    assert {name: value for name, value in found.items() if name in said} == said
    assert set(found) <= {"title", "author", *said, "subtitle"} | {"publisher", "imprint"} & set(found)


def test_binary_and_xml_give_the_same_rows() -> None:
    with (FIXTURES / "marc.mrc").open("rb") as stream:
        binary = [each for each in BINARY.records(stream) if not isinstance(each, Fault)]
    with (FIXTURES / "marc.xml").open("rb") as stream:
        xml = [each for each in XML.records(stream) if not isinstance(each, Fault)]
    assert len(xml) == 10
    assert binary[: len(xml)] == xml


@pytest.mark.parametrize("prefix", ["", "marc", "m21"])
def test_xml_with_and_without_prefix(prefix: str) -> None:
    content = collection(record(TITLE), record("245 10 $aFish & tides"), prefix=prefix)
    assert XML.recognises(content)
    assert [each["title"] for each in rows(content, 1)] == ["On tides", "Fish & tides"]


@pytest.mark.parametrize(
    "content",
    [
        record_to_xml(record(TITLE)),
        record_to_xml(record(TITLE), namespace=True),
        b"\xef\xbb\xbf\n" + record_to_xml(record(TITLE)),
        collection(record(TITLE)).decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16"),
        b"<r:searchRetrieveResponse xmlns:r='http://www.loc.gov/zing/srw/'><r:records><r:record><r:recordData>"
        + record_to_xml(record(TITLE), namespace=True)
        + b"</r:recordData></r:record></r:records></r:searchRetrieveResponse>",
    ],
)
def test_xml_in_other_wrappers(content: bytes) -> None:
    assert XML.recognises(content)
    assert not BINARY.recognises(content)
    assert rows(content, 1) == [{"title": "On tides"}]


def test_xml_that_is_cut_off_is_an_error(write: Write) -> None:
    content = collection(record(TITLE), record(TITLE))
    with pytest.raises(InputError, match="truncated"):
        catalog(write("cut.xml", content[:-40]))


def test_entities_are_not_read(write: Write) -> None:
    content = collection(record("245 10 $aXX")).replace(
        b'<?xml version="1.0"?>', b'<!DOCTYPE collection [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    )
    with pytest.raises(InputError, match="entities"):
        catalog(write("entity.xml", content.replace(b"XX", b"&e;")))


@pytest.mark.parametrize(
    ("place", "content"),
    [
        (24, b"24x"),  # another tag, which is not asked for
        (36, b"5"),  # the mark behind the directory
        (12, b"99999"),
        (12, b"0000x"),
        (12, b"00030"),
        (48, b"\xe2\xff"),
        (45, b"\x1d"),  # an end within the record makes two of it
    ],
)
def test_a_damaged_record_costs_itself_only(place: int, content: bytes) -> None:
    good = record(TITLE).as_marc()
    damaged = good[:place] + content + good[place + len(content) :]
    found = rows(good + damaged + good)
    assert found[0] == found[-1] == {"title": "On tides"}
    assert all(isinstance(each, Fault) or each == {} or "title" in each for each in found[1:-1])


def test_a_record_without_end_does_not_take_the_next_with_it() -> None:
    good = record(TITLE).as_marc()
    first, fault, last = rows(good + good[:30] + good)
    assert first == last == {"title": "On tides"}
    assert isinstance(fault, Fault)


def test_a_wrong_length_does_no_harm() -> None:
    good = record(TITLE).as_marc()
    assert rows(b"00010" + good[5:] + good + b"99999" + good[5:]) == [{"title": "On tides"}] * 3


def test_lengths_in_characters_do_no_harm() -> None:
    content = record("245 10 $aØ", "100 1# $aØre, Åse", "500 ## $ax").as_marc()
    assert b"245000700000" in content
    wrong = content.replace(b"245000700000", b"245000600000").replace(b"100001400007", b"100001200006")
    assert wrong != content
    assert rows(wrong.replace(b"50000060002", b"50000060001")) == rows(content)


def test_fields_may_stand_in_another_order_than_the_directory_lists_them() -> None:
    content = record("245 10 $aOn tides", "100 1# $aRoe, Ann").as_marc()
    first, second = content[24:36], content[36:48]
    assert rows(content[:24] + second + first + content[48:]) == rows(content)


def test_a_field_of_any_length_is_read() -> None:
    content = record("245 10 $aOn tides", "500 ## $axxx", "250 ## $a2nd ed.").as_marc()
    [found] = rows(content.replace(b"xxx", b"x" * 12_000))
    assert found["edition"] == "2nd ed."
    assert len(found["notes"]) == 12_000


def test_the_last_record_may_be_cut_off() -> None:
    good = record(TITLE).as_marc()
    [whole, cut] = rows(good + good[:-9])
    assert whole == {"title": "On tides"}
    assert isinstance(cut, Fault)
    assert cut.reason is Reason.UNDECODABLE
    assert "does not end" in cut.shown


def test_blanks_between_records() -> None:
    good = record(TITLE).as_marc()
    assert rows(b"\xef\xbb\xbf" + good + b"\r\n" + good + b"\r\n\x1a") == [{"title": "On tides"}] * 2


def test_text_is_decoded_whatever_the_leader_says() -> None:
    utf8 = record("245 10 $aLé tide").as_marc()
    marc8 = utf8.replace("é".encode(), b"\xe2e")
    for content in (utf8, utf8[:9] + b" " + utf8[10:], marc8, marc8[:9] + b" " + marc8[10:]):
        assert rows(content) == [{"title": "Lé tide"}]


def test_escapes_of_marc8() -> None:
    greek = record("245 10 $aXXXXXXX").as_marc().replace(b"XXXXXXX", b"\x1bgabc\x1bs")
    assert rows(greek[:9] + b" " + greek[10:]) == [{"title": "αβγ"}]


def test_deleted_records_are_withdrawn() -> None:
    gone = record(TITLE).as_marc()
    [found] = rows(gone[:5] + b"d" + gone[6:])
    assert isinstance(found, Fault)
    assert found.reason is Reason.WITHDRAWN


def test_a_record_without_any_field_that_is_used_is_a_row() -> None:
    assert rows(record("999 ## $ax").as_marc()) == [{}]


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"title,author\nOn tides,Ann Roe\n",
        b"00026nam a2200025 a 4500\x1e\x1d",  # no directory
        record("200 1# $aOn tides").as_marc(),  # UNIMARC
        b"<html><body>datafield 245</body></html>",
        b"<ONIXMessage><Product><Title>245</Title></Product></ONIXMessage>",
        collection(record("200 1# $aOn tides")),
    ],
)
def test_other_files_are_not_taken_for_marc(head: bytes) -> None:
    assert BINARY.recognises(head) is None
    assert XML.recognises(head) is None


def test_a_damaged_first_record_does_not_hide_the_kind_of_file() -> None:
    good = record(TITLE).as_marc()
    assert BINARY.recognises(b"\x00\x00" + good[9:] + good)


def test_a_compressed_file_is_a_table(write: Write) -> None:
    import gzip

    path = write("marc.mrc.gz", gzip.compress(record(TITLE).as_marc() * 3 + b"00"))
    frame = LaidOut(path, Compression.GZIP, BINARY).rows().collect()
    assert frame.get_column(ROW).to_list() == [1, 2, 3, 4]
    assert frame.get_column("title").to_list() == ["On tides"] * 3 + [None]
    assert frame.get_column(FAULT).to_list()[3] == "undecodable"
    assert frame.get_column(RAW_LINE).to_list()[3] is not None


_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)
_tags = st.integers(10, 999).map(lambda number: f"{number:03}")
_subfields = st.lists(st.tuples(st.sampled_from("abcdnpt6"), _text), min_size=1, max_size=4)


def _made(fields: list[tuple[str, list[tuple[str, str]]]]) -> Record:
    made = Record()
    for tag, subfields in fields:
        made.add_field(Field(tag, Indicators(" ", "1"), [Subfield(code, value) for code, value in subfields]))
    return made


@given(st.lists(st.tuples(_tags, _subfields), min_size=1, max_size=6))
def test_records_are_decoded_as_pymarc_does(fields: list[tuple[str, list[tuple[str, str]]]]) -> None:
    content = _made(fields).as_marc()
    [found] = binary_records(io.BytesIO(content), frozenset(tag for tag, _ in fields))
    [other] = MARCReader(content)
    assert not isinstance(found, Fault)
    assert other is not None
    assert [(each.tag, each.subfields) for each in found[1:]] == [
        (each.tag, [(part.code, part.value) for part in each.subfields]) for each in other.fields
    ]


@given(st.lists(st.tuples(_tags | st.sampled_from(["245", "100", "020", "880"]), _subfields), min_size=1, max_size=6))
def test_both_containers_agree_on_any_record(fields: list[tuple[str, list[tuple[str, str]]]]) -> None:
    made = _made(fields)
    try:
        xml = etree.tostring(etree.fromstring(record_to_xml(made)))  # what XML can hold
    except etree.XMLSyntaxError:
        return
    assert rows(made.as_marc()) == rows(xml, 1)


@given(st.binary(max_size=300))
def test_nothing_that_is_no_marc_stops_the_reading(content: bytes) -> None:
    for each in rows(record(TITLE).as_marc() + content):
        assert isinstance(each, Fault | dict)


@given(st.data())
def test_a_record_that_was_changed_anywhere_leaves_the_others(data: st.DataObject) -> None:
    good = record(TITLE, "100 1# $aRoe, Ann", "001 1").as_marc()
    place = data.draw(st.integers(0, len(good) - 2))
    changed = bytearray(good)
    changed[place] = data.draw(st.integers(0, 255))
    found = rows(good + bytes(changed) + good)
    assert found[0] == found[-1] == rows(good)[0]
