from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from story import seed, told

from arsec_ner.events import extract
from arsec_ner.labels import MENTION_LABELS
from arsec_ner.segment import segment
from arsec_ner.spans import Span
from arsec_ner.stages import Entity, Linking
from arsec_ner.taggers.base import Tagging, Trigger

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))
SEEDS = yaml.safe_load((HERE / "seeds.yaml").read_text(encoding="utf-8"))


def holds(found: dict[str, object], wanted: dict[str, object]) -> bool:
    return all(
        sorted(found[name]) == sorted(value) if isinstance(value, list) else found[name] == value
        for name, value in wanted.items()
    )


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_cases(case):
    story = told(case["text"])
    found = [story.readable(draft) for draft in story.events()]
    for wanted in case["events"]:
        assert any(holds(event, wanted) for event in found), found
    if case.get("only") or not case["events"]:
        assert len(found) == len(case["events"]), found


@pytest.mark.parametrize("name", SEEDS)
def test_seeds(name):
    _, story = seed(name)
    found = [story.readable(draft) for draft in story.events()]
    for wanted in SEEDS[name]:
        assert any(holds(event, wanted) for event in found), wanted


def test_seeds_as_a_whole():
    right = found = annotated = 0
    for name in SEEDS:
        gold, story = seed(name)
        drafts = story.events()
        found, annotated = found + len(drafts), annotated + len(gold.events)
        right += sum(
            any(d.type == e.type and d.start < e.end and e.start < d.end for d in drafts)
            for e in gold.events
        )
    assert 2 * right / (found + annotated) >= 0.6


def test_boilerplate_reports_nothing():
    story = told("اتهمت {GPE=UKR أوكرانيا} {GPE=RUS روسيا} بقصف محطة للطاقة.")
    assert story.events()
    teaser = [type(s)(s.index, s.start, s.end, s.tokens, "boilerplate") for s in story.sentences]
    assert extract(story.text, teaser, story.spans, story.linking, story.roles) == ()


def test_every_part_is_explained():
    story = told("استقبل {PERSON=p1 الأسد} {PERSON=p2 لافروف} {DATE أمس}.")
    (event,) = story.events()
    assert event.evidence[0].source == "lexicon"
    assert event.evidence[0].detail.startswith("meeting/")
    assert {a.evidence[0].detail for a in event.arguments} >= {"receive/after"}


class Pairs:
    """A scorer that knows which (role, trigger, mention) hold."""

    def __init__(self, *held: tuple[str, int, int]) -> None:
        self.held = set(held)

    def score(self, relation: str, head: int, tail: int) -> float | None:
        return 0.99 if (relation, head, tail) in self.held else 0.01


def test_tagger_adds_a_word_the_lexicon_does_not_know():
    story = told("نكّلت {GPE=RUS روسيا} بأهالي {GPE=l1 بوتشا}.")
    assert not story.events()
    trigger = Trigger(0, 5, "attack", "actual", 0.995)
    agent, target = story.spans[0].start, story.spans[1].start
    pairs = Pairs(("agent", 0, agent), ("target", 0, target))
    (event,) = story.events(Tagging((), (trigger,), pairs))
    assert story.readable(event)["agent"] == ["RUS"]
    assert story.readable(event)["target"] == ["l1"]
    assert event.evidence[0].source == "tagger"


def test_tagger_overrules_a_weak_word():
    story = told("دعم {PERSON=p1 ماكرون} {PERSON=p2 زيلينسكي}.")
    assert story.events()
    assert not story.events(Tagging((), (), Pairs()))


def test_tagger_without_events_leaves_the_lexicon_alone():
    story = told("دعم {PERSON=p1 ماكرون} {PERSON=p2 زيلينسكي}.")
    assert story.events(Tagging(())) == story.events()


@st.composite
def stories(draw):
    words = st.sampled_from(
        "التقى وزير لقاء مع في على قصف روسيا الصين لن سيزور و، . بين الجانبان زيارته أن\n".split(
            " "
        )
    )
    text = " ".join(draw(st.lists(words | st.text(max_size=4), max_size=30)))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    spans, names = [], []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        if start < end:
            spans.append(Span(start, end, draw(st.sampled_from(MENTION_LABELS))))
            names.append(draw(st.sampled_from(["CHN", "p1", None])))
    entities = (Entity("CHN", "country", "الصين", ()), Entity("p1", "person", "لي", ()))
    return text, tuple(spans), Linking(entities, tuple(names))


@given(stories())
@settings(deadline=None)
def test_any_text_gives_events_with_true_offsets(drawn):
    text, spans, linking = drawn
    sentences = segment(text)
    for event in extract(text, sentences, spans, linking, ()):
        sentence = sentences[event.sentence]
        assert sentence.start <= event.start < event.end <= sentence.end
        assert any(argument.role != "time" for argument in event.arguments)
        roles = [a.entity_id for a in event.arguments if a.role in ("agent", "target")]
        assert len(roles) == len(set(roles))


def test_time_grows_with_length_only():
    part = "التقى {PERSON=p1 لي} {PERSON=p2 فان} في {GPE=l1 هانوي} وبحث الجانبان التعاون "

    def seconds(times: int) -> float:
        story = told(part * times)
        before = time.process_time()
        assert story.events()
        return time.process_time() - before

    seconds(2)
    short, long = seconds(50), seconds(500)
    assert long < 25 * max(short, 0.01)
