"""Match book catalogs against US copyright registrations, and list candidate class members with evidence."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from classmatch.config import Settings, load_settings
    from classmatch.errors import ClassmatchError, InputError
    from classmatch.pipeline import blocks, evaluate, ingest, match, train

# By default Polars maps plain files into memory, whole, and reads many row groups ahead. As a stream, one row group
# ahead, a file of any size takes the same memory, and no longer. Polars looks at this once, when it is imported first;
# what the user has set stays.
os.environ.setdefault("POLARS_FORCE_ASYNC", "1")
os.environ.setdefault("POLARS_ROW_GROUP_PREFETCH_SIZE", "1")

__all__ = [
    "ClassmatchError",
    "InputError",
    "Settings",
    "blocks",
    "evaluate",
    "ingest",
    "load_settings",
    "match",
    "train",
]

_HOMES = {
    "ClassmatchError": "errors",
    "InputError": "errors",
    "Settings": "config",
    "blocks": "pipeline",
    "evaluate": "pipeline",
    "ingest": "pipeline",
    "load_settings": "config",
    "match": "pipeline",
    "train": "pipeline",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for, and only then: `classmatch --help` shall not wait for Polars."""
    if name not in _HOMES:
        raise AttributeError(f"module 'classmatch' has no attribute {name!r}")
    return getattr(import_module(f"classmatch.{_HOMES[name]}"), name)
