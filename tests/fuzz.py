"""Drive the property tests of the parsers with a coverage-guided fuzzer: `make fuzz`.

The properties are those that `make test` holds on a few hundred examples each; here atheris looks for bytes that take
new ways through the code, for as long as it is told. What it finds is kept in `build/fuzz/NAME` and tried again.
"""

from __future__ import annotations

import argparse
import importlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "build" / "fuzz"
FOLDERS = ("tests", "tests/unit", "tests/unit/read", "tests/unit/normalise")
# Parser: the property that it must have, as `module:function`.
PROPERTIES = {
    "mysql-dump-rows": "test_read_dump_fuzz:test_any_rows_come_back_as_they_were_written",
    "mysql-dump-damage": "test_read_dump_fuzz:test_damage_of_any_kind_neither_stops_nor_bends_the_reader",
    "marc-as-pymarc": "test_read_marc:test_records_are_decoded_as_pymarc_does",
    "marc-any-bytes": "test_read_marc:test_nothing_that_is_no_marc_stops_the_reading",
    "marc-damage": "test_read_marc:test_a_record_that_was_changed_anywhere_leaves_the_others",
    "file-names": "test_read_books3:test_nothing_of_a_name_is_lost",
    "file-name-lists": "test_read_books3:test_every_line_is_one_record_or_fault",
    "json-objects": "test_read_json_objects:test_any_text_gives_objects_and_faults_or_ends_too_early",
    "xml-any-bytes": "test_read_xml:test_nothing_but_its_own_error_is_raised",
    "encodings-any-bytes": "test_read_encodings:test_any_bytes_give_a_text_or_an_error",
    "registration-numbers": "test_regnumbers:test_any_text_is_kept_and_canonical_is_final",
    "isbn-found": "test_isbn:test_every_valid_isbn_is_found",
    "isbn-any": "test_isbn:test_nothing_invalid_comes_out",
}
MEMORY_MB, TIMEOUT = 2_048, 60  # what one input may take


def one(name: str, options: list[str]) -> None:
    """Fuzz one property in this process, until the time is over or an input breaks it."""
    import atheris

    sys.path[:0] = [str(ROOT / folder) for folder in FOLDERS]
    module, function = PROPERTIES[name].split(":")
    with atheris.instrument_imports(include=["classmatch"]):
        test: Any = getattr(importlib.import_module(module), function)
    corpus = CORPUS / name
    corpus.mkdir(parents=True, exist_ok=True)
    limits = [
        f"-rss_limit_mb={MEMORY_MB}",
        f"-timeout={TIMEOUT}",
        f"-artifact_prefix={corpus}-",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *limits, *options, str(corpus)], test.hypothesis.fuzz_one_input)
    atheris.Fuzz()


def run(name: str, seconds: int) -> bool:
    """Fuzz one property in a process of its own, and print how it went."""
    command = [sys.executable, __file__, "--one", name, f"-max_total_time={seconds}"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    tried = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
    print(f"{name:<22} {int(tried[1]) if tried else 0:>10,} inputs in {seconds} s: {_verdict(done)}", flush=True)
    return done.returncode == 0


def _verdict(done: subprocess.CompletedProcess[str]) -> str:
    if done.returncode == 0:
        return "none breaks it"
    return f"broken\n{done.stdout[-3000:]}{done.stderr[-1000:]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="for each property")
    parser.add_argument("--only", choices=sorted(PROPERTIES), help="one property")
    parser.add_argument("--one", choices=sorted(PROPERTIES), help="fuzz it in this process")
    given, options = parser.parse_known_args()
    if given.one:
        one(given.one, options)
        return 0
    names = [given.only] if given.only else list(PROPERTIES)
    sound = [run(name, given.seconds) for name in names]
    return 0 if all(sound) else 1


if __name__ == "__main__":
    sys.exit(main())
