"""What the `SET` statements of a dump say about all that follows: its character set, and whether backslashes escape."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_NAMES = re.compile(rb"(?i)\bSET\s+NAMES\s*=?\s*['\"]?(\w+)")
# `@OLD_SQL_MODE=@@SQL_MODE`, `SQL_MODE='...'`, `sql_mode = @saved_sql_mode`
_MODES = re.compile(
    rb"""(?ix) @(?P<kept>\w+) \s*:?=\s* @@(?:session\.)?SQL_MODE\b
    | (?<![@\w])(?:@@)?(?:session\s*\.?\s*)?SQL_MODE \s*:?=\s* (?: @(?P<restored>\w+) | (?P<mode>'[^']*' | "[^"]*") )"""
)
_NO_BACKSLASH = b"NO_BACKSLASH_ESCAPES"


@dataclass
class Session:
    """The settings in force."""

    charset: str = "utf8mb4"
    backslash: bool = True
    _kept: dict[bytes, bool] = field(default_factory=dict)  # by variable; triggers set a mode and restore the old one

    def apply(self, statement: bytes) -> None:
        """Take in a statement, if it sets something."""
        if names := _NAMES.search(statement):
            self.charset = names[1].decode().lower()
        for match in _MODES.finditer(statement):
            if match["kept"]:
                self._kept[match["kept"].lower()] = self.backslash
            elif match["restored"]:
                self.backslash = self._kept.get(match["restored"].lower(), self.backslash)
            else:
                self.backslash = _NO_BACKSLASH not in match["mode"].upper()
