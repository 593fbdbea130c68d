"""Normalisation: from text as it stands in a file to comparable columns."""

from classmatch.normalise.groups import mark_groups
from classmatch.normalise.recipe import normalise_catalog, normalise_registrations

__all__ = ["mark_groups", "normalise_catalog", "normalise_registrations"]
