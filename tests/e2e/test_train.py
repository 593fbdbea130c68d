"""`classmatch train`, and `match` with labels, a wanted precision, and trained weights, as installed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from e2e_support import Command, copied, done_in, failed, write

from classmatch.score import load_weights
from classmatch.store.hashing import file_hash

FIXTURES = Path(__file__).parents[2] / "fixtures"
REGISTRATIONS, LABELS = FIXTURES / "registrations.csv", FIXTURES / "labels.csv"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the fixtures ingested: made once, to be copied."""
    return done_in(tmp_path_factory.mktemp("ingested"), ("ingest", FIXTURES / "catalog.parquet"))


@pytest.fixture
def ingested(run: Command, workspace: Path, tmp_path: Path) -> Command:
    copied(workspace, tmp_path)
    return run


def summary(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return found


def test_labels_decide_their_pairs_and_calibrate_the_others(ingested: Command, tmp_path: Path) -> None:
    done = ingested("match", "--registrations", REGISTRATIONS, "--labels", LABELS)
    assert done.returncode == 0, done.stderr
    found = summary(tmp_path / "classmatch-results")
    assert found["calibration"]["origin"] == "labels"
    assert found["inputs"]["labels"] == {"name": "labels.csv", "sha256": file_hash(LABELS)}
    assert found["expected"]["labelled"]["recall"]["pairs"] > 0
    assert "calibration: labels" in done.stdout
    said = pl.read_csv(LABELS, infer_schema=False)
    candidates = pl.read_parquet(tmp_path / "classmatch-results" / "candidates.parquet")
    decided = candidates.explode("reasons").filter(pl.col("reasons").str.starts_with("labelled_"))
    assert dict(decided.select("reasons", "decision").unique().iter_rows()) == {
        "labelled_match": "match", "labelled_nomatch": "non_match",
    }  # fmt: skip
    right = said.filter(label="match")["registration_row"]
    assert set(decided.filter(reasons="labelled_match")["registration_record_id"]) == set(right)


def test_the_same_labels_give_the_same_bytes(ingested: Command, tmp_path: Path) -> None:
    runs = []
    for out, threads in (
        ("one", {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}),
        ("two", {"POLARS_MAX_THREADS": "4"}),
    ):
        done = ingested("match", "--registrations", REGISTRATIONS, "--labels", LABELS, "--out", out, **threads)
        assert done.returncode == 0, done.stderr
        runs.append(summary(tmp_path / out))
    assert runs[0]["run_id"] == runs[1]["run_id"]
    assert runs[0]["outputs"] == runs[1]["outputs"]
    for key in ("calibration", "expected", "thresholds"):
        assert runs[0][key] == runs[1][key]


def test_labels_are_another_run(ingested: Command, tmp_path: Path) -> None:
    assert ingested("match", "--registrations", REGISTRATIONS, "--out", "plain").returncode == 0
    assert ingested("match", "--registrations", REGISTRATIONS, "--labels", LABELS, "--out", "labelled").returncode == 0
    assert summary(tmp_path / "plain")["run_id"] != summary(tmp_path / "labelled")["run_id"]


def test_a_wanted_precision_is_expected_of_the_matches(ingested: Command, tmp_path: Path) -> None:
    for wanted in ("0.97", "0.999"):
        done = ingested("match", "--registrations", REGISTRATIONS, "--precision", wanted, "--out", wanted)
        assert done.returncode == 0, done.stderr
        found = summary(tmp_path / wanted)
        assert found["thresholds"]["precision"] == float(wanted)
        assert found["estimated_precision"] >= float(wanted) - 1e-4
    assert summary(tmp_path / "0.999")["counts"]["matches"] < summary(tmp_path / "0.97")["counts"]["matches"]


def test_a_precision_that_cannot_be_had_is_refused_and_leaves_no_results(ingested: Command, tmp_path: Path) -> None:
    line = failed(ingested("match", "--registrations", REGISTRATIONS, "--precision", "1", "--progress", "none"), 2)
    assert "--progress goes before the command" in line
    line = failed(ingested("--progress", "none", "match", "--registrations", REGISTRATIONS, "--precision", "1.0"))
    assert "no threshold gives an expected precision of 1.0" in line
    assert not (tmp_path / "classmatch-results").exists()


def test_settings_that_cannot_be_are_refused(ingested: Command) -> None:
    line = failed(ingested("match", "--registrations", REGISTRATIONS, "--calibration", "mine", "--precision", "2"))
    assert "decide.calibration must be one of auto, shipped, labels, identifiers, not 'mine'" in line
    assert "decide.precision must be from 0 to 1, not 2.0" in line


def test_train_on_labels_makes_weights_for_match(ingested: Command, tmp_path: Path) -> None:
    done = ingested("train", "--registrations", REGISTRATIONS, "--labels", LABELS)
    assert done.returncode == 0, done.stderr
    assert "log loss (bits), cross-validated" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout[done.stdout.index("learnt from") :].splitlines())
    weights = load_weights(tmp_path / "weights.json")
    provenance = json.loads((tmp_path / "weights.json").read_text(encoding="utf-8"))["provenance"]
    assert provenance["from"]["version"] == load_weights().version
    assert provenance["labels"]["sha256"] == file_hash(LABELS)
    assert weights.shares == load_weights().shares
    done = ingested("match", "--registrations", REGISTRATIONS, "--weights", "weights.json")
    assert done.returncode == 0, done.stderr
    assert summary(tmp_path / "classmatch-results")["weights"]["version"] == weights.version


