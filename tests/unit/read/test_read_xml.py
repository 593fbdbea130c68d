"""XML of any size and from anyone: what is yielded, what is cleared away, and what is refused."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from classmatch.read.boundary import UnreadableError
from classmatch.read.containers.xml import MAX_RECORD_BYTES, elements, local_name, root_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = frozenset({"item"})
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=20)


def texts(content: bytes, names: frozenset[str] = NAMES) -> list[str]:
    return ["".join(element.itertext()) for element in elements(io.BytesIO(content), names)]


def until_error(content: bytes) -> tuple[list[str], str]:
    """What comes before the error, and what the error says."""
    found: list[str] = []
    with pytest.raises(UnreadableError) as error:
        found.extend("".join(element.itertext()) for element in elements(io.BytesIO(content), NAMES))
    return found, str(error.value)


def test_elements_go_by_their_local_name() -> None:
    content = b'<r xmlns="urn:a" xmlns:b="urn:b"><item>1</item><b:item>2</b:item><x><item xmlns="">3</item></x></r>'
    assert texts(content) == ["1", "2", "3"]


def test_of_elements_inside_one_another_the_outermost_comes_whole() -> None:
    assert texts(b"<r><item>a<item>b</item>c</item><item>d</item></r>") == ["abc", "d"]


def test_the_root_itself_may_be_the_element() -> None:
    assert texts(b"<item>alone</item>") == ["alone"]


def test_what_was_yielded_and_what_stands_before_it_is_cleared_away() -> None:
    content = b"<r><head>h</head>" + b"<box><junk/><item>x</item></box>" * 5_000 + b"</r>"
    left = 0
    for element in elements(io.BytesIO(content), NAMES):
        box = element.getparent()
        assert box is not None
        root = box.getparent()
        assert root is not None
        left = max(left, root.index(box) + box.index(element))
    assert left <= 2  # the box of the one before, and the `<junk/>` that has just been read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "iso-8859-1", "windows-1252"])
def test_any_encoding_that_the_file_declares_or_marks(encoding: str) -> None:
    declared = {"utf-8-sig": "utf-8", "utf-16-be": "utf-16"}.get(encoding, encoding)
    content = f'<?xml version="1.0" encoding="{declared}"?><r><item>Fayé</item></r>'.encode(encoding)
    marked = b"\xfe\xff" + content if encoding == "utf-16-be" else content
    assert texts(marked) == ["Fayé"]
    root = root_of(marked)
    assert root is not None
    assert root.name == "r"


@pytest.mark.parametrize("start", [b"\n\n", b" \r\n", b"\xef\xbb\xbf\n"])
def test_blank_lines_before_the_declaration(start: bytes) -> None:
    content = start + b'<?xml version="1.0"?><r><item>1</item></r>'
    assert texts(content) == ["1"]
    assert root_of(content) is not None


def test_an_external_dtd_is_not_opened_and_its_entities_stay_as_written(tmp_path: Path) -> None:
    dtd = tmp_path / "own.dtd"
    dtd.write_text('<!ENTITY eacute "OPENED"><!ATTLIST item given CDATA "OPENED">', encoding="utf-8")
    content = f'<!DOCTYPE r SYSTEM "{dtd}" []><r><item>Caf&eacute; &amp; bar</item></r>'.encode()
    assert texts(content) == ["Caf&eacute; & bar"]
    [element] = [dict(element.attrib) for element in elements(io.BytesIO(content), NAMES)]
    assert element == {}
    assert root_of(content) is not None


def test_comments_and_instructions_are_not_text() -> None:
    assert texts(b"<r><?go now?><item>a<!-- b -->c<?d?></item><!-- e --></r>") == ["ac"]


def test_a_prefix_that_is_not_declared_does_not_stop_the_file() -> None:
    assert texts(b"<r><item><x:y>1</x:y></item><item>2</item></r>") == ["1", "2"]


def test_a_truncated_file_gives_what_is_whole_and_then_raises() -> None:
    found, said = until_error(b"<r><item>1</item><item>2</item><item>3")
    assert found == ["1", "2"]
    assert "truncated" in said


def test_a_file_that_lacks_only_its_end_is_truncated_too() -> None:
    assert until_error(b"<r><item>1</item>")[0] == ["1"]


ENTITIES = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
LARGE = 30_000_000
HOSTILE: dict[str, tuple[Callable[[], str], str]] = {
    "billion laughs": (lambda: f'<!DOCTYPE r [<!ENTITY e0 "ha">{ENTITIES}]><r><item>&e11;</item></r>', "entities"),
    "laughs in an attribute": (
        lambda: f'<!DOCTYPE r [<!ENTITY e0 "a">{ENTITIES}]><r><item a="&e11;"/></r>',
        "entities",
    ),
    "one entity": (lambda: '<!DOCTYPE r [<!ENTITY a "b">]><r><item>&a;</item></r>', "entities"),
    "external entity": (lambda: '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///a">]><r><item>&a;</item></r>', "entities"),
    "parameter entity": (lambda: '<!DOCTYPE r [<!ENTITY % a SYSTEM "http://[::1]:9/"> %a;]><r><item/></r>', "entities"),
    "deep nesting": (lambda: "<r>" + "<a>" * 10_000 + "</a>" * 10_000 + "</r>", "nested deeper"),
    "gigantic text": (lambda: f"<r><item>{'x' * LARGE}</item></r>", "MB"),
    "gigantic attribute": (lambda: f"<r><item a='{'x' * LARGE}'/></r>", "MB"),
    "gigantic name": (lambda: f"<r><{'x' * LARGE}/></r>", "MB"),
    "a million attributes": (lambda: "<r><item " + " ".join(f"a{i}=''" for i in range(10**6)) + "/></r>", "MB"),
    "no record in sight": (lambda: "<r>" + "<a/>" * (MAX_RECORD_BYTES // 2) + "</r>", "MB without the end of a record"),
    "unknown entity": (lambda: "<r><item>&nbsp;</item></r>", "Entity 'nbsp' not defined"),
    "wrong end tag": (lambda: "<r><item>1</r>", "mismatch"),
    "more after the end": (lambda: "<r/><r/>", "Extra content"),
    "control character": (lambda: "<r><item>\x0b</item></r>", "line 1"),
    "unknown encoding": (lambda: '<?xml version="1.0" encoding="martian"?><r/>', "martian"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_one_clear_error_in_bounded_time(name: str) -> None:
    make, why = HOSTILE[name]
    content = make().encode()
    before = time.perf_counter()
    found, said = until_error(content)
    assert time.perf_counter() - before < 10
    assert found == []
    assert why in said
    assert len(said) < 400
    assert "\n" not in said


def test_bytes_that_are_not_of_the_declared_encoding() -> None:
    content = '<?xml version="1.0" encoding="UTF-8"?><r><item>ok</item>\n<item>Fayé</item></r>'.encode("latin-1")
    found, said = until_error(content)
    assert found == ["ok"]
    assert "line 2" in said
    assert "encoding" in said


def test_a_declaration_of_utf_16_in_front_of_plain_text() -> None:
    assert until_error(b'<?xml version="1.0" encoding="UTF-16"?><r><item/></r>')[0] == []


MEASURED = """
import io, resource, sys
from classmatch.read.containers.xml import elements
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for content in (b"<a/>" * 3_000_000, b"<item>" + b"x" * 40_000_000, b"<item " + b"a=''" * 5_000_000):
    try:
        list(elements(io.BytesIO(b"<r>" + content), frozenset({"item"})))
    except ValueError:
        pass
