"""What cannot be judged is told with its place; nothing of it ends the interpreter."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from conftest import ROOT, broken, filing
from dictamen import Book, SourceError

DAY = "2026-01-01"

CONTRACT = pa.struct(
    [("number", pa.string()), ("amount", pa.decimal128(18, 4))]
    + [(field, pa.date32()) for field in ("signed_on", "assent_on", "answer_on")]
)


def table(**columns: Any) -> pa.Table:
    """Two filings, some of their columns otherwise."""
    own: dict[str, Any] = {
        "filing_id": ["A", "B"],
        "fiscal_year": [2018, 2018],
        "exempted": [False, False],
        "projects": [3, 9],
        "contracts": pa.array([[], []], pa.list_(CONTRACT)),
    }
    return pa.table({name: column for name, column in (own | columns).items() if column is not None})


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"projects": [1.5, 2.5]}, "`projects` holds floats"),
        ({"filing_id": None}, "`filing_id` is lacking"),
        ({"contracts": ["x", "y"]}, "`contracts` holds text, expected a list"),
        ({"exempted": ["yes", "no"]}, "`exempted` holds text, expected booleans"),
        ({"fiscal_year": pd.to_datetime(["2018-01-01"] * 2)}, "`fiscal_year` holds points in time"),
    ],
)
def test_columns_of_the_wrong_type(purchases: Book, columns: dict[str, Any], words: str) -> None:
    with pytest.raises(SourceError) as raised:
        purchases.judge(table(**columns), as_of=DAY)
    assert words in str(raised.value) and "pyarrow.Table" in str(raised.value)


def test_nulls_reject_their_own_filing(purchases: Book) -> None:
    verdicts = purchases.judge(table(filing_id=[None, "B"]), as_of=DAY)
    (reject,) = verdicts.rejects
    assert (reject["file"], reject["line"]) == ("pyarrow.Table", 1)
    assert verdicts.summary["judged"] == 1
    verdicts = purchases.judge(table(fiscal_year=pa.array([2018, None])), as_of=DAY)
    assert [reject["line"] for reject in verdicts.rejects] == [2]


def test_dictionaries_are_texts(purchases: Book) -> None:
    keys = pa.array(["A", "B"]).dictionary_encode()
    verdicts = purchases.judge(table(filing_id=keys), as_of=DAY)
    assert broken(verdicts.to_arrow().to_pylist()) == [("B", "purchases.cap")]


def test_no_rows_are_no_filings(purchases: Book) -> None:
    empty = table().slice(0, 0)
    reader = pa.RecordBatchReader.from_batches(empty.schema, [])
    sources: list[Any] = [empty, reader, [], iter(())]
    for source in sources:
        verdicts = purchases.judge(source, as_of=DAY)
        assert verdicts.to_arrow().num_rows == 0
        assert verdicts.summary["read"] == 0 and verdicts.rejects == []
    batches = [*table().to_batches(), pa.RecordBatch.from_pylist([], schema=table().schema)]
    verdicts = purchases.judge(pa.Table.from_batches(batches), as_of=DAY)
    assert verdicts.summary["read"] == 2


def test_offsets_that_lie(purchases: Book) -> None:
    # Pyarrow itself looks at the first offset and the last.
    offsets = pa.py_buffer(bytes.fromhex("00000000" "ffffff0f" "02000000"))
    lying = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"AB")])
    with pytest.raises(SourceError, match="batch 1 is not sound Arrow"):
        purchases.judge(table(filing_id=lying), as_of=DAY).to_arrow()


def test_many_columns_that_nobody_knows(purchases: Book) -> None:
    wide = {f"c{at}": [1, 2] for at in range(5_000)}
    verdicts = purchases.judge(table(**wide), as_of=DAY)
    assert verdicts.summary["judged"] == 2 and len(verdicts.warnings) > 0
    with pytest.raises(SourceError, match="unknown column `c0`"):
        purchases.judge(table(**wide), as_of=DAY, strict=True)


class Interrupted(Exception):
    """What no engine would raise itself."""


def until_it_raises() -> Iterator[dict[str, Any]]:
    """Filings, and then an error."""
    for at in range(700):
        yield filing(f"{at}", projects=9)
    raise Interrupted("the source is gone")


@pytest.mark.parametrize("threads", [1, 2])
def test_an_iterator_that_raises_in_the_middle(purchases: Book, threads: int) -> None:
    verdicts = purchases.judge(until_it_raises(), as_of=DAY, threads=threads)
    with pytest.raises(Interrupted, match="the source is gone"):
        verdicts.to_arrow()
    # Nothing is known of the whole, now or later.
    for _ in range(2):
        with pytest.raises(Interrupted):
            _ = verdicts.summary

    def batches() -> Iterator[pa.RecordBatch]:
        yield table().to_batches()[0]
        raise Interrupted("the source is gone")

    reader = pa.RecordBatchReader.from_batches(table().schema, batches())
    with pytest.raises(Interrupted):
        purchases.judge(reader, as_of=DAY, threads=threads).to_arrow()
    with pytest.raises(Interrupted):
        purchases.impact(purchases, until_it_raises(), as_of=DAY, threads=threads)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (["A"], "filing 2 is a list, not a dict"),
        ({"filing_id": object()}, "filing 2 cannot be read"),
        ({"projects": float("nan")}, "filing 2 cannot be read"),
        ({"projects": Decimal("NaN")}, "NaN is no amount"),
        ({("a", "b"): 1}, "filing 2 cannot be read"),
    ],
)
def test_dicts_that_are_no_filings(purchases: Book, item: Any, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        purchases.judge([filing("A"), item], as_of=DAY).to_arrow()


def test_a_dict_inside_itself(purchases: Book) -> None:
    one = filing("A")
    one["contracts"].append(one)
    with pytest.raises(SourceError, match="filing 1 cannot be read"):
        purchases.judge([one], as_of=DAY).to_arrow()


def test_texts_that_are_none_reject_their_filing(purchases: Book) -> None:
    one = filing("A")
    one["filing_id"] = "\ud800"
    verdicts = purchases.judge([one, filing("B")], as_of=DAY)
    assert [reject["line"] for reject in verdicts.rejects] == [1]
    assert verdicts.summary["judged"] == 1


@pytest.mark.parametrize("source", [None, 7, b"bytes", object()])
def test_what_is_no_source(purchases: Book, source: Any) -> None:
    with pytest.raises(SourceError, match="is nothing that can be judged"):
        purchases.judge(source, as_of=DAY)


def test_what_is_not_there(purchases: Book, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="missing.ndjson"):
        purchases.judge(tmp_path / "missing.ndjson", as_of=DAY)
    with pytest.raises(SourceError, match="`yesterday` is no date"):
        purchases.judge([filing("A")], as_of="yesterday")
    with pytest.raises(ValueError, match="-1 threads"):
        purchases.judge([filing("A")], as_of=DAY, threads=-1)
    torn = tmp_path / "torn.parquet"
    torn.write_bytes(b"PAR1 and no more PAR1")
    (reject,) = purchases.judge(torn, as_of=DAY).rejects
    assert reject["file"] == str(torn) and reject["line"] is None


def test_the_interpreter_is_let_go_while_judging(purchases: Book) -> None:
    ran = threading.Event()
    other = threading.Thread(target=ran.set)

    def slowly() -> Iterator[dict[str, Any]]:
        other.start()
        assert ran.wait(20)
        yield filing("A")

    assert purchases.judge(slowly(), as_of=DAY, threads=1).summary["judged"] == 1


@pytest.mark.parametrize("threads", [1, 2])
def test_control_c_ends_a_run(threads: int) -> None:
    program = textwrap.dedent(f"""
        import itertools, signal, sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from conftest import filing
        from dictamen import Book
        # Whoever runs the tests may ignore it.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        book = Book({str(ROOT / "fixtures/cli/rules")!r})
        print("ready", flush=True)
        try:
            lines = (filing(str(at)) for at in itertools.count())
            book.judge(lines, as_of={DAY!r}, threads={threads}).to_arrow()
        except KeyboardInterrupt:
            print("interrupted", flush=True)
    """)
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(1)
    os.kill(process.pid, signal.SIGINT)
    told, _ = process.communicate(timeout=60)
    assert told == "interrupted\n"
    assert process.returncode == 0
