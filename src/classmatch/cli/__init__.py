"""The command line: parse, call the library, print. The library is imported late, so that help is fast."""
