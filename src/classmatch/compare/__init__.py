"""Comparison of candidate pairs: one module a field, each with its closed list of levels."""