many = io.BytesIO(b"<r>" + b"<item><a>text</a></item>" * 500_000 + b"</r>")
assert sum(1 for _ in elements(many, frozenset({"item"}))) == 500_000
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_memory_is_bounded() -> None:
    """Megabytes over those of the interpreter, of which the contents themselves take 50."""
    done = subprocess.run([sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True, timeout=120)
    assert int(done.stdout) < 450


@given(
    items=st.lists(TEXT, max_size=20), encoding=st.sampled_from(["utf-8", "utf-16", "utf-16-le"]), cut=st.integers(0)
)
def test_every_record_comes_back_and_a_cut_file_gives_its_whole_ones(items: list[str], encoding: str, cut: int) -> None:
    root = etree.Element("r")
    for item in items:
        etree.SubElement(root, "item").text = item
    content = etree.tostring(root, encoding="utf-8").decode()
    whole = content.encode(encoding) if encoding != "utf-16-le" else b"\xff\xfe" + content.encode(encoding)
    assert texts(whole) == items
    part = whole[: cut % len(whole)]
    found, _ = until_error(part)
    assert found == items[: len(found)]
    assert len(found) >= part.decode(encoding, "ignore").count("</item>")


@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: f"<r><item>{text}".encode()))
def test_nothing_but_its_own_error_is_raised(content: bytes) -> None:
    root_of(content)
    try:
        texts(content)
    except UnreadableError as error:
        assert error.why


@given(TEXT, st.integers(0, 400))
def test_the_root_is_found_wherever_the_start_is_cut(comment: str, cut: int) -> None:
    said = comment.replace("-", "")
    content = f'<?xml version="1.0"?><!--{said}--><n:r xmlns:n="urn:x" n:v="3.0" w="é"><n:k/><a>{"x" * 300}</a></n:r>'
    root = root_of(content.encode()[:cut])
    if root is not None:
        assert (root.namespace, root.name, root.attributes) == ("urn:x", "r", {"{urn:x}v": "3.0", "w": "é"})
        assert root.inside <= {"k", "a"}


@pytest.mark.parametrize(
    "head", [b"", b"title,author\n", b'{"a": 1}', b"<", b"\x1f\x8b\x08", b"PK\x03\x04", b"no <xml/>"]
)
def test_what_is_not_xml_has_no_root(head: bytes) -> None:
    assert root_of(head) is None


def test_the_names_that_begin_near_the_start_are_told() -> None:
    root = root_of(b"<records><record><leader>x</leader><!-- c --></record>")
    assert root is not None
    assert root.inside == {"record", "leader"}


def test_what_is_no_element_has_no_name() -> None:
    assert local_name(etree.Comment("x")) == ""
    assert local_name(etree.Element("{urn:x}name")) == "name"
