"""Normalisation: from text as it stands in a file to comparable columns."""

from classmatch.normalise.recipe import normalise_catalog, normalise_registrations

__all__ = ["normalise_catalog", "normalise_registrations"]
