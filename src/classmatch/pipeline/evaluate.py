"""Evaluate: the results of a match against labels, and what is written of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.errors import InputError, UsageError
from classmatch.evaluation import Evaluation, Results, evaluation, open_results
from classmatch.labels import read_labels
from classmatch.pipeline.match import RESULTS
from classmatch.read import expand, read, reading, recognise_registrations
from classmatch.report.listener import Listener
from classmatch.report.spreadsheet import for_spreadsheet
from classmatch.report.stages import Stages
from classmatch.store.atomic import write_json
from classmatch.store.inputs import identify
from classmatch.store.tables import write_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from classmatch.store.inputs import Input

EVALUATION = "evaluation.json"
_TEXTS = ("registration_record_id", "title", "subtitle", "author", "publication_date", "full_text")


def evaluate(
    truth: Path,
    *,
    results: Path = RESULTS,
    registrations: Sequence[str | Path] = (),
    mapping: Mapping[str, str] | None = None,
    file_format: str = "auto",
    out: Path | None = None,
    listener: Listener | None = None,
) -> Evaluation:
    """Judge what `match` wrote into `results` by the labels in `truth`, and write the evaluation into `out`, if given.

    With `registrations`, the files that were matched, rows of one text count as one; `mapping` and `file_format` are
    those of the match. Raises a `ClassmatchError`.
    """
    stages = Stages(listener or Listener())
    opened = open_results(results)
    with stages("read labels"):
        labels = read_labels(truth)
    texts = None
    if registrations:
        with stages("read registrations"):
            texts = _texts(_matched(opened, registrations, mapping, file_format))
    with stages("judge"), reading(results):
        found = evaluation(opened, labels, truth, texts)
    if out is not None:
        write_evaluation(found, out)
    return found


def _matched(
    results: Results, files: Sequence[str | Path], mapping: Mapping[str, str] | None, file_format: str
) -> list[Input]:
    """The inputs of these files; they must be those that the results were made from, read in the same way."""
    paths = expand([str(file) for file in files])
    inputs = identify(recognise_registrations(paths, format=file_format, mapping=mapping))
    known = results.inputs.get("registrations", [])
    ids = {part["id"] for part in known}
    hashes = {content["sha256"] for part in known for content in part["contents"]}
    for given in inputs:
        if not hashes.issuperset(content.sha256 for content in given.contents):
            hint = "give those that were given to `match`"
            raise InputError(given.source.path, f"is not a file of registrations that {results.folder} came from", hint)
        if given.id not in ids:
            hint = "give the --map and --format that were given to `match`"
            raise InputError(given.source.path, "is read with other columns here than when it was matched", hint)
    return inputs


def _texts(inputs: Sequence[Input]) -> pl.DataFrame:
    """What the rows of the registrations say, in the order of the files."""
    parts = []
    for source in sorted((given.source for given in inputs), key=lambda source: str(source.path)):
        with reading(source.path):
            parts.append(read(source).records.select(_TEXTS).collect())
    return pl.concat(parts)


def write_evaluation(found: Evaluation, out: Path) -> None:
    """Write the JSON document and the tables as CSV that spreadsheets can open."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{out}: cannot be made: {error.strerror}", "name another folder with --out") from None
    for name in ("errors", "thresholds", "reliability"):
        write_csv(for_spreadsheet(getattr(found, name)), out / f"{name}.csv")
    write_json(out / EVALUATION, found.to_dict())
