"""Rule books."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from dictamen import _dictamen
from dictamen._errors import BookError
from dictamen._sources import given
from dictamen._types import Detail, Diagnostic
from dictamen._verdicts import Verdicts


class Book:
    """A sound rule book, from a folder, from a file or from texts by their names.

    >>> Book("rules")
    >>> Book({"purchases.dictamen": "vocabulary purchases …"})

    A book with errors raises :class:`~dictamen.BookError`, which tells all of them. A book can be pickled:
    what travels is its texts.
    """

    def __init__(self, rules: str | Path | Mapping[str, str]) -> None:
        loaded, self._diagnostics = _load(rules)
        if loaded is None:
            raise BookError(self._diagnostics)
        self._rules = loaded

    def check(self) -> list[Diagnostic]:
        """What is suspect in its texts, though legal. Of a book that may have errors too,
        :func:`dictamen.check` tells them."""
        return list(self._diagnostics)

    @property
    def versions(self) -> list[str]:
        """The names of its versions, the first one first: ``ict_policy 2016``."""
        return self._rules.versions()

    def schema(self) -> dict[str, Any]:
        """The vocabulary as a JSON Schema (2020-12) of one filing."""
        return cast(dict[str, Any], json.loads(self._rules.schema()))

    def judge(
        self,
        source: object,
        *,
        as_of: date | str | None = None,
        detail: Detail = "findings",
        threads: int = 0,
        strict: bool = False,
    ) -> Verdicts:
        """Judges filings.

        :param source: a path, or several: files, folders (searched) and globs; a table, batch or reader of
            pyarrow, a frame of Polars or pandas, a relation of DuckDB, anything with
            ``__arrow_c_stream__``: a filing a row; an iterable of dicts, or one dict. Numbers of money are
            best given as :class:`~decimal.Decimal` or text: columns of floats are refused.
        :param as_of: the date on which it is judged; today if nothing is said.
        :param detail: ``"verdicts"`` for a row for each clause, ``"findings"`` for one for each finding of
            what violates or is undetermined, ``"full"`` for every subject of every clause.
        :param threads: how many threads work; 0 for one on each core.
        :param strict: whether a field that the vocabulary does not know rejects its filing; else it warns.
        :raises SourceError: if there is nothing such, or its columns are not those of the vocabulary.
        """
        source = given(source, self._rules, strict)
        columns = _dictamen.columns(detail)
        rows = self._rules.judge(source, _day(as_of), detail, _threads(threads), strict)
        return Verdicts(rows, columns)

    def why(
        self,
        filing: object,
        clause: str,
        *,
        key: str | None = None,
        as_of: date | str | None = None,
    ) -> dict[str, Any]:
        """Why a filing got its verdict on a clause, as ``dictamen why --format json`` tells it: the text that
        judged, the conditions as a tree with the place of each value, what would settle or mend it.

        :param filing: the filing as a dict, or any source that :meth:`judge` takes.
        :param clause: the clause, ``procurement.assent``, or one subject of it, ``procurement.assent[R-7]``.
        :param key: which filing, where the source holds several.
        :raises SourceError: if there is no such filing, clause or subject, or the filing cannot be read.
        """
        source = given(filing, self._rules, strict=False)
        return cast(dict[str, Any], json.loads(self._rules.why(source, key, clause, _day(as_of))))

    def diff(self, new: Book) -> dict[str, Any]:
        """What changed in law from this book to another, as ``dictamen diff --format json`` tells it."""
        return cast(dict[str, Any], json.loads(self._rules.diff(new._rules)))

    def impact(
        self,
        new: Book,
        source: object,
        *,
        as_of: date | str | None = None,
        threads: int = 0,
    ) -> dict[str, Any]:
        """Whose verdict another book flips, as ``dictamen impact --format json`` tells it."""
        source = given(source, self._rules, strict=False)
        told = self._rules.impact(new._rules, source, _day(as_of), _threads(threads))
        return cast(dict[str, Any], json.loads(told))

    def __reduce__(self) -> tuple[type[Book], tuple[dict[str, str]]]:
        return (Book, (dict(self._rules.texts()),))

    def __repr__(self) -> str:
        return f"<Book of {', '.join(self.versions)}>"


def check(rules: str | Path | Mapping[str, str]) -> list[Diagnostic]:
    """All that is wrong with a rule book or suspect in it, as ``dictamen check`` tells it; nothing is raised
    for what stands in its texts."""
    return _load(rules)[1]


def _load(
    rules: str | Path | Mapping[str, str],
) -> tuple[_dictamen.Rules | None, list[Diagnostic]]:
    if isinstance(rules, Mapping):
        loaded, told = _dictamen.from_texts([(str(name), text) for name, text in rules.items()])
    else:
        loaded, told = _dictamen.load(rules)
    return loaded, [Diagnostic(*cast(Any, one)) for one in told]


def _day(day: date | str | None) -> str:
    """The date as the engine reads it; of a point in time its day."""
    if day is None:
        day = date.today()
    if isinstance(day, str):
        return day
    return f"{day.year:04}-{day.month:02}-{day.day:02}"


def _threads(threads: int) -> int:
    if threads < 0:
        raise ValueError(f"{threads} threads cannot work; 0 is one on each core")
    return threads
