"""Who hears how the work goes. The library tells, and prints nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classmatch.report.inputs import Recognised, WasRead


class Listener:
    """Hears nothing. The command line, and whoever embeds classmatch, overrides what it wants to hear."""

    def recognised(self, inputs: Sequence[Recognised]) -> None:
        """What the input files were taken for, before any work is done."""

    def was_read(self, file: WasRead) -> None:
        """An input file has been read to its end."""

    def started(self, stage: str) -> None:
        """A stage begins."""

    def progressed(self, stage: str, done: int, total: int) -> None:
        """A stage has done `done` of `total` steps."""

    def finished(self, stage: str, seconds: float) -> None:
        """A stage has ended."""

    def noticed(self, text: str) -> None:
        """Something that the user should know and that stops nothing."""
