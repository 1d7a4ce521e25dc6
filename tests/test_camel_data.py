"""CAMeL Tools' folders, and its import where it has no catalogue."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from arsec_ner.camel_data import catalogue, data_folder, installed

NER = ("NamedEntityRecognition", "ner/arabert")


def test_the_installed_data_are_where_the_catalogue_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    assert installed(*NER) == tmp_path / "data" / "ner" / "arabert"
    component = {"default": "new", "datasets": {"new": {"path": "ner/new"}}}
    shown = {"components": {"NamedEntityRecognition": component}}
    (tmp_path / "catalogue.json").write_text(json.dumps(shown), encoding="utf-8")
    assert installed(*NER) == tmp_path / "data" / "ner" / "new"
    (tmp_path / "catalogue.json").write_text("[", encoding="utf-8")
    assert installed(*NER) == tmp_path / "data" / "ner" / "arabert"


def test_the_usual_folder_is_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAMELTOOLS_DATA", raising=False)
    assert data_folder().parent in (Path.home(), Path.home() / "AppData" / "Roaming")


@pytest.mark.parametrize("before", [None, "elsewhere"])
def test_the_environment_is_left_as_it_was(
    before: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delitem(sys.modules, "camel_tools.data", raising=False)
    monkeypatch.delenv("CAMELTOOLS_DATA", raising=False)
    if before:
        monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path / before))
    kept = os.environ.get("CAMELTOOLS_DATA")
    with catalogue():
        shown = Path(os.environ["CAMELTOOLS_DATA"], "catalogue.json")
        assert json.loads(shown.read_text(encoding="utf-8"))["packages"] == {}
    assert os.environ.get("CAMELTOOLS_DATA") == kept
    assert list(tmp_path.iterdir()) == []
