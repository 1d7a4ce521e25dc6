"""The rows and tables of `benchmarks/backends.py`, without measuring anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from gold_documents import ROOT
from test_benchmarks import module

backends = module("backends")
MODELS = {"stanza": "models/ar.pt", "hf": "models/hf", "camel": "models/camel"}
HEADINGS = "mentions mentions/PERSON mentions/ORG mentions/GPE countries roles/person events"
SCORES = {each: {"precision": 0.5, "recall": 0.25, "f1": 0.125} for each in HEADINGS.split()}
FIGURES = {
    "quality": {"documents": 2, "scores": SCORES},
    "speed": {"documents a second": 20.04, "peak memory": 300.4},
    "disk": "700 + 11",
}


def test_every_backend_and_their_ensembles_are_rows() -> None:
    rows = backends.backends(MODELS)
    assert rows['`"stanza:…"`'] == {"tagger": "stanza:models/ar.pt"}
    assert rows["bundled, stanza and hf, vote"] == {
        "tagger": ["bundled", "stanza:models/ar.pt", "hf:models/hf"],
        "combine": "vote",
    }
    assert len(rows) == 2 + 3 + 2 + 2
    assert list(backends.backends({})) == ['`"rules"`', '`"bundled"`']
    assert len(backends.normalizers(None)) == 4 and len(backends.normalizers("a.db")) == 6


def test_table() -> None:
    lines = backends.table(backends.BACKENDS, {"one": FIGURES}, "tagger").splitlines()
    assert lines[0].startswith("| tagger | mentions: precision | recall | F1 | PERSON F1 |")
    assert lines[2] == (
        "| one | 0.500 | 0.250 | 0.125 | 0.125 | 0.125 | 0.125 | 0.125 | 20.0 | 300 | 700 + 11 |"
    )
    assert "GPE F1" in backends.table(backends.NORMALIZERS, {"one": FIGURES}, "tagger")


def test_what_a_backend_weighs(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"0" * 2_000_000)
    (tmp_path / "model.pyc").write_bytes(b"0" * 2_000_000)
    assert backends.megabytes([tmp_path]) == backends.megabytes([tmp_path / "model.bin"]) == 2
    assert backends.disk({"tagger": ["bundled", "rules"]}, MODELS) == backends.disk({}, {}) == "0"


def test_the_page_holds_the_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(backends.PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    for marker in ("backends", "normalizers"):
        backends.write_between(page, marker, "TABLE")
        assert f"<!-- {marker} -->\nTABLE\n<!-- /{marker} -->" in page.read_text("utf-8")


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    program = ROOT / "benchmarks" / "backends.py"
    done = subprocess.run([sys.executable, program, tmp_path], capture_output=True, text=True)
    assert done.returncode == 2 and "no .ann files" in done.stderr
