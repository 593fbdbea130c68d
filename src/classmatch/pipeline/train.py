"""Train: weights for the works of the workspace and these registrations, and the file that holds them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classmatch.config import Settings
from classmatch.errors import InputError
from classmatch.labels import read_labels
from classmatch.link.calibrating import of_known, of_nobody, settled
from classmatch.link.register import load_register
from classmatch.pipeline.catalog import WORKSPACE
from classmatch.pipeline.prepare import Asked, placed_in, prepared
from classmatch.pipeline.snapshot import chosen
from classmatch.report.listener import Listener
from classmatch.report.stages import Stages
from classmatch.score import load_weights
from classmatch.score.document import document
from classmatch.store.atomic import write_json
from classmatch.store.hashing import code_hash, content_hash, file_hash, named_id
from classmatch.store.runs import CODE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from classmatch.learn.known import Known
    from classmatch.learn.train import Learnt
    from classmatch.pipeline.prepare import Prepared
    from classmatch.score import Weights

WEIGHTS = Path("weights.json")
_SHOWN = 3  # labels in a message


@dataclass(frozen=True)
class Trained:
    """What training found: the weights before and after, its figures, and the file that was written."""

    base: Weights
    learnt: Learnt
    version: str
    out: Path


def train(
    registrations: Sequence[str | Path],
    *,
    workspace: Path = WORKSPACE,
    out: Path = WEIGHTS,
    labels: Path | None = None,
    weights: Path | None = None,
    mapping: Mapping[str, str] | None = None,
    file_format: str = "auto",
    settings: Settings | None = None,
    dry_run: bool = False,
    listener: Listener | None = None,
) -> Trained | None:
    """Learn weights from `labels` (`labels.read_labels`), or without any from the pairs; None for a dry run.

    They start from `weights`, or the shipped ones, and are written to `out` for `match --weights`. Raises a
    `ClassmatchError`.
    """
    stages, settings = Stages(listener or Listener()), settings or Settings()
    base, said = load_weights(weights), read_labels(labels) if labels else None
    with prepared(Asked(registrations, workspace, mapping, file_format), settings, stages, dry_run=dry_run) as ready:
        if ready is None:
            return None
        known = None if labels is None or said is None else _known(labels, said, ready)
        learnt = _learnt(ready, known, base, settings, stages)
        source = {"name": labels.name, "sha256": file_hash(labels)} if labels else None
        with stages("write"):
            version = _write(out, learnt, base, _provenance(ready, learnt, base, source, settings))
    return Trained(base, learnt, version, out)


def _known(labels: Path, said: pl.DataFrame, ready: Prepared) -> Known:
    """The labels by the works and registrations; all must be of these, or something else was labelled than is here."""
    known, unknown = placed_in(labels, said, ready)
    if unknown.height:
        first = unknown.head(_SHOWN).select("record_id", "registration_row").rows()
        shown = ", ".join(f"{record!r} with {row!r}" for record, row in first)
        why = f"{unknown.height:,} of {said.height:,} labels are of no record or registration here, the first: {shown}"
        raise InputError(labels, why, "ingest what was labelled, give all its registrations, or take these labels out")
    return known


def _learnt(ready: Prepared, known: Known | None, base: Weights, settings: Settings, stages: Stages) -> Learnt:
    from classmatch.learn.tilt import from_pairs  # these bring SciPy, for which no other job shall wait
    from classmatch.learn.train import from_labels

    works = ready.catalog.works_parts.scan_all()
    with stages("encode"):
        register = load_register(chosen(ready, settings, "auto").folder)
    with stages("compare"):
        if known is None:
            evidence = of_nobody(works, register, settings)
        else:
            evidence = of_known(settled(known, works, register, base), works, register, settings)
    with stages("learn"):
        return from_pairs(evidence, base) if known is None else from_labels(evidence, base)


def _provenance(
    ready: Prepared, learnt: Learnt, base: Weights, labels: Mapping[str, str] | None, settings: Settings
) -> dict[str, Any]:
    """Where the weights come from: all that they depend on, and no date."""
    method = (
        "logistic regression over levels, drawn to `from`" if labels else "u of the data by EM and raking, m of `from`"
    )
    return {
        "made by": "classmatch train",
        "method": method,
        "from": {"version": base.version, "sha256": base.sha256},
        "labels": labels,
        "pairs": {"all": learnt.pairs, "right": learnt.right, "wrong": learnt.wrong},
        "before": asdict(learnt.before) if learnt.before else None,
        "cross-validated": asdict(learnt.after) if learnt.after else None,
        "catalog": ready.catalog.id,
        "registrations": sorted(part.id for part in ready.registered),
        "settings": content_hash(settings.decisive()),
        "code": code_hash(*CODE),
    }


def _write(out: Path, learnt: Learnt, base: Weights, provenance: Mapping[str, Any]) -> str:
    """Write the weights file and return its version: that of the weights it came from, and an id of what made it."""
    version = f"{base.version.split('+')[0]}+{named_id('t1', provenance)}"
    write_json(out, document(learnt.weights, version, provenance))
    return version
