"""Deduplication: copies to editions to works."""

from classmatch.dedupe.deduplicate import Deduplicated, dedupe, deduplicated

__all__ = ["Deduplicated", "dedupe", "deduplicated"]
