"""The example does what it says."""

from __future__ import annotations

import runpy
from pathlib import Path

from conftest import ROOT


def test_real_contracts_are_judged_and_drawn(tmp_path: Path) -> None:
    example = runpy.run_path(str(ROOT / "bindings" / "python" / "examples" / "contracts.py"))
    plot = tmp_path / "contracts.png"
    clauses = example["main"](plot)
    assert plot.read_bytes().startswith(b"\x89PNG")
    assert clauses["undetermined"].sum() > 0
    # The contracts do not say what a violation would need.
    assert "violates" not in clauses.columns or clauses["violates"].sum() == 0