def test_train_without_labels_keeps_m_and_the_calibration(ingested: Command, tmp_path: Path) -> None:
    done = ingested("train", "--registrations", REGISTRATIONS, "--out", "own.json")
    assert done.returncode == 0, done.stderr
    found = load_weights(tmp_path / "own.json")
    assert found.calibration == load_weights().calibration
    assert found.levels != load_weights().levels


@pytest.mark.parametrize("labels", [["--labels", LABELS], []])
def test_training_again_gives_the_same_bytes(ingested: Command, tmp_path: Path, labels: list[str | Path]) -> None:
    for out, threads in (
        ("one", {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}),
        ("two", {"POLARS_MAX_THREADS": "4"}),
    ):
        assert ingested("train", "--registrations", REGISTRATIONS, *labels, "--out", out, **threads).returncode == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("x,1,match\n", "no label is of a record of the workspace and a registration of the files"),
        (
            "1057694,11,match\nx,1,match\n",
            "1 of 2 labels are of no record or registration here, the first: 'x' with '1'",
        ),
        ("1093675,23,nomatch\n", "the labels speak of 0 right and"),
        ("1057694,11,maybe\n", "label 'maybe'"),
    ],
)
def test_labels_that_nothing_can_be_learnt_from_are_refused(
    ingested: Command, tmp_path: Path, rows: str, fault: str
) -> None:
    labels = write(tmp_path / "own.csv", f"record_id,registration_row,label\n{rows}")
    line = failed(ingested("--progress", "none", "train", "--registrations", REGISTRATIONS, "--labels", labels))
    assert fault in line
    assert not (tmp_path / "weights.json").exists()


def test_labels_of_others_are_noted_by_match(ingested: Command, tmp_path: Path) -> None:
    labels = write(tmp_path / "own.csv", "record_id,registration_row,label\n1057694,11,match\nx,1,match\n")
    done = ingested("match", "--registrations", REGISTRATIONS, "--labels", labels)
    assert done.returncode == 0, done.stderr
    assert "1 of 2 labels are of no record or registration of this run" in done.stderr


def test_a_dry_run_writes_nothing(ingested: Command, tmp_path: Path) -> None:
    done = ingested("train", "--registrations", REGISTRATIONS, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "dry run: nothing was written" in done.stdout
    assert not (tmp_path / "weights.json").exists()
