"""Named hashes: identities that come from content, and say by which rule they were made.

Every id is a kind, a version and sixteen hexadecimal digits of a SHA-256 (``d1-0f3a...``). Changing what goes into an
id means raising its version, so that an old and a new id are never taken for one another.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

_DIGITS = 16  # 64 bits: one collision is expected among four thousand million ids


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def content_hash(content: object) -> str:
    """SHA-256 of a value that JSON can hold; the order of mapping keys does not matter."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def named_id(name: str, content: object) -> str:
    """An id such as ``d1-0f3a5c...``: `name` is the kind with its version, the digits come from `content`."""
    return f"{name}-{content_hash(content)[:_DIGITS]}"


@cache
def code_hash(*parts: str) -> str:
    """Hash of the code and data files of these packages and modules of classmatch.

    It tells what was made by other code than this, without a version that someone has to remember to raise.
    """
    root = files("classmatch")
    sources = [source for part in parts for source in _sources(root, part)]
    digests = [(name, hashlib.sha256(source.read_bytes()).hexdigest()) for name, source in sources]
    return content_hash(sorted(digests))[:_DIGITS]


def _sources(root: Traversable, part: str) -> Iterator[tuple[str, Traversable]]:
    folder = root / part
    return _walk(folder, part) if folder.is_dir() else iter([(part, root / f"{part}.py")])


def _walk(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        path = f"{name}/{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _walk(entry, path)
        else:
            yield path, entry
