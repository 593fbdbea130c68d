from __future__ import annotations

import platform

import polars as pl

from classmatch.engine.software import differences, software


def test_software_names_what_can_change_a_result() -> None:
    found = software()
    assert found["Python"] == platform.python_version()
    assert found["polars"] == pl.__version__
    assert set(found) == {"the code of classmatch", "Python", "numba", "numpy", "polars", "polars-hash", "rapidfuzz"}
    assert len(found["the code of classmatch"]) == 16


def test_differences_say_what_is_otherwise() -> None:
    here = {"Python": "3.11.7", "polars": "2.1.0", "numpy": "2.3.0"}
    assert differences(here, here) == ""
    assert differences(here, {"Python": "3.12.0", "polars": "2.1.0"}) == (
        "Python (3.12.0 instead of 3.11.7), numpy (none instead of 2.3.0)"
    )
