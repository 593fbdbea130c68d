"""JSON objects one at a time: whatever the layout of the text, and whatever is wrong with it."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.read import Reason
from classmatch.read.boundary import UnreadableError
from classmatch.read.containers import jsonobjects as reading
from classmatch.read.containers import jsonsplit as splitting
from classmatch.read.containers.jsonobjects import decoded, objects
from classmatch.read.containers.jsonsplit import Unusable, split
from classmatch.read.containers.jsonvalues import first, joined, member, texts
from classmatch.read.layouts import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable


def found(text: str | bytes, *lists: str) -> list[Any]:
    """The objects as they are, and of faults the reason."""
    stream = io.BytesIO(text.encode() if isinstance(text, str) else text)
    return [entry.reason if isinstance(entry, Fault) else entry for entry in objects(stream, *lists)]


A, B = {"title": "A", "isbns": ["1", "2"]}, {"title": 'B [}\\"', "more": {"x": [{"y": 1}]}}
LAYOUTS = {
    "lines": json.dumps(A) + "\n" + json.dumps(B) + "\n",
    "lines without an end": json.dumps(A) + "\r\n\n" + json.dumps(B),
    "array": json.dumps([A, B]),
    "pretty array": json.dumps([A, B], indent="\t"),
    "array with a record a line": f"[\n{json.dumps(A)},\n{json.dumps(B)}\n]\n",
    "two arrays": f"[{json.dumps(A)}]\n[{json.dumps(B)}]",
    "pretty objects": json.dumps(A, indent=2) + "\n" + json.dumps(B, indent=2),
    "objects without anything between": json.dumps(A) + json.dumps(B),
    "a byte order mark": "\ufeff" + json.dumps([A, B]),
    "a mark before lines": "\ufeff" + json.dumps(A) + "\n\ufeff" + json.dumps(B),
    "an object and a pretty one": json.dumps(A, indent=1) + json.dumps(B),
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_objects_of_every_layout(text: str) -> None:
    assert found(text) == [A, B]


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_in_an_envelope(indent: int | None) -> None:
    envelope = {"metadata": {"data": [1], "n": "data"}, "data": [A, B], "links": [{"next": 1}], "x": {"data": [A]}}
    assert found(json.dumps(envelope, indent=indent), "data") == [A, B]
    assert found(json.dumps(envelope, indent=indent)) == [envelope]


def test_envelopes_one_a_line() -> None:
    text = "".join(json.dumps({"data": entries}) + "\n" for entries in ([A], [], [B, 7]))
    assert found(text, "data") == [A, B, Reason.UNDECODABLE]


def test_envelopes_one_after_the_other() -> None:
    text = "".join(json.dumps({"data": entries}, indent=1) for entries in ([A], [B]))
    assert found(text + json.dumps(A), "data", "other") == [A, B, A]


def test_nothing() -> None:
    assert found("") == found("\n \n") == found("[]") == found('{"data": []}', "data") == []


# --------------------------------------------------------------------------------------------------------------------
# Damage.


def test_a_damaged_line_costs_itself() -> None:
    text = '{"a":1}\n{"a":\n[1]\n"x"\nnull\n{"a":2} {"a":3}\n{"a":"\udcff"}\n{"a":4}\n'.encode(
        "utf-8", "surrogateescape"
    )
    assert found(text) == [{"a": 1}, *[Reason.UNDECODABLE] * 6, {"a": 4}]


def test_a_damaged_first_line_does_not_hide_that_there_are_lines() -> None:
    assert found('{"a": 1, "b"\n{"a":2}\n{"a":3}\n') == [Reason.UNDECODABLE, {"a": 2}, {"a": 3}]


@pytest.mark.parametrize(
    "damaged",
    ['{"a":NaNs}', '{"a":"\x00"}', '{"a" 1}', '{"a":1]', '{"a":"never closed\n}', '{"a":"caf\udce9"}', "{1:2}", "[7]"],
)
def test_a_damaged_object_of_an_array_costs_itself(damaged: str) -> None:
    text = f'[{{"b":1}},\n{damaged},\n{{"c":2}}]'.encode("utf-8", "surrogateescape")
    assert found(text) == [{"b": 1}, Reason.UNDECODABLE, {"c": 2}]


def test_what_stands_between_objects_is_a_fault() -> None:
    assert found('[1, {"a":1} oops {"b":2}, null] end') == [
        Reason.UNDECODABLE, {"a": 1}, Reason.UNDECODABLE, {"b": 2}, Reason.UNDECODABLE, Reason.UNDECODABLE,
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["", '{"a":', '{"a":"x', '{"a":"x\\', '{"a":1}'])
def test_a_truncated_array_gives_what_came_before_and_then_an_error(end: str) -> None:
    entries = objects(io.BytesIO(f'[{{"b":1}},{{"b":2}},{end}'.encode()))
    assert [next(entries), next(entries)] == [{"b": 1}, {"b": 2}]
    with pytest.raises(UnreadableError, match="ends too early"):
        list(entries)


def test_what_is_clear_though_not_strict() -> None:
    assert decoded(b'{"a":NaN,"b":-Infinity,"c":1}') == {"a": None, "b": None, "c": 1}
    assert decoded(b'{"a":"x\\ud800y"}') == {"a": "x\ufffdy"}
    assert decoded(b'{"a":"\\ud83d\\ude00","b":"\\u0000"}') == {"a": "😀", "b": "\0"}
    assert decoded(b'{"a":1,"a":2}') == {"a": 2}
    assert decoded(b'{"a":' + b"9" * 400 + b"}") is not None


# --------------------------------------------------------------------------------------------------------------------
# Texts made to exhaust the reader.


@pytest.mark.parametrize("depth", [2_000, 200_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_deep_nesting(depth: int, opening: str, closing: str) -> None:
    deep = opening * depth + closing * depth
    assert found(f'[{{"b":1}},{deep},{{"c":2}}]') == [{"b": 1}, Reason.OVERSIZED, {"c": 2}]
    assert found(f'{{"b":1}}\n{{"a":{deep}}}\n{{"c":2}}\n') == [{"b": 1}, Reason.UNDECODABLE, {"c": 2}]


class Endless(io.RawIOBase):
    """A stream that is made as it is read: nothing of it is ever held whole."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = iter(parts)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        self._rest = self._rest or next(self._parts, b"")
        size = min(len(target), len(self._rest))
        target[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def around(start: bytes, filling: bytes, end: bytes) -> Iterable[bytes]:
    yield start
    for _ in range(300):
        yield filling
    yield end


@pytest.mark.parametrize(
    ("start", "filling", "end"),
    [
        (b'{"a":1}\n{"b":"', b"x" * 10_000, b'"}\n{"c":2}\n'),
        (b'[{"a":1},{"b":"', b"x" * 10_000, b'"},{"c":2}]'),
        (b'[{"a":1},{"b":"', b"x" * 9_999 + b"\\", b'n"},{"c":2}]'),
        (b'[{"a":1},{"b":[', b'{"x":[1,"]"]},' * 700, b'1]},{"c":2}]'),
        (b'[{"a":1},', b"junk, " * 1_500, b'{"c":2}]'),
        (b'{"x":[],"data":[{"a":1},{"b":"', b"x" * 10_000, b'"},{"c":2}]}'),
    ],
)
def test_a_record_larger_than_any_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, start: bytes, filling: bytes, end: bytes
) -> None:
    for module in (reading, splitting):
        monkeypatch.setattr(module, "MAX_BYTES", 1 << 20)
    monkeypatch.setattr(reading, "CHUNK_BYTES", 1 << 16)
    stream = io.BufferedReader(Endless(around(start, filling, end)), 1 << 16)
    entries = [entry.reason if isinstance(entry, Fault) else entry for entry in objects(stream, "data")]
    assert entries == [{"a": 1}, Reason.OVERSIZED, {"c": 2}]


