"""The funnel as a picture: a bar a step, as wide as the share that is left, in SVG, which browsers open and print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree
from lxml.builder import ElementMaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from classmatch.report.funnel import Step

_SVG = ElementMaker(namespace="http://www.w3.org/2000/svg", nsmap={None: "http://www.w3.org/2000/svg"})
_WIDTH, _ROW, _TOP = 960, 44, 48  # pixels
_LABELS, _BARS = 250, 420  # pixels for the names of the steps, and for the longest bar
_FONT = "font: 14px system-ui, sans-serif; fill: #1a1a1a"
_SMALL = "font: 12px system-ui, sans-serif; fill: #555"
_BAR = "fill: #2f6f9f"


def funnel_picture(steps: Sequence[Step], title: str) -> bytes:
    """The SVG (UTF-8) of a funnel; the same funnel gives the same bytes."""
    height = _TOP + _ROW * len(steps) + 8
    heading = _text(title, 16, 28, f"{_FONT}; font-weight: 600")
    described = "; ".join(f"{step.step}: {step.kept:,}" for step in steps)
    picture = _SVG.svg(
        {"viewBox": f"0 0 {_WIDTH} {height}", "width": str(_WIDTH), "height": str(height), "role": "img"},
        _SVG.title(_plain(title)),
        _SVG.desc(described),
        _SVG.rect(width="100%", height="100%", style="fill: #fff"),
        heading,
        *(_bar(step, place, steps[0].kept) for place, step in enumerate(steps)),
    )
    return etree.tostring(picture, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _bar(step: Step, place: int, whole: int) -> _Element:
    top = _TOP + place * _ROW
    length = max(1, round(_BARS * step.kept / whole)) if whole else 1
    parts = [
        _text(step.step, _LABELS - 8, top + 18, f"{_FONT}; text-anchor: end"),
        _SVG.rect(x=str(_LABELS), y=str(top + 4), width=str(length), height="20", style=_BAR),
        _text(f"{step.kept:,}", _LABELS + length + 8, top + 19, _FONT),
    ]
    if step.dropped:
        parts.append(_text(f"\u2212{step.dropped:,}: {step.reason}", _LABELS, top + 37, _SMALL))
    return _SVG.g(*parts)


def _text(words: str, x: int, y: int, style: str) -> _Element:
    return _SVG.text(_plain(words), x=str(x), y=str(y), style=style)


def _plain(words: str) -> str:
    """Words without characters that XML cannot hold: the name of a case comes from a file."""
    return "".join(letter for letter in words if letter.isprintable())
