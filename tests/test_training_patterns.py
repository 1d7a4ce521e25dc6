"""Articles made by patterns: they read as gold, and say who does what to whom."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
from gold_documents import ROOT

from arsec_ner.gold import GoldDocument, read_gold

sys.path.insert(0, str(ROOT))  # training is no part of the installed package
patterns = importlib.import_module("training.patterns")


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> list[GoldDocument]:
    folder = tmp_path_factory.mktemp("patterns")
    count = patterns.write_patterns(folder, 2)
    found = [read_gold(path) for path in sorted(folder.glob("*.ann"))]
    assert len(found) == count
    return found


def test_every_sentence_reports_an_event(articles: list[GoldDocument]) -> None:
    sentences = sum(article.text.count(".") for article in articles)
    assert sum(len(article.events) for article in articles) >= sentences


def test_the_article_that_l_takes_is_written_as_news_does(articles: list[GoldDocument]) -> None:
    text = "\n".join(article.text for article in articles)
    assert " لال" not in text
    assert " لل" in text


def test_agents_and_targets_are_others(articles: list[GoldDocument]) -> None:
    for article in articles:
        for event in article.events:
            who = [key for role, key in event.arguments if role in ("agent", "target")]
            assert who and len(who) == len(set(who))


def test_the_same_seed_gives_the_same_articles(tmp_path: Path) -> None:
    for name in ("one", "other"):
        patterns.write_patterns(tmp_path / name, 1, seed=3)
    one, other = (
        [path.read_text() for path in sorted((tmp_path / name).iterdir())]
        for name in ("one", "other")
    )
    assert one == other
