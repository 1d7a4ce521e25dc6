"""Several backends as one: union, vote, provenance, triggers of the first that has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

import arsec_ner
from arsec_ner.labels import MentionLabel
from arsec_ner.merge import merge
from arsec_ner.spans import Evidence, Sentence, Span
from arsec_ner.taggers import EnsembleTagger, Tagging, load_tagger
from arsec_ner.taggers.base import Trigger

Found = tuple[int, int, MentionLabel]
TRIGGER = Trigger(0, 3, "visit", "actual", 0.9)


@dataclass(frozen=True)
class Says:
    """A tagger that says the same of every document."""

    name: str
    found: tuple[Found, ...]
    triggers: tuple[Trigger, ...] | None = None
    labels: frozenset[MentionLabel] = frozenset({"PERSON", "GPE", "ORG"})

    def tag(
        self, documents: Sequence[Sequence[Sentence]], hints: Sequence[Sequence[Span]]
    ) -> list[Tagging]:
        spans = tuple(Span(*each, 0.6, (Evidence(self.name, "", 0.6),)) for each in self.found)
        return [Tagging(spans, self.triggers)] * len(documents)


PERSON: Found = (4, 9, "PERSON")
PLACE: Found = (10, 14, "GPE")
BODY: Found = (15, 20, "ORG")
OFFICE: Found = (21, 25, "ROLE")
A = Says("a", (PERSON, PLACE))
B = Says("b", (PERSON, BODY), (TRIGGER,))
C = Says("c", (PERSON, BODY, OFFICE), (), frozenset({"PERSON", "ORG", "ROLE"}))


def places(tagging: Tagging) -> list[Found]:
    """Where its spans are, once what two backends found is one."""
    return list(dict.fromkeys((span.start, span.end, span.label) for span in tagging.spans))


def tagged(taggers: Sequence[Says], combine: str = "union") -> Tagging:
    (tagging,) = EnsembleTagger(taggers, combine).tag([()], [()])  # type: ignore[arg-type]
    return tagging


def test_the_union_has_what_any_found_and_names_all_who_did() -> None:
    tagging = tagged([A, B, C])
    assert places(tagging) == [PERSON, PLACE, BODY, OFFICE]
    person, *_ = merge(tagging.spans)
    assert {each.source for each in person.evidence} == {"a", "b", "c"}
    assert person.score == pytest.approx(1 - 0.4**3)


@pytest.mark.parametrize(
    ("taggers", "kept"),
    [
        ([A], [PERSON, PLACE]),
        ([A, B], [PERSON]),
        ([A, B, C], [PERSON, BODY, OFFICE]),
        # only c knows offices, and a alone knows places beside it
        ([A, C], [PERSON, PLACE, OFFICE]),
    ],
)
def test_the_vote_has_what_most_of_those_who_know_the_label_found(
    taggers: list[Says], kept: list[Found]
) -> None:
    assert places(tagged(taggers, "vote")) == kept


def test_of_crossing_spans_the_table_of_merge_decides() -> None:
    agreed, crossing = Says("d", ((4, 9, "GPE"),)), Says("e", ((7, 14, "GPE"),))
    found = tagged([agreed, crossing, Says("f", ((4, 9, "GPE"),))])
    assert places(found) == [(4, 9, "GPE"), (7, 14, "GPE")]
    assert [(span.start, span.end) for span in merge(found.spans)] == [(4, 9)]


def test_triggers_are_of_the_first_that_knows_events() -> None:
    assert tagged([A, B, C]).triggers == (TRIGGER,)
    assert tagged([A, C, B]).triggers == ()
    assert tagged([A]).triggers is None


def test_its_name_is_that_of_its_parts() -> None:
    assert load_tagger([A, "rules"]).name == "a+rules"


@pytest.mark.parametrize(("taggers", "combine"), [([], "union"), ([A], "most")])
def test_settings_out_of_range(taggers: list[Says], combine: str) -> None:
    with pytest.raises(ValueError, match=r"at least one|union"):
        load_tagger(taggers, combine=combine)  # type: ignore[arg-type]


def test_a_place_for_what_has_no_model() -> None:
    with pytest.raises(ValueError, match="'rules' has no model"):
        load_tagger("rules:some/folder")


def test_unknown_names_and_objects_in_a_list() -> None:
    with pytest.raises(ValueError, match="there are: bundled, camel, hf, rules, stanza"):
        load_tagger(["rules", "spacy"])
    with pytest.raises(TypeError):
        load_tagger(["rules", 3])  # type: ignore[list-item]


def test_in_a_pipeline() -> None:
    text = "قال محمود عباس إن الوزير سيزور الصين"
    one = text.index("محمود")
    name = Says("mine", ((one, one + len("محمود عباس"), "PERSON"),))
    document = arsec_ner.load(tagger=["rules", name])(text)
    person = next(m for m in document.mentions if m.label == "PERSON")
    assert person.text == "محمود عباس"
    assert set(person.sources) >= {"rules", "mine"}
