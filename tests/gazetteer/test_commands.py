from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from arsec_ner.gazetteer.commands import app

RUN = CliRunner()


def test_check_names_every_wrong_row(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("label,name\nORG,معهد السلام\nPARTY,حزب\nORG,،\n", encoding="utf-8")
    result = RUN.invoke(app, ["check", str(path)])
    assert result.exit_code == 1
    assert f"error: {path}:3: unknown label 'PARTY'; labels: PERSON" in result.output
    assert f"error: {path}:4: '،' folds to nothing" in result.output
    assert "1 entries, 1 names, 2 errors" in result.output


def test_check_notes_what_may_surprise(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "id,label,name\nclub,ORG,الصين\nstar,ORG,نجم\nstar2,PERSON,نجم\n", encoding="utf-8"
    )
    result = RUN.invoke(app, ["check", str(path)])
    assert result.exit_code == 0
    assert "note: الصين is bundled as country:CHN: club goes first" in result.output
    assert "note: نجم names star and star2: a mention will mean either" in result.output
    assert "3 entries, 3 names, 0 errors" in result.output


def test_check_of_a_missing_file(tmp_path: Path) -> None:
    result = RUN.invoke(app, ["check", str(tmp_path / "none.yaml")])
    assert result.exit_code == 1 and "cannot be read" in result.output


def test_search_shows_the_entry() -> None:
    result = RUN.invoke(app, ["search", "الصين", "--limit", "1"])
    assert result.exit_code == 0
    assert "country:CHN  GPE · country · الصين · China · CHN" in result.output
    assert RUN.invoke(app, ["search", "لا أحد اسمه هكذا"]).exit_code == 1


def test_stats_counts() -> None:
    result = RUN.invoke(app, ["stats"])
    assert result.exit_code == 0 and "country" in result.output
