"""Progress: who is told what, in which form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from classmatch.cli.options import Common, Progress
from classmatch.cli.progress import LiveListener, PlainListener, listening
from classmatch.report.inputs import Recognised

if TYPE_CHECKING:
    import pytest

INPUT = Recognised(
    "a.csv",
    "catalog",
    "csv",
    "libgen",
    {"title": ["Titel\x1b[31m"], "isbn": ["i1", "i2", "i3"]},
    ["Cover"],
    ["as told"],
)


def tell(*, quiet: bool = False, progress: Progress = Progress.auto) -> type:
    with listening(Common(Path("w"), None, quiet, False, progress)) as listener:
        listener.recognised([INPUT])
        listener.started("read")
        listener.progressed("read", 1, 2)
        listener.finished("read", 1.25)
        listener.noticed("look here")
        return type(listener)


def test_off_a_terminal_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell() is PlainListener
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "a.csv: catalog of library libgen; as told",
        "  fields: title=Titel\ufffd[31m, isbn=i1..i3",
        "  not used: Cover",
        "classmatch: read: done in 1.2 s",
        "classmatch: look here",
    ]


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    tell(quiet=True)
    assert capsys.readouterr() == ("", "")


def test_without_progress_there_are_still_messages(capsys: pytest.CaptureFixture[str]) -> None:
    tell(progress=Progress.none)
    assert "done in" not in capsys.readouterr().err


def test_json_is_one_object_a_line_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    tell(progress=Progress.json)
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [event["event"] for event in events] == ["recognised", "started", "progress", "finished", "message"]
    assert events[0]["columns"]["title"] == ["Titel\x1b[31m"]
    assert events[2] == {"event": "progress", "stage": "read", "done": 1, "total": 2}


def test_the_moving_line_is_taken_off_the_screen_when_the_work_fails() -> None:
    live = LiveListener()
    live.started("read")
    live.stop()
    assert live._spinner is None
    live.progressed("read", 1, 2)
