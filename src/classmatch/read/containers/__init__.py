"""What files are written in: text, archives, JSON, Parquet, workbooks, XML.

Each container gives rows of text, or a stream from which a layout takes records.
"""
