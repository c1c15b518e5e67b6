"""The rule books and filings that the tests judge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dictamen import Book

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def purchases() -> Book:
    """A small rule book on purchases."""
    return Book(ROOT / "fixtures" / "cli" / "rules")


@pytest.fixture
def filings() -> list[dict[str, Any]]:
    """Two filings of it; the second breaks the cap of projects."""
    return [filing("A", projects=3), filing("B", projects=9)]


def filing(key: str, *, projects: int = 3, year: int = 2018) -> dict[str, Any]:
    """A filing with one contract."""
    contract = {"number": "C-1", "amount": "1000.50", "signed_on": "2018-03-02"}
    return {
        "filing_id": key,
        "fiscal_year": year,
        "exempted": False,
        "projects": projects,
        "contracts": [contract | {"assent_on": "2018-03-01", "answer_on": "2018-02-01"}],
    }


def broken(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Which filing breaks which clause."""
    return [(row["filing"], row["clause"]) for row in rows if row["verdict"] == "violates"]
