from __future__ import annotations

from pathlib import Path

import pytest
from gold_documents import SEEDS, gold_folder, seed

from arsec_ner.errors import DataError
from arsec_ner.evaluate import (
    Claim,
    Counts,
    align,
    calibration_error,
    claims,
    evaluate,
    mention_errors,
    score,
    total,
)
from arsec_ner.gold import GoldDocument, GoldEvent, GoldMention, GoldRole, read_gold

TEXT = "زار وزير الدفاع دونغ جون هانوي يوم الاثنين ثم غادر دونغ فيتنام"
GOLD = GoldDocument(
    id="one",
    text=TEXT,
    date=None,
    entities={"dong": {"type": "PERSON", "country": "CHN"}, "hanoi": {"type": "GPE"}},
    mentions=(
        GoldMention(4, 15, "ROLE"),
        GoldMention(16, 24, "PERSON", "dong"),
        GoldMention(25, 30, "GPE", "hanoi"),
        GoldMention(31, 42, "DATE", value="2024-05-27"),
        GoldMention(51, 55, "PERSON", "dong"),
        GoldMention(56, 62, "GPE", "VNM"),
    ),
    roles=(GoldRole(4, 15, people=("dong",), countries=("CHN",)),),
    events=(
        GoldEvent(
            0,
            3,
            "visit",
            arguments=(("agent", "dong"), ("target", "hanoi")),
            times=((31, 42),),
        ),
    ),
)


def extracted(**changes: object) -> dict[str, object]:
    """The document as one would extract it, with some parts changed."""
    return {
        "id": "one",
        "text": TEXT,
        "mentions": [
            {"id": "m1", "start": 4, "end": 15, "label": "ROLE"},
            {"id": "m2", "start": 16, "end": 24, "label": "PERSON", "entity_id": "p1"},
            {"id": "m3", "start": 25, "end": 30, "label": "GPE", "entity_id": "l1"},
            {"id": "m4", "start": 31, "end": 42, "label": "DATE", "value": "2024-05-27"},
            {"id": "m5", "start": 51, "end": 55, "label": "PERSON", "entity_id": "p1"},
            {"id": "m6", "start": 56, "end": 62, "label": "GPE", "entity_id": "VNM"},
        ],
        "people": [{"id": "p1", "country": "CHN"}],
        "countries": [{"id": "VNM", "iso3": "VNM"}],
        "roles": [{"mention_id": "m1", "person_ids": ["p1"], "countries": ["CHN"]}],
        "events": [
            {
                "type": "visit",
                "trigger": {"start": 0, "end": 3},
                "arguments": [
                    {"role": "agent", "entity_id": "p1"},
                    {"role": "target", "mention_id": "m3"},
                    {"role": "time", "mention_id": "m4"},
                ],
            }
        ],
    } | changes


def mentions(*kept: int, **change: object) -> list[dict[str, object]]:
    found = extracted()["mentions"]
    return [{**found[n - 1], **change} for n in kept]


ALL = {"mentions": 6, "people/same": 1, "roles/person": 1, "events": 1, "arguments": 3, "dates": 1}


def test_all_right() -> None:
    scores = score(GOLD, extracted())
    for heading, count in ALL.items():
        assert scores[heading] == Counts(tp=count), heading
    assert all(counts.fp == counts.fn == 0 for counts in scores.values())
    assert list(mention_errors(GOLD, extracted())) == []


def test_nothing_extracted() -> None:
    scores = score(GOLD, {})
    assert all(counts.tp == counts.fp == 0 for counts in scores.values())
    assert scores["mentions"] == Counts(fn=6)


@pytest.mark.parametrize(
    "changes, heading, counts",
    [
        ({"mentions": mentions(1, 2, 3, 4, 5)}, "mentions", Counts(5, 0, 1)),
        ({"mentions": mentions(2, label="ORG")}, "mentions/ORG", Counts(0, 1, 0)),
        ({"mentions": mentions(2, end=20)}, "mentions/PERSON", Counts(0, 1, 2)),
        ({"mentions": mentions(2, end=20)}, "mentions (overlap)", Counts(1, 0, 5)),
        ({"mentions": mentions(2, label="QUOTE")}, "mentions", Counts(0, 0, 6)),
        ({"countries": [{"id": "VNM", "iso3": "LAO"}]}, "countries", Counts(0, 1, 1)),
        ({"mentions": mentions(2, 5, entity_id=None)}, "people/same", Counts(0, 0, 1)),
        ({"people": [{"id": "p1", "country": "VNM"}]}, "people/country", Counts(0, 2, 2)),
        ({"people": []}, "people/country", Counts(0, 0, 2)),
        (
            {"roles": [{"mention_id": "m1", "person_ids": ["p9"], "countries": []}]},
            "roles/person",
            Counts(0, 1, 1),
        ),
        (
            {"roles": [{"mention_id": "m1", "person_ids": [], "organization_id": "o1"}]},
            "roles/org",
            Counts(0, 1, 0),
        ),
        ({"roles": [{"mention_id": "m9", "person_ids": ["p1"]}]}, "roles/person", Counts(0, 0, 1)),
        ({"events": []}, "arguments", Counts(0, 0, 3)),
        ({"mentions": mentions(4, value="2024-05-20")}, "dates", Counts(0, 1, 1)),
        ({"mentions": mentions(4, value=None)}, "dates", Counts(0, 0, 1)),
    ],
)
def test_one_fault(changes: dict[str, object], heading: str, counts: Counts) -> None:
    assert score(GOLD, extracted(**changes))[heading] == counts


