"""Small files that people write, read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classmatch.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def read_bounded(path: Path, most: int, hint: str = "check the path") -> bytes:
    """The bytes of a file that has at most `most`. Raises `InputError` if it is larger or cannot be read."""
    try:
        if path.is_dir():
            raise InputError(path, "is a folder, not a file", hint)
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        raise InputError(path, "no such file", hint) from None
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}", hint) from None
    except ValueError:  # a path that the system cannot have, such as one with a zero byte in it
        raise InputError(repr(str(path)), "cannot be a path", hint) from None
    if len(content) > most:
        raise InputError(path, f"is larger than {most:,} bytes", hint)
    return content
