"""The workspace: made, committed, tidied, and never taken for something else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from classmatch.errors import WorkspaceError
from classmatch.store.workspace import peek, reading, writing

if TYPE_CHECKING:
    from pathlib import Path

DROP, OTHER_DROP, CATALOG, OTHER_CATALOG = (f"{kind}1-{digit * 16}" for kind in "dc" for digit in "ab")


def fill(root: Path, drop: str, catalog: str) -> None:
    with writing(root) as workspace:
        for kind, name in (("drops", drop), ("catalog", catalog)):
            with workspace.building(kind, name) as folder:
                (folder / "table").write_text(name)
        workspace.commit(drops=(*workspace.drops, drop), catalog=catalog)


def tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_what_was_committed_is_there(tmp_path: Path) -> None:
    fill(tmp_path / "w", DROP, CATALOG)
    with reading(tmp_path / "w") as workspace:
        assert workspace.drops == (DROP,)
        assert workspace.catalog == CATALOG
        assert (workspace.path("drops", DROP) / "table").read_text() == DROP


def test_drops_add_up_and_an_old_catalog_goes(tmp_path: Path) -> None:
    fill(tmp_path, DROP, CATALOG)
    fill(tmp_path, OTHER_DROP, OTHER_CATALOG)
    assert sorted(tree(tmp_path)) == [
        f"catalog/{OTHER_CATALOG}/table",
        f"drops/{DROP}/table",
        f"drops/{OTHER_DROP}/table",
        "workspace.json",
    ]


def test_a_failure_leaves_the_workspace_byte_for_byte(tmp_path: Path) -> None:
    fill(tmp_path, DROP, CATALOG)
    before = tree(tmp_path)
    with pytest.raises(RuntimeError), writing(tmp_path) as workspace:
        with workspace.building("drops", OTHER_DROP) as folder:
            (folder / "table").touch()
        with workspace.building("catalog", OTHER_CATALOG):
            raise RuntimeError
    assert tree(tmp_path) == before


def test_a_failed_first_ingest_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), writing(tmp_path / "a" / "b") as workspace:
        with workspace.building("drops", DROP) as folder:
            (folder / "table").touch()
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    (tmp_path / "drops").mkdir()
    (tmp_path / "drops" / "rain").touch()
    with pytest.raises(WorkspaceError, match=r"not empty, it has 'thesis\.txt'"), writing(tmp_path):
        pass
    assert sorted(tree(tmp_path)) == ["drops/rain", "thesis.txt"]


def test_only_folders_with_an_id_for_a_name_are_removed(tmp_path: Path) -> None:
    (tmp_path / "catalog" / "summer").mkdir(parents=True)
    (tmp_path / "catalog" / "summer" / "a").touch()
    fill(tmp_path, DROP, CATALOG)
    assert "catalog/summer/a" in tree(tmp_path)


def test_a_writer_that_is_refused_does_not_tidy_up_after_the_one_at_work(tmp_path: Path) -> None:
    with writing(tmp_path) as workspace:
        with workspace.building("drops", DROP) as folder:
            (folder / "table").touch()
        with pytest.raises(WorkspaceError), writing(tmp_path):
            pass
        assert workspace.entries("drops") == [tmp_path / "drops" / DROP]


def test_reading_needs_a_workspace_and_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="classmatch ingest FILE"), reading(tmp_path / "none"):
        pass
    assert peek(tmp_path / "none") is None


@pytest.mark.parametrize(
    ("manifest", "fault"),
    [
        ("{", "damaged"),
        ("[]", "damaged"),
        (json.dumps({"format": 1}), "damaged"),
        (json.dumps({"format": 99, "drops": [], "catalog": None}), "format 99"),
    ],
)
def test_a_manifest_that_cannot_be_understood_is_refused(tmp_path: Path, manifest: str, fault: str) -> None:
    (tmp_path / "workspace.json").write_text(manifest)
    with pytest.raises(WorkspaceError, match=fault), reading(tmp_path):
        pass


def test_a_workspace_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w").touch()
    with pytest.raises(WorkspaceError, match="cannot be made"), writing(tmp_path / "w"):
        pass
