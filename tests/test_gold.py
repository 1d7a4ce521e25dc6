from __future__ import annotations

from pathlib import Path

import pytest
from gold_documents import SEEDS, gold_document, gold_folder

from arsec_ner.errors import DataError
from arsec_ner.gold import is_country, places_of, read_gold, sentence_spans

TEXT = (
    "زار وزير الدفاع الصيني دونغ جون هانوي يوم الاثنين. وقال إن بكين وهانوي اتفقتا.\nوفي بكين قال"
)


def gold(folder: Path, annotation: str, text: str = TEXT):
    (folder / "one.txt").write_text(text, encoding="utf-8")
    (folder / "one.ann").write_text(annotation, encoding="utf-8")
    return read_gold(folder / "one.ann")


@pytest.mark.parametrize("name", SEEDS)
def test_seeds(name: str, tmp_path: Path) -> None:
    document = gold_document(read_gold(gold_folder(tmp_path) / f"{name}.ann"))
    assert document.id == name


def test_sentences() -> None:
    spans = sentence_spans("  أ. ب ؟ «ج.» د\n\n \nهـ ")
    assert ["  أ. ب ؟ «ج.» د\n\n \nهـ "[a:b] for a, b in spans] == ["أ.", "ب ؟", "«ج.»", "د", "هـ"]


@pytest.mark.parametrize(
    "words, starts", [("بكين", [0, 13]), ("الصين", [6]), ("هانوي", []), ("ين", [])]
)
def test_places_stand_alone_but_for_proclitics(words: str, starts: list[int]) -> None:
    text = "بكين والصين وبكين وبالصينية"
    assert places_of(text, (0, len(text)), words) == starts


def test_all_lines(tmp_path: Path) -> None:
    found = gold(
        tmp_path,
        """
# a remark
@doc one
@date 2024-05-28
@entity dong PERSON en="Dong Jun" country=CHN
S1 ROLE "وزير الدفاع الصيني" person=dong country=CHN status=acting
S1 NORP "الصيني" CHN
S1 PERSON "دونغ جون" dong
S1 GPE "هانوي" hanoi
S1 DATE "يوم الاثنين" 2024-05-27
S1 EVENT visit "زار" agent=dong target=hanoi time="يوم الاثنين"
S2 GPE "بكين" CHN
S2 GPE "هانوي" -
S2 EVENT pledge "اتفقتا" agent=CHN,VNM status=planned
S3 GPE ⟦بكين⟧#1 CHN
""",
    )
    assert found.date == "2024-05-28"
    assert found.entities["dong"] == {"type": "PERSON", "en": "Dong Jun", "country": "CHN"}
    assert found.entities["hanoi"] == {"type": "GPE"}
    (role,) = found.roles
    assert (role.people, role.countries, role.status) == (("dong",), ("CHN",), "acting")
    visit, pledge = found.events
    assert found.text[slice(*visit.times[0])] == "يوم الاثنين"
    assert visit.arguments == (("agent", "dong"), ("target", "hanoi"))
    assert (pledge.status, pledge.arguments) == ("planned", (("agent", "CHN"), ("agent", "VNM")))
    assert [m.key for m in found.mentions if m.label == "GPE"] == ["hanoi", "CHN", None, "CHN"]
    assert [m.value for m in found.mentions if m.label == "DATE"] == ["2024-05-27"]


def test_every_place(tmp_path: Path) -> None:
    found = gold(tmp_path, 'S1 GPE "بكين"#* CHN', "بكين وبكين ثم بكين")
    assert [m.start for m in found.mentions] == [0, 6, 14]


@pytest.mark.parametrize(
    "line, fault",
    [
        ("X1", "not understood"),
        ('S9 GPE "بكين" CHN', "no sentence S9"),
        ('S2 CITY "بكين" CHN', "unknown type CITY"),
        ('S1 EVENT trip "زار"', "unknown event type trip"),
        ("S2 GPE بكين", "no quoted words"),
        ('S1 GPE "بكين" CHN', "does not stand in S1"),
        ('S2 GPE "بكين"#2 CHN', "(#2) does not stand in S2"),
        ('S2 GPE "بكين"', "needs an entity key"),
        ('S1 PERSON "دونغ جون" dong', "has no @entity line"),
        ('S2 GPE "بكين" CHN\nS2 GPE "بكين" CHN', "annotated twice"),
        ('S1 ROLE "وزير الدفاع الصيني" holder=x', "unknown attribute holder"),
        ('S1 ROLE "وزير الدفاع الصيني" status=old', "unknown status old"),
        ('S1 ROLE "وزير الدفاع الصيني" person=x', "unknown key x"),
        ('S1 ROLE "وزير الدفاع الصيني" country=China', "country China is no alpha-3 code"),
        ('S1 EVENT visit "زار" agent=x', "unknown key x"),
        ('S1 EVENT visit "زار" status=past', "unknown status past"),
        ('S1 EVENT visit "زار" time="أمس"', "does not stand in the text"),
        ("@entity x", "expected @entity KEY TYPE"),
        ('S1 ORG "وزير الدفاع" -\nS1 ORG "الدفاع الصيني" -', "spans cross"),
    ],
)
def test_faults_name_file_and_line(tmp_path: Path, line: str, fault: str) -> None:
    with pytest.raises(DataError) as told:
        gold(tmp_path, line)
    assert fault in str(told.value)
    assert str(told.value).startswith("one.ann:")


def test_all_faults_are_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"(?s)one\.ann:1.*one\.ann:2"):
        gold(tmp_path, "X\nY")


@pytest.mark.parametrize(
    "key, answer", [("CHN", True), ("chen", False), ("", False), (None, False)]
)
def test_is_country(key: str | None, answer: bool) -> None:
    assert is_country(key) is answer
