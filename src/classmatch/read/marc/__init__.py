"""MARC 21, as binary records, as XML, and as tables with a line a subfield."""
