"""What is told of rule books and filings, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict

Detail = Literal["verdicts", "findings", "full"]
"""How much is said of each filing: a row for each clause; for each finding of what violates or is
undetermined; for every subject of every clause."""


@dataclass(frozen=True)
class Diagnostic:
    """What is wrong with a rule book, or suspect in it, and where."""

    code: str
    """The stable code that ``dictamen explain`` knows: ``T0301``."""
    severity: Literal["error", "warning"]
    message: str
    help: str | None
    """What to write instead."""
    file: str
    line: int
    column: int

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        told = f"{place}: {self.severity}[{self.code}]: {self.message}"
        return told if self.help is None else f"{told}\n  help: {self.help}"


class Reason(TypedDict):
    """One thing that is wrong with a filing."""

    line: int | None
    column: int | None
    field: str | None
    cause: str
    reason: str


class Reject(TypedDict):
    """A filing that was not judged, as ``dictamen evaluate --rejects`` writes it."""

    file: str
    line: int | None
    column: int | None
    filing: str | None
    """Its key, as far as it could be read."""
    reason: str
    filings: int
    """How many filings it stands for: a table that cannot be read is told once."""
    reasons: list[Reason]
    more: int
    """How many reasons there are beside those that are told."""
