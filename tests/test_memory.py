"""The measure of memory reads a stream that is always the same, and tells what it takes."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest
from gold_documents import ROOT


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("memory")


def test_documents_are_short_and_the_same_again(memory: ModuleType) -> None:
    made = list(memory.documents(20))
    assert made == list(memory.documents(20))
    assert len(set(made)) == 20
    least, most = memory.WORDS
    assert all(least <= len(text.split()) <= most for text in made)


def test_table(memory: ModuleType) -> None:
    found = {"rules, 1 process": {500: 99.6, 1000: 101.2}, "bundled, 1 process": {500: 200.0}}
    assert memory.table(found).splitlines() == [
        "| MB after documents | 500 | 1,000 |",
        "|---|---:|---:|",
        "| rules, 1 process | 100 | 101 |",
        "| bundled, 1 process | 200 |  |",
    ]


def test_the_page_has_a_place_for_it() -> None:
    page = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
    assert page.count("<!-- memory -->") == page.count("<!-- /memory -->") == 1
