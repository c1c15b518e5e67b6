"""Why a filing got its verdict on a clause."""

from __future__ import annotations

from typing import Any

import polars
import pytest

from conftest import ROOT, filing
from dictamen import Book, SourceError


def test_why_a_filing_breaks_a_clause(purchases: Book, filings: list[dict[str, Any]]) -> None:
    told = purchases.why(filings[1], "purchases.cap", as_of="2026-01-01")
    assert (told["filing"], told["clause"], told["verdict"]) == ("B", "purchases.cap", "violates")
    subject = told["subjects"][0]
    assert subject["text"]["ruleset"] == "purchases 2018"
    assert [(edit["field"], edit["to"]) for edit in subject["mends"]] == [("projects", 7)]
    sound = purchases.why(filings[0], "purchases.cap", as_of="2026-01-01")
    assert sound["verdict"] == "complies"


def test_one_of_several_by_its_key(purchases: Book, filings: list[dict[str, Any]]) -> None:
    for source in (filings, polars.DataFrame(filings)):
        told = purchases.why(source, "purchases.cap", key="B", as_of="2026-01-01")
        assert (told["filing"], told["verdict"]) == ("B", "violates")
    with pytest.raises(SourceError, match="there are 2 filings .* say which, such as A, B"):
        purchases.why(filings, "purchases.cap", as_of="2026-01-01")
    with pytest.raises(SourceError, match="no filing `C`"):
        purchases.why(filings, "purchases.cap", key="C", as_of="2026-01-01")


def test_one_subject_of_a_file(purchases: Book) -> None:
    file = ROOT / "fixtures" / "cli" / "filings" / "b-mixed.ndjson"
    told = purchases.why(
        file, "purchases.assent[C-1]", key="BROKEN", as_of="2026-01-01"
    )
    subject = told["subjects"][0]
    assert subject["subject"] == "contracts[C-1]"
    assert subject["place"]["file"].endswith("b-mixed.ndjson") and subject["place"]["column"] > 1


def test_what_cannot_be_asked(purchases: Book) -> None:
    with pytest.raises(SourceError, match="no clause `purchases.cup`"):
        purchases.why(filing("A"), "purchases.cup", as_of="2026-01-01")
    with pytest.raises(SourceError, match="no subject `X`"):
        purchases.why(filing("A"), "purchases.assent[X]", as_of="2026-01-01")
    with pytest.raises(SourceError, match="the filing was rejected: .*fiscal_year"):
        purchases.why(filing("A") | {"fiscal_year": "x"}, "purchases.cap", as_of="2026-01-01")
    with pytest.raises(SourceError, match="no filing"):
        purchases.why([], "purchases.cap", as_of="2026-01-01")
