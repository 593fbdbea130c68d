"""Linking works to registrations: the pairs of a slice of the works, their levels and weights, and what is decided."""

from classmatch.link.link import Linked, link

__all__ = ["Linked", "link"]
