"""Filings of every form are judged to the rows that the command line writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from conftest import ROOT, broken, filing
from dictamen import Book

BROKEN = [("B", "purchases.cap")]
DAY = "2026-01-01"


def test_a_folder_is_judged_end_to_end() -> None:
    book = Book(ROOT / "rules")
    verdicts = book.judge(ROOT / "fixtures" / "filings", as_of=DAY)
    rows = verdicts.to_arrow().to_pylist()
    summary = verdicts.summary
    assert summary["read"] == summary["judged"] + summary["rejected"] > 70
    assert verdicts.rejects == []
    violating = {row["filing"] for row in rows if row["filing_verdict"] == "violates"}
    assert summary["verdicts"]["violates"] == len(violating) > 0


def test_several_paths_and_every_number_of_threads(purchases: Book) -> None:
    folder = ROOT / "fixtures" / "cli" / "filings"
    paths = [folder / "a-sound.yaml", str(folder / "b-mixed.ndjson")]
    tables = [
        purchases.judge(paths, as_of=DAY, threads=threads).to_arrow() for threads in (1, 2, 0)
    ]
    assert tables[0] == tables[1] == tables[2]
    assert ("BROKEN", "purchases.cap") in broken(tables[0].to_pylist())


def test_detail_says_which_rows(purchases: Book, filings: list[dict[str, Any]]) -> None:
    def rows(detail: Any) -> list[dict[str, Any]]:
        table = purchases.judge(filings, as_of=DAY, detail=detail).to_arrow()
        return list(table.to_pylist())

    clauses = {row["clause"] for row in rows("verdicts") if row["filing"] == "A"}
    assert "purchases.cap" in clauses and len(clauses) > 1
    assert "message" not in rows("verdicts")[0]
    assert len(rows("findings")) < len(rows("full"))
    with pytest.raises(ValueError, match="`all` is no level of detail"):
        rows("all")


def arrow(filings: list[dict[str, Any]]) -> pa.Table:
    """The filings as columns of the types that Arrow gives them, dates as days."""
    for one in filings:
        for contract in one["contracts"]:
            contract["amount"] = Decimal(contract["amount"])
            for field in ("signed_on", "assent_on", "answer_on"):
                contract[field] = date.fromisoformat(contract[field])
    return pa.Table.from_pylist(filings)


class Streams:
    """Something that is known by its stream alone."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)


FORMS: dict[str, Callable[[pa.Table], Any]] = {
    "pyarrow table": lambda table: table,
    "pyarrow batch": lambda table: table.to_batches()[0],
    "pyarrow reader": lambda table: table.to_reader(max_chunksize=1),
    "a stream alone": Streams,
    "polars frame": pl.from_arrow,
    "polars lazy frame": lambda table: pl.DataFrame(pl.from_arrow(table)).lazy(),
    "pandas frame": lambda table: table.to_pandas(),
    "pandas frame with labels": lambda table: table.to_pandas().set_index(pd.Index(["x", "y"])),
    "duckdb relation": lambda table: duckdb.from_arrow(table),
    "iterator of dicts": lambda table: iter(table.to_pylist()),
    "list of dicts": lambda table: table.to_pylist(),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("threads", [1, 2])
def test_every_form_of_filings(
    purchases: Book, filings: list[dict[str, Any]], form: str, threads: int
) -> None:
    source = FORMS[form](arrow(filings))
    verdicts = purchases.judge(source, as_of=DAY, threads=threads)
    assert broken(verdicts.to_arrow().to_pylist()) == BROKEN
    assert verdicts.rejects == []
    assert [verdicts.summary[count] for count in ("read", "judged", "rejected")] == [2, 2, 0]


def test_dicts_hold_what_json_has_no_form_for(purchases: Book) -> None:
    one = filing("A")
    one["contracts"][0] |= {"amount": Decimal("1E+3"), "signed_on": datetime(2018, 3, 2, 12)}
    verdicts = purchases.judge(one, as_of=date(2026, 1, 1))
    assert [reject["reasons"] for reject in verdicts.rejects] != []
    one["contracts"][0]["signed_on"] = date(2018, 3, 2)
    verdicts = purchases.judge(one, as_of=date(2026, 1, 1))
    assert verdicts.rejects == []
    assert verdicts.summary["judged"] == 1


def test_rows_come_as_they_are_judged(purchases: Book) -> None:
    asked = 0

    def endless() -> Iterator[dict[str, Any]]:
        nonlocal asked
        while True:
            asked += 1
            yield filing(f"{asked}", projects=9)

    verdicts = purchases.judge(endless(), as_of=DAY)
    assert verdicts.reader.read_next_batch().num_rows > 0
    verdicts.close()
    assert 0 < asked < 100_000
    with pytest.raises(ValueError, match="closed before its end"):
        _ = verdicts.summary


def test_what_is_known_at_the_end_loses_no_row(
    purchases: Book, filings: list[dict[str, Any]]
) -> None:
    source = [*filings, filings[0], {"filing_id": "C", "odd": 1} | filing("C")]
    verdicts = purchases.judge(source, as_of=DAY)
    assert verdicts.summary["rejected"] == 1
    (reject,) = verdicts.rejects
    assert reject["filing"] == "A" and "was read before" in reject["reason"]
    assert "odd" in verdicts.warnings[0]
    assert broken(verdicts.to_arrow().to_pylist()) == BROKEN
    assert verdicts.to_arrow().num_rows == 0
    strict = purchases.judge(source, as_of=DAY, strict=True)
    assert strict.summary["rejected"] == 2


def test_other_tools_read_the_rows(purchases: Book, filings: list[dict[str, Any]]) -> None:
    frame = pl.DataFrame(purchases.judge(filings, as_of=DAY))
    assert broken(frame.to_dicts()) == BROKEN
    rows = purchases.judge(filings, as_of=DAY).reader
    relation: Any = duckdb.from_arrow(rows)
    assert relation.filter("verdict = 'violates'").aggregate("count(*)").fetchall() == [(1,)]


def test_a_row_is_that_of_the_command_line(purchases: Book, tmp_path: Path) -> None:
    # What the command line writes is held against the library's rows by a test of the library.
    table = purchases.judge(ROOT / "fixtures" / "cli" / "filings", as_of=DAY).to_arrow()
    (row,) = [
        row
        for row in table.to_pylist()
        if row["filing"] == "BROKEN" and row["clause"] == "purchases.cap"
    ]
    assert row["message"] == "6 projects; the cap is 5"
    assert row["year"] == 2019 and row["severity"] == "mandatory"
    assert row["file"].endswith("b-mixed.ndjson") and row["line"] == 1
