from __future__ import annotations

import datetime

import pytest

from arsec_ner.assemble import assemble
from arsec_ner.calibrate import event_score, mention_score
from arsec_ner.document import Document
from arsec_ner.gazetteer import Entry
from arsec_ner.segment import segment
from arsec_ner.spans import Evidence, Span
from arsec_ner.stages import ArgumentDraft, Entity, EventDraft, Linking, RoleLink

TEXT = "وصل وزير الدفاع الصيني دونغ جون إلى هانوي يوم 20 فبراير 2021."
BY_RULE = (Evidence("rules", "title", 0.9), Evidence("gazetteer", "x"), Evidence("rules", "verb"))
ENTRIES = {
    "country:CHN": Entry(
        "country:CHN", "GPE", "country", "الصين", "China", "CHN", "CN", "CHN", "Q148"
    ),
    "country:VNM": Entry(
        "country:VNM", "GPE", "country", "فيتنام", "Vietnam", "VNM", "VN", "VNM", "Q881"
    ),
    "city:hanoi": Entry(
        "city:hanoi", "GPE", "capital", "هانوي", "Hanoi", "VNM", qid="Q1858",
        latitude=21.0, longitude=105.8, population=8_000_000,
    ),
}  # fmt: skip


class Entries:
    def entry(self, entry_id: str) -> Entry:
        return ENTRIES[entry_id]


def span(words: str, label: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), label, 0.9, BY_RULE)


SPANS = (
    span("وزير الدفاع الصيني", "ROLE"),
    span("الصيني", "NORP"),
    span("دونغ جون", "PERSON"),
    span("هانوي", "GPE"),
    span("20 فبراير 2021", "DATE"),
)
LINKING = Linking(
    entities=(
        Entity("CHN", "country", "الصيني", (1,), entry="norp:CHN"),
        Entity("p1", "person", "دونغ جون", (2,), country="CHN", name_latin="dwngh jwn",
               transliterated=True, evidence=BY_RULE),
        Entity("l1", "place", "هانوي", (3,), type="city", country="VNM", entry="city:hanoi"),
        Entity("o1", "organization", "الجيش", (), entry="org:gone"),
        Entity("g1", "group", "عرب", ()),
        Entity("e1", "event", "قمة", ()),
    ),
    entity_of=(None, "CHN", "p1", "l1", None),
)  # fmt: skip
ROLES = (RoleLink(0, "minister", ("p1",), None, ("CHN", "RUS"), "acting", BY_RULE),)
EVENTS = (
    EventDraft(
        "visit",
        0,
        3,
        sentence=0,
        arguments=(
            ArgumentDraft("agent", "p1", 2),
            ArgumentDraft("target", "l1", None, BY_RULE),
            ArgumentDraft("time", None, 4),
        ),
        score=0.7,
        evidence=BY_RULE,
    ),
)


@pytest.fixture(scope="module")
def document() -> Document:
    return assemble(
        text=TEXT,
        id="one",
        date=datetime.date(2021, 2, 21),
        sentences=segment(TEXT),
        spans=SPANS,
        linking=LINKING,
        roles=ROLES,
        events=EVENTS,
        gazetteer=Entries(),
    )


def test_mentions(document: Document) -> None:
    assert [m.id for m in document.mentions] == ["m1", "m2", "m3", "m4", "m5"]
    mention = document.mentions[2]
    assert (mention.text, mention.entity_id) == ("دونغ جون", "p1")
    assert mention.score == mention_score(0.9, mention.sources, "PERSON")
    assert mention.sources == ("rules", "gazetteer")
    assert [e.detail for e in mention.evidence] == ["title", "x", "verb"]
    assert document.mentions[4].value == "2021-02-20"
    assert document.mentions[0].value is None


def test_countries_have_the_gazetteers_facts(document: Document) -> None:
    china = document.country("CHN")
    assert (china.name, china.name_en, china.iso2) == ("الصين", "China", "CN")
    assert china.wikidata_id == "Q148"


def test_countries_that_only_links_name_are_there(document: Document) -> None:
    assert [country.id for country in document.countries] == ["CHN", "VNM", "RUS"]
    assert document.country("VNM").name_en == "Vietnam"
    assert document.country("VNM").mentions == ()
    # The gazetteer of this test does not know Russia; its code still leads to an object.
    assert document.country("RUS").name == "RUS"


def test_entities(document: Document) -> None:
    person, place = document.people[0], document.places[0]
    assert (person.name_latin, person.transliterated, person.country) == ("dwngh jwn", True, "CHN")
    assert person.evidence[0].detail == "title"
    assert (place.kind, place.name_en, place.latitude) == ("city", "Hanoi", 21.0)
    assert (place.population, place.wikidata_id, place.country) == (8_000_000, "Q1858", "VNM")
    assert document.organizations[0].wikidata_id is None
    assert [e.id for e in (*document.groups, *document.named_events)] == ["g1", "e1"]


def test_roles(document: Document) -> None:
    (role,) = document.roles
    assert (role.title, role.kind, role.status) == ("وزير الدفاع الصيني", "minister", "acting")
    assert role.gloss
    assert role.people == document.people
    assert [state.iso3 for state in role.states] == ["CHN", "RUS"]


def test_events(document: Document) -> None:
    (event,) = document.events
    assert (event.trigger.text, event.sentence) == ("وصل", 0)
    assert event.score == event_score(0.7, [])
    assert event.plover is not None
    assert (event.plover.event, event.plover.mode) == ("CONSULT", "visit")
    assert event.group_id is not None
    assert [a.mention_id for a in event.arguments] == ["m3", None, "m5"]
    assert event.arguments[1].evidence[0].source == "rules"


def test_empty() -> None:
    document = assemble(
        text="",
        id=None,
        date=None,
        sentences=(),
        spans=(),
        linking=Linking((), ()),
        roles=(),
        events=(),
        gazetteer=Entries(),
    )
    assert document == Document(text="")
