from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from arsec_ner.errors import GazetteerError
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.gazetteer.build import build
from arsec_ner.gazetteer.index import Index

ROOT = Path(__file__).parent.parent.parent
HEADER = "id\tlabel\tkind\tname\tnames\tweak\tcountry\tpopulation\tsource"


def folder_with(tmp_path: Path, *rows: str) -> Path:
    lines = ["# a comment", HEADER, *rows]
    (tmp_path / "places.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_rebuilding_gives_the_committed_bytes() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "build_data.py"), "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_order_of_rows_and_files_does_not_matter(tmp_path: Path) -> None:
    rows = ["a\tGPE\tcity\tبكين\t\t\tCHN\t5\tx", "b\tGPE\tcity\tوهران\t\t\tDZA\t3\tx"]
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    assert build(folder_with(one, *rows)) == build(folder_with(two, *reversed(rows)))


def test_tables_of_another_kind_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "stems.tsv").write_text("stem\tform\nصين\tصيني\n", encoding="utf-8")
    assert len(Gazetteer([Index(build(folder_with(tmp_path)))])) == 0


WRONG = [
    (["a\tGPE\tcity\tبكين\t\t\tCHN\t\t"], 3, "source of a is missing"),
    (["a\tCITY\tcity\tبكين\t\t\tCHN\t\tx"], 3, "unknown label 'CITY'"),
    (["a\tGPE\tcity\tبكين\t\t\tCHI\t\tx"], 3, "country 'CHI' is no alpha-3 code"),
    (["a\tGPE\tcity\t«»\t\t\tCHN\t\tx"], 3, "'«»' of a folds to nothing"),
    (["a\tGPE\tcity\tبكين\tـ\t\tCHN\t\tx"], 3, "'ـ' of a folds to nothing"),
    (["a\tGPE\tcity\tبكين\t\t\tCHN\t\tx\ty"], 3, "10 cells under 9 columns"),
    (
        ["a\tGPE\tcity\tبكين\t\t\tCHN\t\tx", "a\tGPE\tcity\tوهران\t\t\tCHN\t\tx"],
        4,
        "id a stands already at places.tsv:3",
    ),
    (
        ["a\tORG\t\tحزب الأمة\t\t\tSDN\t\tx", "b\tORG\t\tحزب الامه\t\t\tKWT\t\tx"],
        4,
        "'حزب الامه' is a strong name of b and of a (places.tsv:3); make it weak in one",
    ),
]


@pytest.mark.parametrize(("rows", "row", "reason"), WRONG)
def test_wrong_source_is_refused(tmp_path: Path, rows: list[str], row: int, reason: str) -> None:
    with pytest.raises(GazetteerError) as caught:
        build(folder_with(tmp_path, *rows))
    assert (caught.value.file, caught.value.row) == ("places.tsv", row)
    assert caught.value.reason.startswith(reason)


def test_name_of_several_places_stays_strong_in_the_best_known(tmp_path: Path) -> None:
    rows = [
        "village\tGPE\tcity\tطرابلس\tطرابلس الصغرى\t\tGRC\t900\tx",
        "city\tGPE\tcity\tطرابلس\t\t\tLBN\t230000\tx",
        "capital\tGPE\tcapital\tطرابلس\t\t\tLBY\t\tx",
    ]
    gazetteer = Gazetteer([Index(build(folder_with(tmp_path, *rows)))])
    assert gazetteer.entry("capital").names == ("طرابلس",)
    assert (gazetteer.entry("city").names, gazetteer.entry("city").weak) == ((), ("طرابلس",))
    assert gazetteer.entry("village").names == ("طرابلس الصغرى",)
    assert [entry.id for entry in gazetteer.named("طرابلس")] == ["capital", "city", "village"]


def test_name_may_be_strong_in_two_labels(tmp_path: Path) -> None:
    rows = ["a\tGPE\tcountry\tتركيا\t\t\tTUR\t\tx", "b\tORG\t\tتركيا\t\t\tTUR\t\tx"]
    assert len(Gazetteer([Index(build(folder_with(tmp_path, *rows)))])) == 2
