"""The errors of the package. An error that a source itself raises is passed on as it is."""

from __future__ import annotations

from collections.abc import Sequence

from dictamen._types import Diagnostic


class DictamenError(Exception):
    """Anything that the engine cannot do."""


class SourceError(DictamenError, ValueError):
    """What is to be read or judged is not there, or is nothing that could be judged."""


class BookError(DictamenError, ValueError):
    """A rule book has errors; :attr:`diagnostics` holds all of them, each with its place."""

    diagnostics: Sequence[Diagnostic]

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join(str(found) for found in self.diagnostics)
