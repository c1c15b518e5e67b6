"""What came of judging: rows, and what is told beside them."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dictamen._types import Reject

if TYPE_CHECKING:
    from dictamen._dictamen import Rows


class Verdicts:
    """The verdicts on some filings, in the order of the input.

    The rows come once, as they are judged: take :attr:`reader` for one batch after another in bounded
    memory, or :meth:`to_arrow` for all of them. Whatever takes Arrow takes this itself: ``polars.from_arrow(
    verdicts)``, ``duckdb.arrow(verdicts)``.

    :attr:`rejects`, :attr:`warnings` and :attr:`summary` are known at the end. Whoever asks for one of them
    earlier has the rest judged first; rows that nobody has taken yet are kept until they are.
    """

    def __init__(self, rows: Rows, schema: pa.Schema) -> None:
        self._rows = rows
        self._ready: deque[pa.RecordBatch] = deque()
        self._rejects: list[Reject] = []
        self._ended: tuple[dict[str, Any], list[str]] | None = None
        self._reader: pa.RecordBatchReader | None = None
        self.schema: pa.Schema = schema
        """The columns of the rows."""

    @property
    def reader(self) -> pa.RecordBatchReader:
        """The rows, batch by batch; each is handed out once. What a source raises in the middle is raised
        here, after the rows of the filings before it."""
        if self._reader is None:
            self._reader = pa.RecordBatchReader.from_batches(self.schema, self._batches())
        return self._reader

    def to_arrow(self) -> pa.Table:
        """All the rows that were not handed out yet."""
        return self.reader.read_all()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The rows for whatever reads Arrow, each handed out once."""
        return self.reader.__arrow_c_stream__(requested_schema)

    @property
    def rejects(self) -> list[Reject]:
        """The filings that were not judged, each with all its reasons."""
        self._end()
        return self._rejects

    @property
    def warnings(self) -> list[str]:
        """What was odd but readable, one line each."""
        return self._end()[1]

    @property
    def summary(self) -> dict[str, Any]:
        """The counts, as ``dictamen evaluate --summary`` writes them: ``read`` is ``judged`` and
        ``rejected`` together."""
        return self._end()[0]

    def close(self) -> None:
        """Ends the work where nobody wants the rest of it."""
        self._rows.close()

    def _next(self) -> pa.RecordBatch | None:
        """The next rows as they are judged."""
        following = self._rows.next()
        if following is None:
            return None
        batch, rejects = following
        self._rejects.extend(json.loads(line) for line in rejects.splitlines())
        return batch

    def _batches(self) -> Iterator[pa.RecordBatch]:
        while True:
            batch = self._ready.popleft() if self._ready else self._next()
            if batch is None:
                return
            if batch.num_rows:
                yield batch

    def _end(self) -> tuple[dict[str, Any], list[str]]:
        """What is known at the end, brought about if it is not there yet."""
        if self._ended is None:
            while (batch := self._next()) is not None:
                self._ready.append(batch)
            finished = self._rows.finish()
            if finished is None:
                raise ValueError("the run was closed before its end: nothing is known of it as a whole")
            summary, warnings = finished
            self._ended = (json.loads(summary), warnings)
        return self._ended
