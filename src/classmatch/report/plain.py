"""Text from catalogs, made harmless for terminals.

A title may hold anything: escape sequences that move the cursor, or marks that turn the direction of writing.
"""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"  # harmless, and part of the spelling in Persian, Hindi and other languages
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # general categories: controls, formats, surrogates, private, unassigned


def for_terminal(text: str) -> str:
    """One line of text without control, escape, bidirectional or invisible characters; each is shown as U+FFFD."""
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char.isspace():
        return " "
    return "\ufffd" if unicodedata.category(char) in _HIDDEN and char not in _JOINERS else char
