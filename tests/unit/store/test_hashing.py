"""Named hashes."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from classmatch.store.hashing import code_hash, content_hash, file_hash, named_id

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_has_the_hash_of_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"Aniara")
    assert file_hash(file) == hashlib.sha256(b"Aniara").hexdigest()


def test_an_id_names_its_kind_and_version() -> None:
    assert re.fullmatch(r"d1-[0-9a-f]{16}", named_id("d1", ["x"]))


def test_ids_do_not_change_from_version_to_version() -> None:
    assert named_id("d1", {"title": "Æsop", "n": [1, None]}) == "d1-4d8cd0d314ed842e"


def test_the_order_of_keys_does_not_matter() -> None:
    assert content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})


def test_different_content_has_different_ids() -> None:
    assert named_id("d1", ["ab", "c"]) != named_id("d1", ["a", "bc"])


def test_code_is_told_apart_by_its_parts() -> None:
    assert code_hash("store") == code_hash("store")
    assert code_hash("store") != code_hash("store", "schema")
