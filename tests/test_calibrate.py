"""Scores of documents are chances of being right."""

import pytest

import arsec_ner
from arsec_ner.calibrate import event_score, log_odds, mention_score, support

SCORES = (0.0, 0.05, 0.5, 0.9, 0.999, 1.0)


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["bundled"], "backend"),
        (["stanza", "bundled"], "backend"),
        (["gazetteer", "bundled"], "both"),
        (["gazetteer"], "own"),
        (["rules", "dates"], "own"),
    ],
)
def test_support_is_by_who_speaks(sources: list[str], expected: str) -> None:
    assert support(sources) == expected


@pytest.mark.parametrize("sources", [["bundled"], ["gazetteer"], ["gazetteer", "bundled"]])
def test_a_surer_mention_has_the_higher_score(sources: list[str]) -> None:
    scores = [mention_score(score, sources, "ORG") for score in SCORES]
    assert scores == sorted(scores)
    assert all(0.0 < score < 1.0 for score in scores)


def test_two_that_agree_are_surer_than_a_model_alone() -> None:
    both = mention_score(0.95, ["bundled", "gazetteer"], "ORG")
    assert both > mention_score(0.95, ["bundled"], "ORG")


@pytest.mark.parametrize("sources", [["tagger", "lexicon"], ["lexicon"]])
def test_a_surer_event_has_the_higher_score(sources: list[str]) -> None:
    scores = [event_score(score, sources) for score in SCORES]
    assert scores == sorted(scores)


def test_log_odds_of_certainty_are_finite() -> None:
    assert log_odds(1.0) == -log_odds(0.0) == 6.0


def test_documents_have_calibrated_scores_and_raw_evidence() -> None:
    document = arsec_ner.load(tagger="rules")("التقى وزير الخارجية المصري سامح شكري نظيره الروسي.")
    for mention in document.mentions:
        raw = {reason.score for reason in mention.evidence}
        assert mention.score < 1.0
        assert mention.score not in raw
