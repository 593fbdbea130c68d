"""Deduplication: copies to editions to works."""

from classmatch.dedupe.deduplicate import Deduplicated, dedupe

__all__ = ["Deduplicated", "dedupe"]
