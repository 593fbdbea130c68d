"""Drops, catalogs and registrations in a workspace, and the record of a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from classmatch.config import DedupeSettings, Settings
from classmatch.errors import InputError, WorkspaceError
from classmatch.partitions import Partitions
from classmatch.schema import COPIES, COPY_WORKS, REGISTRATIONS, REJECTS, WORKS
from classmatch.score import Calibration, Weights
from classmatch.store.aliases import ALIASES
from classmatch.store.catalogs import Catalog, catalog_id, finish_catalog, load_catalog
from classmatch.store.drops import CODE, Drop, drop_id, load_drops, outdated, save_drop, scan_copies
from classmatch.store.hashing import code_hash, file_hash
from classmatch.store.inputs import Content, InputFile, refuse_bad
from classmatch.store.registrations import Registrations, load_registrations, registrations_id, save_registrations
from classmatch.store.runs import Run, load_runs, save_run
from classmatch.store.workspace import Workspace, reading, writing

FILE = InputFile(
    id="f1-0",
    name="a.csv",
    contents=(Content("a.csv", "0" * 64, 10),),
    library="libgen",
    format="libgen",
    rows=100,
    rejected=3,
    superseded=0,
    reasons={"empty_row": 3},
    filled={"title": 97},
)
DROP = Drop(drop_id(["f1-0"]), (FILE,), code_hash(*CODE), "2025-01-01T00:00:00+00:00")
COUNTS = {"works": 1}
CATALOG = Catalog(catalog_id([DROP.id], DedupeSettings()), COUNTS, Path(), ())


def save_tables(folder: Path, count: int) -> None:
    for table, columns in (("works", WORKS), ("copies", COPY_WORKS)):
        (folder / table).mkdir()
        for path in Partitions(folder / table, count).paths:
            pl.DataFrame(schema=dict(columns)).write_parquet(path)


def store(root: Path, copies: pl.DataFrame) -> None:
    with writing(root) as workspace:
        with workspace.building("drops", DROP.id) as folder:
            (folder / "copies").mkdir()
            copies.write_parquet(folder / "copies" / "f1-0.parquet")
            save_drop(folder, DROP)
        with workspace.building("catalog", CATALOG.id) as folder:
            save_tables(folder, 2)
            finish_catalog(folder, CATALOG.id, COUNTS, 2, None)
        workspace.commit(drops=(DROP.id,), catalog=CATALOG.id)


def test_what_was_stored_comes_back(tmp_path: Path) -> None:
    store(tmp_path, pl.DataFrame(schema=dict(COPIES)))
    with reading(tmp_path) as workspace:
        assert load_drops(workspace) == [DROP]
        assert (DROP.rows, DROP.rejected) == (100, 3)
        loaded = load_catalog(workspace, CATALOG.id)
        assert loaded is not None
        assert loaded.counts == COUNTS
        assert loaded.works.schema == pl.Schema(WORKS)
        assert loaded.copies.schema == pl.Schema(COPY_WORKS)
        assert loaded.aliases.schema == pl.Schema(ALIASES)
        assert [(part.works, part.copies) for part in loaded.parts] == [(0, 0), (0, 0)]
        assert loaded.parts[1].works_sha256 == file_hash(loaded.works_parts.path(1))
        assert load_catalog(workspace, "k1-none") is None
        assert scan_copies(workspace, workspace.drops).collect().columns == list(COPIES)


def test_ids_do_not_depend_on_order() -> None:
    assert drop_id(["a", "b"]) == drop_id(["b", "a"])
    assert catalog_id(["a", "b"], DedupeSettings()) == catalog_id(["b", "a"], DedupeSettings())
    assert catalog_id(["a"], DedupeSettings()) != catalog_id(["a"], DedupeSettings(max_titles=3))


def test_drops_of_other_code_are_known() -> None:
    assert outdated([DROP]) == []
    old = replace(DROP, code="0" * 16)
    assert outdated([DROP, old]) == [old]


def test_a_drop_with_other_columns_is_refused(tmp_path: Path) -> None:
    store(tmp_path, pl.DataFrame({"title": ["A"]}))
    with reading(tmp_path) as workspace, pytest.raises(WorkspaceError, match="another version of classmatch"):
        scan_copies(workspace, workspace.drops)


def test_registrations_come_back(tmp_path: Path) -> None:
    name = registrations_id("f1-0", "a.csv")
    workspace = Workspace(tmp_path)
    assert load_registrations(workspace, name) is None
    with workspace.building("registrations", name) as folder:
        pl.DataFrame(schema=dict(REGISTRATIONS)).write_parquet(folder / "registrations.parquet")
        save_registrations(folder, FILE)
    found = load_registrations(workspace, name)
    assert found is not None
    assert found.file == FILE
    assert found.scan().collect().height == 0
    assert registrations_id("f1-0", "b.csv") != name


def rejects(*rows: tuple[str, int, str]) -> pl.DataFrame:
    return pl.DataFrame([(*row, "{}") for row in rows], schema=dict(REJECTS), orient="row")


def test_a_few_bad_rows_are_borne() -> None:
    one = rejects(("a.csv", 4, "no_title"))
    refuse_bad([FILE], one, 0.03)
    with pytest.raises(InputError):
        refuse_bad([FILE], one, 0.029)


def test_too_many_are_refused_with_reasons_and_places() -> None:
    bad = rejects(("a.csv", 9, "no_title"), ("a.csv", 4, "no_title"), ("a.csv", 2, "ragged"))
    with pytest.raises(InputError) as caught:
        refuse_bad([FILE], bad, 0.02)
    assert str(caught.value).startswith(
        "a.csv: 3 of 100 rows cannot be used: no_title (2; first: a.csv row 4), ragged (1; first: a.csv row 2)"
    )


def run(settings: Settings | None = None, weights: str = "0", definition: str = "0") -> Run:
    part = Registrations("r1-0", FILE, Path("registrations.parquet"))
    rules = {"class_definition": {"name": "doe.toml", "sha256": definition}, "as_of": None}
    return Run([DROP], [part], CATALOG, settings or Settings(), Weights("1", weights, 0.0, Calibration(), {}), rules)


def test_a_run_is_known_by_inputs_settings_weights_and_class() -> None:
    assert run().id == run().id
    others = {run().id, run(Settings(dedupe=DedupeSettings(max_titles=3))).id, run(weights="1").id}
    assert len({*others, run(definition="1").id}) == 4
    assert run().rows == 100


def test_a_run_is_kept_with_the_folder_of_its_results(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    for finished in ("2025-01-02", "2025-01-01"):
        save_run(workspace, {"run_id": f"m1-{finished}", "finished": finished, **run().record()}, tmp_path / "out")
    found = load_runs(workspace)
    assert [record["finished"] for record in found] == ["2025-01-01", "2025-01-02"]
    assert found[0]["folder"] == str(tmp_path / "out")
    assert found[0]["inputs"]["registrations"][0]["name"] == "a.csv"
