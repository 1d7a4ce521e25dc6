from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from gold_documents import ROOT


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


run = module("run")
SCORES = {heading: {"f1": 0.5} for heading in run.QUALITY}
FIGURES = {
    "quality": {
        "documents": 20,
        "scores": SCORES,
        "calibration": {"mentions": 0.01, "events": 0.03},
        "untrue offsets": 0,
    },
    "start": {"import": 0.05, "load": 0.5, "load and first document": 0.75},
    "speed": {
        n: {"documents a second": 20.0 * n, "tokens a second": 9876.5, "peak memory": 300.0}
        for n in (1, 2)
    },
    "linking": {"known": 2, "precision": 1.0, "recall": 0.5},
    "gazetteer": {
        "entries": 9,
        "size": 1.0,
        "load": 0.1,
        "memory": 2.0,
        "megabytes a second": 3.0,
    },
    "size": 42.0,
}


def test_table() -> None:
    lines = run.table(run.ROWS, {"rules": FIGURES, "bundled": FIGURES}).splitlines()
    assert lines[:3] == [
        "| | rules | bundled |",
        "|---|---:|---:|",
        "| mentions, F1 | 0.500 | 0.500 |",
    ]
    assert "| documents a second, 2 cores | 40.0 | 40.0 |" in lines
    assert "| tokens a second, 2 cores | 9,876 | 9,876 |" in lines
    assert len(lines) == 2 + len(run.ROWS)


def test_pages_hold_the_markers(tmp_path: Path) -> None:
    for name in ("README.md", "docs/evaluation.md"):
        page = tmp_path / "page.md"
        page.write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
        run.write_between(page, "evaluation", "TABLE")
        run.write_between(page, "evaluation", "ANOTHER")
        assert "<!-- evaluation -->\nANOTHER\n<!-- /evaluation -->" in page.read_text("utf-8")
        assert "TABLE" not in page.read_text(encoding="utf-8")


def test_missing_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.touch()
    with pytest.raises(ValueError, match="needs the markers"):
        run.write_between(page, "evaluation", "x")


def test_a_start_is_measured() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "measure.py", "start", ROOT / "seeds", "rules"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout).keys() == {"import", "load", "load and first document"}