def test_faults_show_the_start_only() -> None:
    [fault] = objects(io.BytesIO(b'{"a":' + b"x" * 100_000 + b"}\n"))
    assert isinstance(fault, Fault)
    assert len(fault.shown) == 500


# --------------------------------------------------------------------------------------------------------------------
# Properties.

SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text('ab"\\[]{}'), inner), max_leaves=8
)
OBJECTS = st.lists(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), VALUES), max_size=5)


def in_pieces(text: bytes, size: int) -> list[bytes]:
    return [text[at : at + size] for at in range(0, len(text), size)]


@given(OBJECTS, st.sampled_from([None, 0, 2]), st.integers(1, 40), st.booleans())
def test_any_objects_come_back_however_the_text_is_cut(
    entries: list[dict[str, Any]], indent: int | None, size: int, ascii_only: bool
) -> None:
    dump = json.dumps(entries, indent=indent, ensure_ascii=ascii_only).encode()
    assert [json.loads(text) for text in split(in_pieces(dump, size)) if isinstance(text, bytes)] == entries
    envelope = json.dumps({"n": "data", "data": entries, "z": {}}, indent=indent, ensure_ascii=ascii_only).encode()
    assert [
        json.loads(text) for text in split(in_pieces(envelope, size), ["data"]) if isinstance(text, bytes)
    ] == entries


@given(st.text('[]{}":,\\\n a1') | st.binary(max_size=60).map(lambda text: text.decode("latin-1")), st.integers(1, 9))
def test_any_text_gives_objects_and_faults_or_ends_too_early(text: str, size: int) -> None:
    raw = text.encode("latin-1", "replace")
    try:
        assert all(isinstance(entry, dict | Fault) for entry in objects(io.BytesIO(raw), "a"))
        whole = list(split([raw], ["a"]))
    except UnreadableError:
        return
    pieces = list(split(in_pieces(raw, size), ["a"]))
    assert [piece for piece in pieces if isinstance(piece, bytes)] == [
        piece for piece in whole if not isinstance(piece, Unusable)
    ]


@given(VALUES)
def test_texts_of_any_value(value: Any) -> None:
    cells = texts(value)
    assert all(cell and not cell.isspace() for cell in cells)
    assert len(cells) == len(set(cells))
    assert first(value) == (cells[0] if cells else None)


def test_texts_of_every_kind() -> None:
    assert texts(["a", ["b", {"value": "c"}], {"x": "d"}, 2011.0, 7, True, None, " ", "a"]) == [
        *list("abcd"),
        "2011",
        "7",
    ]
    assert texts({"type": "/type/text", "value": "v"}) == ["v"]
    assert texts([{"full": "x", "name": "y"}, {"name": "z"}], "full", "name") == ["x", "z"]
    assert texts({"a": 1, "b": 2}) == []
    assert joined("a", None, ["b", "a"]) == "a; b"
    assert member({"a": {"b": 1}}, "a", "b", "c") is None
