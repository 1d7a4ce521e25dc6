from __future__ import annotations

import pytest
from story import Told, told

from arsec_ner.events.candidates import Candidate, Closed, candidates
from arsec_ner.events.evidence import Course
from arsec_ner.events.options import Story, argument_options
from arsec_ner.events.parts import Part, by_entity, open_roles, together
from arsec_ner.events.scene import Cast, scenes
from arsec_ner.events.second import Chronicle, second_features


def laid_out(text: str) -> tuple[Story, Candidate]:
    """The story of a marked sentence and its first trigger."""
    tale: Told = told(text)
    cast = Cast.of(tale.spans, tale.linking, tale.roles)
    layout = scenes(tale.text, tale.sentences, cast)
    story = Story(layout, [Course.of(scene) for scene in layout], cast)
    return story, next(candidates(layout[0], Closed(tale.spans)))


MEETING = "التقى {PERSON=p1 لافروف} {PERSON=p2 فيدان} ثم زار {GPE=l1 أنقرة}."


@pytest.mark.parametrize(
    ("at", "entity", "wanted"),
    [
        (0, "p1", {"in sentence=agent", "of type=agent|verb", "last of type=agent", "was agent=1"}),
        (0, "p3", {"in sentence=none", "of type=none", "was agent=0"}),
        (1, "p2", {"opens the sentence's events", "sentence before=target|after"}),
        (2, "p1", {"sentence before=agent"}),
    ],
)
def test_chronicle_tells_what_an_entity_did(at, entity, wanted):
    _, candidate = laid_out(MEETING)
    chronicle = Chronicle()
    chronicle.add(0, "meeting", {"p1": "agent", "p2": "target"})
    assert wanted <= set(chronicle.features(at, candidate, entity, "after"))


def test_chronicle_forgets_sentences_far_back_but_not_the_type():
    _, candidate = laid_out(MEETING)
    chronicle = Chronicle()
    chronicle.add(0, "meeting", {"p1": "agent"})
    names = set(chronicle.features(9, candidate, "p1", "before"))
    assert "of type=agent" in names
    assert not any(name.startswith("sentence before") for name in names)


def seen(text: str, margins: dict[str, float]) -> dict[str, dict[str, float]]:
    """Second-look features of the sentence's entities, each with a margin as agent."""
    story, candidate = laid_out(text)
    chains = story.scenes[0].chains
    parts = [
        Part(margins[option.entities[0]], role, option)
        for option in argument_options(story, 0, candidate)
        for _, role in open_roles(option)
        if role == "agent"
    ]
    chances = by_entity(together(parts, chains))
    looks = second_features(chances, chains, 0, candidate, Chronicle())
    return {entity: dict(features) for entity, features in looks}


def test_the_likeliest_knows_that_it_is():
    looks = seen(MEETING, {"p1": -0.5, "p2": -2.0, "l1": -3.0})
    assert looks["p1"]["first agent"] == 1.0
    assert looks["p1"]["rival agent"] == -2.0
    assert looks["p2"]["lead agent"] == -1.5
    assert "first agent" not in looks["p2"]


def test_what_a_conjunction_joins_is_no_rival():
    looks = seen(
        "وقعت {GPE=CHN الصين} و{GPE=KHM كمبوديا} اتفاقية في {GPE=l1 هانوي}.",
        {"CHN": 1.0, "KHM": 1.0, "l1": -3.0},
    )
    assert looks["CHN"]["rival agent"] == looks["KHM"]["rival agent"] == -3.0
