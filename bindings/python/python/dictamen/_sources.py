"""What can be judged, brought into one of three forms: paths, record batches of Arrow, lines of JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

from dictamen._errors import SourceError

if TYPE_CHECKING:
    from dictamen._dictamen import Rules

Given: TypeAlias = list[Path] | tuple[str, bool, Iterator[Any]]

# How many bytes of JSON are handed over at a time, at least.
PIECE = 1 << 16


def given(source: object, rules: Rules, strict: bool) -> Given:
    """A source of any kind as the compiled part takes it."""
    if isinstance(source, (str, os.PathLike)):
        return [Path(source)]
    if isinstance(source, (list, tuple)) and source and _are_paths(source):
        return [Path(path) for path in source]
    reader = _reader(source)
    if reader is not None:
        misfit = rules.misfit(reader.schema, strict)
        if misfit is not None:
            raise SourceError(f"{_name(source)} cannot be judged: {misfit}")
        return (_name(source), True, _sound(reader))
    if isinstance(source, Mapping):
        return ("filing", False, _lines([source]))
    if isinstance(source, Iterable) and not isinstance(source, (bytes, bytearray)):
        return ("filings", False, _lines(source))
    raise SourceError(
        f"{_name(source)} is nothing that can be judged: give a path or several, a table of Arrow, "
        "Polars, pandas or DuckDB, or an iterable of dicts"
    )


def _are_paths(items: Iterable[object]) -> bool:
    return all(isinstance(item, (str, os.PathLike)) for item in items)


def _name(source: object) -> str:
    """How places call what has no file: `polars.DataFrame`."""
    kind = type(source)
    return f"{kind.__module__.partition('.')[0]}.{kind.__qualname__}"


def _reader(source: Any) -> pa.RecordBatchReader | None:
    """A reader of what holds columns; nothing where it does not."""
    if isinstance(source, pa.RecordBatchReader):
        return source
    module = type(source).__module__.partition(".")[0]
    if module == "pandas" and hasattr(source, "columns"):
        # The labels of the rows are no column of the filings.
        table = pa.Table.from_pandas(source, preserve_index=False)
        return table.to_reader()
    if module == "polars" and hasattr(source, "collect"):
        source = source.collect()
    if hasattr(source, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(source)
    if hasattr(source, "__arrow_c_array__"):
        batch = pa.record_batch(source)
        return pa.RecordBatchReader.from_batches(batch.schema, [batch])
    for method in ("fetch_arrow_reader", "fetch_record_batch"):
        if hasattr(source, method):
            reader: pa.RecordBatchReader = getattr(source, method)()
            return reader
    return None


def _sound(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """The batches, each looked through before anything reads where its offsets point."""
    for number in count(1):
        try:
            batch = next(reader, None)
            if batch is None:
                return
            batch.validate(full=True)
        except pa.ArrowInvalid as reason:
            raise SourceError(f"batch {number} is not sound Arrow: {reason}") from reason
        yield batch


def _lines(filings: Iterable[object]) -> Iterator[bytes]:
    """Dicts as lines of JSON, several at a time."""
    lines: list[str] = []
    size = 0
    for number, filing in enumerate(filings, 1):
        if not isinstance(filing, Mapping):
            raise SourceError(f"filing {number} is a {type(filing).__name__}, not a dict")
        try:
            line = json.dumps(filing, default=_plain, allow_nan=False, ensure_ascii=False)
        except (TypeError, ValueError, RecursionError) as reason:
            raise SourceError(f"filing {number} cannot be read: {reason}") from reason
        lines.append(line)
        size += len(line)
        if size >= PIECE:
            yield _joined(lines)
            lines, size = [], 0
    if lines:
        yield _joined(lines)


def _joined(lines: list[str]) -> bytes:
    # A surrogate without its other half is no text; what reads the line says where it stands.
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")


def _plain(value: object) -> object:
    """Values that JSON has no form for, as a filing writes them."""
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} is no amount")
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "tolist"):
        # Arrays and numbers of numpy.
        return value.tolist()
    raise TypeError(f"{value!r} is a {type(value).__name__}, which no field holds")
