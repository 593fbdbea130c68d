"""How the work goes, told on stderr: a moving line on a terminal, plain lines off one, JSON events, or nothing."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from classmatch.cli.options import Common, Progress
from classmatch.report.listener import Listener
from classmatch.report.plain import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.status import Status as Spinner

    from classmatch.report.inputs import Recognised, WasRead

_PATIENCE = 10.0  # seconds between two plain lines of one stage


@contextmanager
def listening(common: Common) -> Iterator[Listener]:
    """The listener that the options ask for; whatever it has moving on the screen stops with the block."""
    listener = _listener(common)
    try:
        yield listener
    finally:
        if isinstance(listener, LiveListener):
            listener.stop()


def _listener(common: Common) -> Listener:
    if common.progress is Progress.json:
        return JsonListener()
    if common.quiet:
        return Listener()
    if common.progress is Progress.none:
        return MessageListener()
    if common.progress is Progress.auto and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        return LiveListener()
    return PlainListener()


class MessageListener(Listener):
    """Shows what was recognised, what came of reading it, and messages."""

    def recognised(self, inputs: Sequence[Recognised]) -> None:
        from classmatch.report.terminal import console, show_inputs

        show_inputs(console(sys.stderr), inputs)

    def was_read(self, file: WasRead) -> None:
        from classmatch.report.terminal import console, show_read

        show_read(console(sys.stderr), file)

    def noticed(self, text: str) -> None:
        say(text)


class PlainListener(MessageListener):
    """Adds a line when a stage ends, and now and then one while it lasts."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def progressed(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._said >= _PATIENCE:
            self._said = now
            say(f"{stage}: {done:,} of {total:,}")

    def finished(self, stage: str, seconds: float) -> None:
        self._said = time.monotonic()
        say(f"{stage}: done in {seconds:.1f} s")


class LiveListener(MessageListener):
    """Shows the stage at work on one line that moves; a stage that is done leaves a line behind."""

    def __init__(self) -> None:
        from classmatch.report.terminal import console

        self._console = console(sys.stderr)
        self._spinner: Spinner | None = None

    def started(self, stage: str) -> None:
        self.stop()
        self._spinner = self._console.status(stage)
        self._spinner.start()

    def progressed(self, stage: str, done: int, total: int) -> None:
        if self._spinner:
            self._spinner.update(f"{stage}: {done:,} of {total:,}")

    def finished(self, stage: str, seconds: float) -> None:
        self.stop()
        say(f"{stage}: done in {seconds:.1f} s")

    def stop(self) -> None:
        """Take the moving line off the screen."""
        if self._spinner:
            self._spinner.stop()
            self._spinner = None


class JsonListener(Listener):
    """One JSON object a line on stderr; `event` says what it is."""

    def recognised(self, inputs: Sequence[Recognised]) -> None:
        from dataclasses import asdict

        for given in inputs:
            _event("recognised", **asdict(given))

    def was_read(self, file: WasRead) -> None:
        from dataclasses import asdict

        _event("read", **asdict(file))

    def started(self, stage: str) -> None:
        _event("started", stage=stage)

    def progressed(self, stage: str, done: int, total: int) -> None:
        _event("progress", stage=stage, done=done, total=total)

    def finished(self, stage: str, seconds: float) -> None:
        _event("finished", stage=stage, seconds=round(seconds, 3))

    def noticed(self, text: str) -> None:
        _event("message", text=text)


def say(text: str) -> None:
    """A line on stderr, with nothing in it that could move the cursor."""
    sys.stderr.write(f"classmatch: {for_terminal(text)}\n")
    sys.stderr.flush()


def _event(event: str, **values: Any) -> None:
    sys.stderr.write(json.dumps({"event": event, **values}) + "\n")
    sys.stderr.flush()
