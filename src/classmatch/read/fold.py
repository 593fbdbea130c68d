"""Column names as they are compared: `Date_Published`, `date published` and `DATE-PUBLISHED` are one name."""

from __future__ import annotations

import re

_NOT_IN_NAMES = re.compile(r"[\W_]+")


def fold(name: str) -> str:
    """The name in lower case, with nothing but its letters and digits."""
    return _NOT_IN_NAMES.sub("", name.casefold())
