"""One writer or several readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from classmatch.errors import WorkspaceError
from classmatch.store.lock import locked

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_writer_is_refused_and_told_why(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(WorkspaceError, match="another classmatch process"), locked(tmp_path):
        pass


def test_readers_share_and_keep_a_writer_out(tmp_path: Path) -> None:
    with locked(tmp_path, shared=True), locked(tmp_path, shared=True), pytest.raises(WorkspaceError), locked(tmp_path):
        pass


def test_the_lock_is_gone_after_an_error_and_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), locked(tmp_path):
        raise RuntimeError
    with locked(tmp_path):
        assert list(tmp_path.iterdir()) == []
