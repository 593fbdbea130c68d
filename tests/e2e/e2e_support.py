"""What the end-to-end tests share: small files, and what is looked at after a command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from classmatch.store.hashing import file_hash

if TYPE_CHECKING:
    from pathlib import Path

Command = Callable[..., subprocess.CompletedProcess[str]]

CATALOG = """id,title,author,publisher,year,language,isbn,md5
1,The Lantern Keeper,Odile Marrow,Copperline,1994,english,,0cc175b9c0f1b6a831c399e269772661
2,The Lantern Keeper,"Marrow, Odile",Copperline,1994,english,,92eb5ffee6ae2fec3ad71c777531578f
3,A Field Guide to Harbour Moss,Ines Tallow,Ostler House,2001,english,,4a8a08f09d37b73795649038408b5f33
4,=Cmd|Calc: A Thriller,Ruben Sable,Tidewrack,2010,english,,8277e0910d750195b448797616e091ad
"""
REGISTRATIONS = """row,registration_number,title,author,claimants,publication_date,registration_date
7,TX0004000001,The lantern keeper,"Marrow, Odile",Odile Marrow,1994-03-01,1994-05-02
8,TX0005000002,A field guide to harbour moss,"Tallow, Ines",Ostler House,2001,2001-06-30
9,TX0007000003,=Cmd|Calc: a thriller,"Sable, Ruben",Ruben Sable,2010-01-01,2010-02-01
10,TX0007000004,Tides of the inland sea,"Brook, Ada",Ada Brook,1980,1980-02-01
"""


def command_in(folder: Path) -> Command:
    """Runs the command in a folder, with no setting of the machine's environment."""

    def command(*arguments: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CLASSMATCH_")}
        words = [sys.executable, "-m", "classmatch", *map(str, arguments)]
        return subprocess.run(
            words, cwd=folder, env={**clean, **environ}, capture_output=True, text=True, timeout=120, check=False
        )

    return command


def done_in(folder: Path, *commands: tuple[str | Path, ...]) -> Path:
    """A folder in which these commands were run, one after the other, and went well."""
    for arguments in commands:
        done = command_in(folder)(*arguments)
        assert done.returncode == 0, done.stderr
    return folder


def copied(made: Path, folder: Path) -> Path:
    """What was made once, copied into the folder of a test, which may change it."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return folder


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def tree(folder: Path) -> dict[str, str]:
    """The hash of every file under a folder."""
    return {str(path.relative_to(folder)): file_hash(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def failed(done: subprocess.CompletedProcess[str], code: int = 2) -> str:
    """The one error line of a command that failed as it should."""
    assert done.returncode == code, done.stderr
    errors = [line for line in done.stderr.splitlines() if line.startswith("classmatch: error: ")]
    assert len(errors) == 1, done.stderr
    assert done.stderr.splitlines()[-1] == errors[0]
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return errors[0]