def event(**changes: object) -> dict[str, object]:
    return {"events": [extracted()["events"][0] | changes]}


@pytest.mark.parametrize(
    "changes, heading, counts",
    [
        ({"type": "meeting"}, "events", Counts(0, 1, 1)),
        ({"type": "meeting"}, "events (any type)", Counts(1, 0, 0)),
        ({"type": "meeting"}, "arguments (of matched events)", Counts(0, 0, 0)),
        ({"type": "meeting"}, "arguments", Counts(0, 3, 3)),
        ({"trigger": {"start": 2, "end": 9}}, "events/visit", Counts(1, 0, 0)),
        ({"trigger": {"start": 43, "end": 45}}, "events", Counts(0, 1, 1)),
        ({"status": "planned"}, "events/status", Counts(0, 1, 1)),
        ({"arguments": [{"role": "agent", "entity_id": "p9"}]}, "arguments/agent", Counts(0, 1, 1)),
        ({"arguments": [{"role": "agent", "mention_id": "m1"}]}, "arguments", Counts(0, 0, 3)),
        ({"arguments": [{"role": "time", "mention_id": "m9"}]}, "arguments/time", Counts(0, 0, 1)),
        ({"arguments": [{"role": "time", "mention_id": "m3"}]}, "arguments/time", Counts(0, 1, 1)),
    ],
)
def test_one_fault_of_an_event(changes: dict[str, object], heading: str, counts: Counts) -> None:
    assert score(GOLD, extracted(**event(**changes)))[heading] == counts


def test_another_text() -> None:
    with pytest.raises(DataError, match="differs from the gold text"):
        score(GOLD, extracted(text="x"))


def test_errors_say_where() -> None:
    (error,) = mention_errors(GOLD, extracted(mentions=mentions(1, 2, 3, 4, 5)))
    assert (error.fault, error.label, error.words) == ("missed", "GPE", "فيتنام")
    assert error.context in TEXT


def test_claims_pair_scores_with_what_is_right() -> None:
    document = extracted()
    mentions = [dict(m, score=0.9) for m in document["mentions"]]  # type: ignore[attr-defined]
    mentions[0]["end"] = 14
    made = claims(GOLD, extracted(mentions=mentions))
    assert made["mentions"] == [Claim(0.9, False), *[Claim(0.9, True)] * 5]
    assert made["events"] == [Claim(1.0, True)]


@pytest.mark.parametrize(
    ("made", "error"),
    [
        ([], 0.0),
        ([Claim(1.0, True), Claim(0.0, False)], 0.0),
        ([Claim(0.75, True)] * 3 + [Claim(0.75, False)], 0.0),
        ([Claim(0.9, True), Claim(0.9, False)], 0.4),
        ([Claim(0.95, True), Claim(0.15, True)], (0.05 + 0.85) / 2),
    ],
)
def test_calibration_error(made: list[Claim], error: float) -> None:
    assert calibration_error(made) == pytest.approx(error)


def test_alignment_takes_the_best_overlap_first() -> None:
    assert align([(0, 10), (10, 20)], [(5, 20), (0, 9), (30, 40)]) == {0: 1, 1: 0}


def test_figures() -> None:
    counts = Counts(tp=2, fp=1, fn=2) + Counts(tp=0, fp=1, fn=0)
    assert counts.row() == {
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
        "gold": 4,
        "predicted": 4,
    }
    assert Counts().f1 == 0
    assert total([{"a": Counts(1)}, {"a": Counts(2), "b": Counts()}]) == {
        "a": Counts(3),
        "b": Counts(),
    }


SEED_TOTALS = {
    "mentions": 466,
    "mentions/PERSON": 64,
    "countries": 203,
    "people/same": 88,
    "roles/person": 41,
    "roles/country": 43,
    "events": 114,
    "arguments": 284,
    "dates": 20,
}
HALF = {
    "mentions": 0.4389,
    "mentions (overlap)": 0.4389,
    "countries": 0.4264,
    "people/same": 0.2222,
    "people/country": 0.4198,
    "roles/person": 0.3265,
    "roles/org": 0.3636,
    "roles/country": 0.3137,
    "events": 0.4167,
    "events/status": 1.0,
    "arguments": 0.2906,
    "arguments/time": 0.1111,
    "arguments (of matched events)": 0.7338,
    "dates": 0.6207,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return gold_folder(tmp_path_factory.mktemp("gold"))


def test_the_seeds_against_themselves(folder: Path) -> None:
    report = evaluate(folder, lambda gold: seed(gold.id).model_dump())
    assert report.extracted == len(report.documents) == len(SEEDS)
    assert report.errors == ()
    assert {name: report.scores[name].tp for name in SEED_TOTALS} == SEED_TOTALS
    assert all(counts.fp == counts.fn == 0 for counts in report.scores.values())


def test_the_seeds_half_extracted(folder: Path) -> None:
    """Every other mention and event of every other seed; another scorer gave the figures."""

    def half(gold: GoldDocument) -> dict[str, object] | None:
        if SEEDS.index(gold.id) % 2:
            return None
        found = seed(gold.id).model_dump()
        return found | {"mentions": found["mentions"][::2], "events": found["events"][::2]}

    report = evaluate(folder, half)
    assert report.extracted == 3
    assert {name: report.scores[name].row()["f1"] for name in HALF} == HALF


def test_no_gold(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no \.ann files"):
        evaluate(tmp_path, lambda gold: None)


def test_damaged_gold(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "a.ann").write_text("?", encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.ann:1"):
        read_gold(tmp_path / "a.ann")
