"""Real federal contracts of 2014 and 2015 judged by the ICT policy, as a page of two plots.

    python examples/contracts.py contracts.png

The source says what was contracted, when and for how much, and nothing of assents or studies. So most
clauses cannot be settled: what the plots show is which clauses wait for which facts.
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib.pyplot as plt
import polars as pl

from dictamen import Book

ROOT = Path(__file__).parents[3]
COLOURS = {
    "complies": "#2a7f62",
    "violates": "#b3261e",
    "undetermined": "#e0a030",
    "not_applicable": "#b8bcc2",
    "exempt": "#5b7db1",
}


def main(plot: Path) -> pl.DataFrame:
    """Judges the contracts and draws what came of them; the counts of each clause are handed back."""
    book = Book(ROOT / "rules")
    filings = ROOT / "fixtures" / "compranet" / "filings.ndjson"

    verdicts = book.judge(filings, as_of="2015-12-31", detail="verdicts")
    clauses = (
        pl.DataFrame(verdicts)
        .group_by("clause", "verdict")
        .len()
        .pivot("verdict", index="clause", values="len")
        .fill_null(0)
        .sort("clause")
    )
    findings = book.judge(filings, as_of="2015-12-31")
    wanted = (
        pl.DataFrame(findings)
        .explode("missing")
        .select(pl.col("missing").str.replace(r".*\.", ""), "count")
        .group_by("missing")
        .agg(pl.col("count").sum())
        .drop_nulls()
        .sort("count", "missing")
        .tail(10)
    )

    figure, (left, right) = plt.subplots(
        1, 2, figsize=(13, 0.24 * len(clauses) + 1.5), layout="constrained"
    )
    beside = [0] * len(clauses)
    for verdict in [verdict for verdict in COLOURS if verdict in clauses.columns]:
        counts = clauses[verdict].to_list()
        label = verdict.replace("_", " ")
        left.barh(clauses["clause"], counts, left=beside, color=COLOURS[verdict], label=label)
        beside = [before + count for before, count in zip(beside, counts, strict=True)]
    left.set_title(f"{findings.summary['judged']} filings: the verdicts of each clause")
    left.tick_params(axis="y", labelsize=7)
    left.invert_yaxis()
    left.legend(loc="upper center", bbox_to_anchor=(0.5, -0.03), ncols=5, fontsize=7, frameon=False)
    right.barh(wanted["missing"], wanted["count"], color=COLOURS["undetermined"])
    right.set_title("the facts that most verdicts wait for")
    figure.savefig(plot, dpi=110)
    plt.close(figure)
    return clauses


if __name__ == "__main__":
    print(main(Path(sys.argv[1] if len(sys.argv) > 1 else "contracts.png")))
