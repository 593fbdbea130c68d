"""How right the matches are on labelled sets of real data: figures, goals, sets left out of training, and peers.

`__main__` is `make quality`, `leaveout` is `make leaveout`, and `peers` is `make peers`. Each writes what it measured
into a JSON file beside this package, which `docs/quality.md` shows.
"""
