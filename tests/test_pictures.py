"""The pictures that the pages show are there, in light and in dark, and small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from gold_documents import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PICTURES = sorted((ROOT / "docs" / "pictures").glob("*.png"))
LARGEST = 150_000
SHOWN = re.compile(r'(?:src|srcset)="([^"]+\.png)"')


def test_the_readme_shows_them_all() -> None:
    shown = SHOWN.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert sorted(ROOT / name for name in shown) == PICTURES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_shown_is_there(page: Path) -> None:
    for name in SHOWN.findall(page.read_text(encoding="utf-8")):
        assert page.parent / name in PICTURES


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_small_and_in_both_schemes(picture: Path) -> None:
    assert picture.stat().st_size <= LARGEST
    name, _, scheme = picture.stem.rpartition("-")
    other = {"light": "dark", "dark": "light"}[scheme]
    assert picture.with_stem(f"{name}-{other}") in PICTURES
