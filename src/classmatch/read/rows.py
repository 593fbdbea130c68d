"""What every container gives: a lazy frame of the file's columns as text, and these columns beside them."""

from __future__ import annotations

ROW = "\x00row"  # number of the row, 1 for the first; no column of a file is called so
FAULT = "\x00fault"  # a `Reason`, or null where nothing is wrong with the row
RAW_LINE = "\x00line"  # of a line that could not be decoded: its text; only where there are such lines
FILE = "\x00file"  # name of the file that the row stands in; only where the table was joined from several
EXTRA = (ROW, FAULT, RAW_LINE, FILE)
