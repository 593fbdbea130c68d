"""Catalog text can do nothing to a terminal."""

from __future__ import annotations

import pytest

from classmatch.report.plain import for_terminal


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Aniara", "Aniara"),
        ("Ænigma 謎 كتاب", "Ænigma 謎 كتاب"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("\x1b]0;owned\x07", "\ufffd]0;owned\ufffd"),
        ("two\nlines\tand\rmore", "two lines and more"),
        ("a\u2028b", "a b"),
        ("user\u202egpj.exe", "user\ufffdgpj.exe"),
        ("\u2066isolated\u2069", "\ufffdisolated\ufffd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\x9b31m", "\ufffd31m"),
        ("\ud800", "\ufffd"),
        ("", ""),
    ],
)
def test_text_for_the_terminal(text: str, shown: str) -> None:
    assert for_terminal(text) == shown
