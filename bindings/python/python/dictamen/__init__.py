"""A rules engine for regulation: lawyers write clauses, every filing gets a reasoned verdict.

>>> from dictamen import Book
>>> book = Book("rules")
>>> verdicts = book.judge("fixtures/filings", as_of="2026-01-01")
>>> table = verdicts.to_arrow()          # a row for each finding
>>> verdicts.summary["judged"], len(verdicts.rejects)
"""

from dictamen._book import Book, check
from dictamen._errors import BookError, DictamenError, SourceError
from dictamen._types import Detail, Diagnostic, Reason, Reject
from dictamen._verdicts import Verdicts

__all__ = [
    "Book",
    "BookError",
    "Detail",
    "Diagnostic",
    "DictamenError",
    "Reason",
    "Reject",
    "SourceError",
    "Verdicts",
    "check",
]
