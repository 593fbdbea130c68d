"""ONIX for Books as publishers send it: both writings, three releases, and what some write otherwise."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from read_helpers import catalog

from classmatch.read.boundary import UnreadableError
from classmatch.read.formats import KNOWN
from classmatch.read.formats.onix import FORMAT, LAYOUT
from classmatch.read.formats.onix_codes import REFERENCE_NAMES
from classmatch.read.layouts import Fault
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from read_helpers import Write

FIXTURES = Path(__file__).parents[3] / "fixtures" / "formats"
ROOT = "its root element is <ONIXMessage>"
SHORT_NAMES = {name: written for written, name in REFERENCE_NAMES.items() if written != name}


def records(content: str | bytes) -> list[dict[str, Any] | Fault]:
    raw = content.encode() if isinstance(content, str) else content
    found = LAYOUT.records(io.BytesIO(raw))
    return [each if isinstance(each, Fault) else {k: v for k, v in each.items() if v is not None} for each in found]


def product(inside: str) -> dict[str, Any]:
    [record] = records(f'<ONIXMessage release="3.0"><Product>{inside}</Product></ONIXMessage>')
    assert isinstance(record, dict)
    return record


def described(inside: str) -> dict[str, Any]:
    return product(f"<DescriptiveDetail>{inside}</DescriptiveDetail>")


def titled(element: str, more: str = "") -> dict[str, Any]:
    level = "<TitleElementLevel>01</TitleElementLevel>"
    detail = f"<TitleDetail><TitleType>01</TitleType><TitleElement>{level}{element}</TitleElement></TitleDetail>"
    return described(f"{detail}{more}")


def test_short_tags_give_the_same_rows() -> None:
    rows, rejects = catalog(FIXTURES / "onix.xml")
    short, short_rejects = catalog(FIXTURES / "onix-short.xml")
    own = {"file", "source"}
    assert [{k: v for k, v in row.items() if k not in own} for row in short] == [
        {k: v for k, v in row.items() if k not in own} for row in rows
    ]
    assert [row["reason"] for row in short_rejects] == [row["reason"] for row in rejects]
    assert len(rows) == 7


@pytest.mark.parametrize(
    ("head", "why"),
    [
        (b'<?xml version="1.0"?>\n<ONIXMessage release="3.0">', f"{ROOT}, release 3.0"),
        (b'<ONIXmessage release="2.1"><header>', "its root element is <ONIXmessage>, release 2.1"),
        (b'<ONIXMessage xmlns="http://ns.editeur.org/onix/3.1/reference">', f"{ROOT}, release 3.1"),
        (b"<ONIXMessage>", ROOT),
        (b'<o:ONIXMessage xmlns:o="http://ns.editeur.org/onix/3.0/reference">', f"{ROOT}, release 3.0"),
        (b'<Product xmlns="http://ns.editeur.org/onix/3.0/reference">', "its root element is <Product>, release 3.0"),
        ('\ufeff<?xml version="1.0" encoding="utf-16"?><ONIXMessage>'.encode("utf-16-le"), ROOT),
    ],
)  # fmt: skip
def test_it_is_recognised_by_its_root(head: bytes, why: str) -> None:
    assert LAYOUT.recognises(head) == why


@pytest.mark.parametrize(
    "head",
    [
        b'<collection xmlns="http://www.loc.gov/MARC21/slim"><record>',
        b"<copyrightEntries>",
        b"<Product><Name>Kettle</Name></Product>",  # of some shop
        b"<ONIXMessageAcknowledgement>",
        b"title,author\nONIXMessage,x\n",
        b'{"title": "<ONIXMessage>"}',
        b"",
    ],
)
def test_nothing_else_is(head: bytes) -> None:
    assert LAYOUT.recognises(head) is None


def test_no_other_layout_takes_it() -> None:
    head = (FIXTURES / "onix.xml").read_bytes()
    assert [known.name for known in KNOWN for layout in known.layouts if layout.recognises(head)] == [FORMAT.name]


@pytest.mark.parametrize(
    ("element", "title"),
    [
        ("<TitleText>The Quay</TitleText>", "The Quay"),
        ("<TitlePrefix>The</TitlePrefix><TitleWithoutPrefix>Quay</TitleWithoutPrefix>", "The Quay"),
        ("<TitlePrefix>L'</TitlePrefix><TitleWithoutPrefix>Heure</TitleWithoutPrefix>", "L'Heure"),
        ("<TitlePrefix>Al-</TitlePrefix><TitleWithoutPrefix>Bahr</TitleWithoutPrefix>", "Al-Bahr"),
        ("<NoPrefix/><TitleWithoutPrefix>Quay</TitleWithoutPrefix>", "Quay"),
        ("<TitlePrefix/><TitleWithoutPrefix>Quay</TitleWithoutPrefix>", "Quay"),
        ("<TitleText>\n   Over\n   three lines </TitleText>", "Over three lines"),
        ("<TitleText><![CDATA[Salt & <em>Ash</em>]]></TitleText>", "Salt & Ash"),
        ("<TitleText>Salt &amp;amp; Ash</TitleText>", "Salt & Ash"),
        ("<TitleText>Salt &lt;I&gt;Ash&lt;/I&gt;&lt;br /&gt;Snow</TitleText>", "Salt Ash Snow"),
        ("<TitleText>a &lt; b and c &gt; d</TitleText>", "a < b and c > d"),
        ("<TitleText>H<sub>2</sub>O</TitleText>", "H2O"),
        ("<TitleText>Don&#8217;t &amp;#233;t&#xe9;</TitleText>", "Don’t été"),
        ("<TitleText></TitleText>", None),
    ],
)
def test_titles_however_they_are_written(element: str, title: str | None) -> None:
    assert titled(element).get("title") == title


def detail(kind: str, text: str) -> str:
    element = f"<TitleElement><TitleElementLevel>01</TitleElementLevel><TitleText>{text}</TitleText></TitleElement>"
    return f"<TitleDetail><TitleType>{kind}</TitleType>{element}</TitleDetail>"


def test_the_title_of_the_cover_is_the_title_wherever_it_stands() -> None:
    record = described(detail("08", "Former") + detail("04", "TQ") + detail("01", "The Quay") + detail("03", "Der Kai"))
    assert (record["title"], record["alternate_title"]) == ("The Quay", "Former; Der Kai")


def test_another_title_serves_where_there_is_none_of_the_cover() -> None:
    record = described(detail("10", "QUAY, THE") + detail("05", "QUAY"))
    assert (record["title"], record["alternate_title"]) == ("QUAY, THE", "QUAY")


def contributor(*inside: str, number: int | None = None) -> str:
    sequence = f"<SequenceNumber>{number}</SequenceNumber>" if number else ""
    return f"<Contributor>{sequence}{''.join(inside)}</Contributor>"


def role(code: str) -> str:
    return f"<ContributorRole>{code}</ContributorRole>"


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("<PersonName>Ana Prat</PersonName><PersonNameInverted>Prat, Ana</PersonNameInverted>", "Prat, Ana"),
        ("<PersonName>Ana Prat</PersonName><NamesBeforeKey>Ana</NamesBeforeKey><KeyNames>Prat</KeyNames>", "Prat, Ana"),
        ("<PersonName>Ana Prat</PersonName>", "Ana Prat"),
        ("<PrefixToKey>de la</PrefixToKey><KeyNames>Torre</KeyNames>", "de la Torre"),
        ("<KeyNames>Okri</KeyNames><NamesAfterKey>Ben</NamesAfterKey>", "Okri, Ben"),
        ("<NamesBeforeKey>M.</NamesBeforeKey><KeyNames>Roe</KeyNames><SuffixToKey>III</SuffixToKey>", "Roe, M., III"),
        ("<CorporateName>Harbour Board</CorporateName>", "Harbour Board"),
        ("<UnnamedPersons>01</UnnamedPersons>", None),
        ("<PersonName/>", None),
    ],
)
def test_names(person: str, name: str | None) -> None:
    assert described(contributor(role("A01"), person)).get("author") == name


def test_makers_in_the_order_that_the_record_numbers_them() -> None:
    people = [
        contributor(role("B06"), "<PersonName>C</PersonName>", number=3),
        contributor(role("E07"), "<PersonName>Reader</PersonName>", number=4),
        contributor(role("A12"), role("A01"), "<PersonName>B</PersonName>", number=2),
        contributor(role("A01"), "<PersonName>A</PersonName>", number=1),
        contributor(role("B01"), "<PersonName>Last</PersonName>"),
        contributor("<PersonName>No role</PersonName>"),
    ]
    assert described("".join(people))["author"] == "A; B; C (translator); Last (editor); No role"


def test_pen_names_and_real_names() -> None:
    other = "<AlternativeName><NameType>04</NameType><PersonName>Camille D.</PersonName></AlternativeName>"
    form = "<AlternativeName><NameType>02</NameType><PersonName>C. J. Brume 1961-</PersonName></AlternativeName>"
    assert described(contributor(role("B01"), "<PersonName>C. J. Brume</PersonName>", form, other))["author"] == (
        "C. J. Brume (editor); Camille D. (editor)"
    )


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        ('<Date dateformat="00">20120917</Date>', "2012-09-17"),
        ("<Date>20120917</Date>", "2012-09-17"),
        ('<Date dateformat="01">201209</Date>', "2012-09"),
        ("<Date>201209</Date>", "2012-09"),
        ('<Date dateformat="05">2012</Date>', "2012"),
        ("<DateFormat>05</DateFormat><Date>2012</Date>", "2012"),
        ('<Date dateformat="02">201238</Date>', "2012"),  # a week
        ('<Date dateformat="03">20123</Date>', "2012"),  # a quarter
        ('<Date dateformat="06">2012091720121231</Date>', "2012-09-17"),  # a span
        ('<Date dateformat="14">20120917T101500+0100</Date>', "2012-09-17"),
        ('<Date dateformat="12">Autumn 2012</Date>', "Autumn 2012"),
        ('<Date dateformat="20">14331030</Date>', None),  # of the Hijri calendar
        ("<Date>2012-09-17</Date>", "2012-09-17"),
        ("<Date>20121917</Date>", "2012"),  # no nineteenth month
        ("<Date>20120900</Date>", "2012-09"),
        ("<Date>17/09/2012</Date>", "17/09/2012"),
        ("<Date/>", None),
    ],
)
def test_dates_keep_their_precision(date: str, iso: str | None) -> None:
    dated = f"<PublishingDate><PublishingDateRole>01</PublishingDateRole>{date}</PublishingDate>"
    assert product(f"<PublishingDetail>{dated}</PublishingDetail>").get("date") == iso


def test_the_year_of_copyright_serves_where_nothing_else_does() -> None:
    year = "<CopyrightStatement><CopyrightYear>2011</CopyrightYear></CopyrightStatement>"
    first = (
        '<PublishingDate><PublishingDateRole>11</PublishingDateRole><Date dateformat="05">1998</Date></PublishingDate>'
    )
    announced = "<PublishingDate><PublishingDateRole>09</PublishingDateRole><Date>20100101</Date></PublishingDate>"
    assert product(f"<PublishingDetail>{year}{announced}</PublishingDetail>")["date"] == "2011"
    assert product(f"<PublishingDetail>{year}{first}</PublishingDetail>")["date"] == "1998"


def identifier(kind: str, value: str, name: str = "") -> str:
    named = f"<IDTypeName>{name}</IDTypeName>" if name else ""
    return (
        f"<ProductIdentifier><ProductIDType>{kind}</ProductIDType>{named}<IDValue>{value}</IDValue></ProductIdentifier>"
    )


@pytest.mark.parametrize(
    ("given_as", "becomes"),
    [
        (identifier("15", "9781555001018"), {"isbn": "9781555001018"}),
        (identifier("03", "9781555001018") + identifier("15", "9781555001018"), {"isbn": "9781555001018"}),
        (identifier("03", "4006381333931"), {}),
        (identifier("02", "1-55500-101-7"), {"isbn": "1-55500-101-7"}),
        (identifier("01", "B00LR0002X"), {"asin": "B00LR0002X"}),
        (identifier("01", "1555001017", "Amazon ASIN"), {"asin": "1555001017"}),
        (identifier("01", "LR-0001", "SKU"), {}),
        (identifier("06", "10.5555/x") + identifier("13", "2011"), {"identifiers": "doi:10.5555/x; lccn:2011"}),
        (identifier("15", ""), {}),
        ("<ProductIdentifier/>", {}),
    ],
)  # fmt: skip
def test_identifiers_by_their_type(given_as: str, becomes: dict[str, str]) -> None:
    assert product(given_as) == becomes


def test_the_isbn_of_another_product_is_not_taken() -> None:
    other = identifier("15", "9781555009999")
    part = f"<DescriptiveDetail><ProductPart>{other}</ProductPart></DescriptiveDetail>"
    related = f"<RelatedMaterial><RelatedProduct>{other}</RelatedProduct></RelatedMaterial>"
    assert "isbn" not in product(part + related)


def publisher(code: str, name: str) -> str:
    return f"<Publisher><PublishingRole>{code}</PublishingRole><PublisherName>{name}</PublisherName></Publisher>"


@pytest.mark.parametrize(
    ("inside", "fields"),
    [
        (publisher("02", "Second") + publisher("01", "First"), {"publisher": "First; Second"}),
        (publisher("07", "Society"), {"publisher": "Society"}),
        ("<Imprint><ImprintName>Quay</ImprintName></Imprint>", {"publisher": "Quay"}),
        (
            "<Imprint><ImprintName>Quay</ImprintName></Imprint>" + publisher("01", "Row"),
            {"publisher": "Row", "notes": "imprint: Quay"},
        ),
        ("<Imprint><ImprintName>Row</ImprintName></Imprint>" + publisher("01", "Row"), {"publisher": "Row"}),
    ],
)
def test_publisher_and_imprint(inside: str, fields: dict[str, str]) -> None:
    assert product(f"<PublishingDetail>{inside}</PublishingDetail>") == fields


def test_a_record_taken_back_is_kept_aside_by_its_number() -> None:
    inside = "<RecordReference>x-5</RecordReference><NotificationType>05</NotificationType>"
    assert records(f"<ONIXMessage><Product>{inside}</Product></ONIXMessage>") == [Fault(Reason.WITHDRAWN, "x-5")]


def test_a_truncated_file_is_one_clear_error(write: Write) -> None:
    whole = (FIXTURES / "onix.xml").read_bytes()
    path = write("cut.xml", whole[: len(whole) // 2])
    with pytest.raises(Exception, match=r"cut\.xml: ends too early: it is truncated"):
        catalog(path)


def test_a_character_outside_the_declared_encoding_is_one_clear_error(write: Write) -> None:
    content = '<?xml version="1.0" encoding="UTF-8"?><ONIXMessage><Product><a001>Fayé</a001></Product></ONIXMessage>'
    with pytest.raises(Exception, match=r"latin\.xml: .*encoding"):
        catalog(write("latin.xml", content.encode("latin-1")))


def test_an_empty_message_has_no_records() -> None:
    assert records('<ONIXMessage release="3.0"><Header/><NoProduct/></ONIXMessage>') == []


NAMES = sorted(set(REFERENCE_NAMES.values()) - {"Product"})
VALUES = st.sampled_from(
    ["01", "02", "03", "05", "11", "15", "A01", "B01", "9781555001018", "2012", "20120917", "", " ", "x<y"]
)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=8)
TREES = st.recursive(
    st.tuples(st.sampled_from(NAMES), VALUES | TEXTS),
    lambda children: st.tuples(st.sampled_from(NAMES), st.lists(children, max_size=6)),
    max_leaves=40,
)  # fmt: skip


def built(tree: Any, short: bool) -> etree._Element:
    name, inside = tree
    element = etree.Element(SHORT_NAMES[name] if short else name)
    if isinstance(inside, str):
        element.text = inside
    else:
        element.extend([built(child, short) for child in inside])
    return element


@given(st.lists(TREES, max_size=8))
def test_whatever_stands_in_a_product_both_writings_agree_and_every_product_is_told(trees: list[Any]) -> None:
    messages = []
    for short in (False, True):
        root = etree.Element("ONIXmessage" if short else "ONIXMessage")
        for _ in range(2):
            etree.SubElement(root, "product" if short else "Product").extend([built(tree, short) for tree in trees])
        messages.append(etree.tostring(root))
    reference, short_tags = (list(LAYOUT.records(io.BytesIO(message))) for message in messages)
    assert reference == short_tags
    assert len(reference) == 2
    for record in reference:
        assert isinstance(record, Fault) or set(record) <= set(LAYOUT.columns)


@given(st.binary(max_size=200))
def test_damage_within_a_file_raises_nothing_but_its_own_error(damage: bytes) -> None:
    whole = (FIXTURES / "onix-2.xml").read_bytes()
    middle = len(whole) // 2
    try:
        list(LAYOUT.records(io.BytesIO(whole[:middle] + damage + whole[middle:])))
    except UnreadableError as error:
        assert error.hint
