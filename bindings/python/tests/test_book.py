"""Rule books: what is known of them, what is wrong with them, how they travel and are compared."""

from __future__ import annotations

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from conftest import ROOT, filing
from dictamen import Book, BookError, DictamenError, SourceError, check

IMPACT = ROOT / "fixtures" / "impact"


def test_what_a_book_says_of_itself(purchases: Book) -> None:
    assert purchases.versions == ["purchases 2018", "purchases 2019"]
    assert purchases.check() == []
    schema = purchases.schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["required"]) == {"filing_id", "fiscal_year"}
    assert repr(purchases) == "<Book of purchases 2018, purchases 2019>"


def test_a_book_of_texts() -> None:
    folder = ROOT / "fixtures" / "cli" / "rules"
    texts = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.dictamen"))}
    book = Book(texts)
    assert book.judge([filing("A")], as_of="2026-01-01").summary["judged"] == 1


def test_errors_are_told_with_their_places() -> None:
    folder = ROOT / "fixtures" / "cli" / "broken"
    with pytest.raises(BookError) as raised:
        Book(folder)
    found = raised.value.diagnostics[0]
    assert found.severity == "error" and found.code and found.line > 0 and found.column > 0
    assert found.file.endswith("broken/ruleset.dictamen")
    assert f"{found.file}:{found.line}:{found.column}: error[{found.code}]" in str(raised.value)
    assert check(folder) == list(raised.value.diagnostics)
    assert isinstance(pickle.loads(pickle.dumps(raised.value)), BookError)
    with pytest.raises(BookError):
        Book({"a.dictamen": "clause"})
    assert issubclass(BookError, DictamenError) and issubclass(SourceError, DictamenError)


def test_a_book_that_is_not_there() -> None:
    with pytest.raises(SourceError, match="no/such/rules"):
        Book("no/such/rules")


def judged(book: Book, key: str) -> int:
    """How many filings a book judges, of one."""
    return int(book.judge([filing(key)], as_of="2026-01-01").summary["judged"])


def test_a_book_travels_as_its_texts(purchases: Book) -> None:
    blob = pickle.dumps(purchases)
    assert b"vocabulary purchases" in blob
    again = pickle.loads(blob)
    assert again.versions == purchases.versions and judged(again, "A") == 1


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_other_processes_judge(purchases: Book, method: str) -> None:
    assert judged(purchases, "A") == 1
    context: Any = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        done = [pool.submit(judged, purchases, key) for key in "AB"]
        assert [one.result(timeout=60) for one in done] == [1, 1]


def test_two_books_are_compared() -> None:
    old, new = Book(IMPACT / "seven"), Book(IMPACT / "eight")
    diff = old.diff(new)
    assert diff["meaning"] and diff["changes"]
    assert old.diff(old)["changes"] == []
    impact = old.impact(new, IMPACT / "filings", as_of="2026-01-01")
    assert impact["compared"] > 0 and sum(impact["flips"].values()) > 0
    with pytest.raises(DictamenError, match="no clause in common"):
        old.impact(Book(ROOT / "rules"), IMPACT / "filings", as_of="2026-01-01")
