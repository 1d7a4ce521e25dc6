from __future__ import annotations

import copy
import datetime
import json
import pickle

import jsonschema
import pytest
from gold_documents import SEEDS, seed
from hypothesis import given
from hypothesis import strategies as st

from arsec_ner.document import (
    Argument,
    Country,
    Document,
    Event,
    Evidence,
    Mention,
    Organization,
    Person,
    Plover,
    Role,
    Sentence,
    Trigger,
)
from arsec_ner.labels import MENTION_LABELS

TEXT = "التقى وزير الخارجية الصيني وانغ يي نظيره الروسي في موسكو يوم الاثنين."


def mention(identifier: str, words: str, label: str, **fields: object) -> Mention:
    start = TEXT.index(words)
    end = start + len(words)
    return Mention(id=identifier, start=start, end=end, text=words, label=label, **fields)


def parts() -> dict[str, object]:
    """A small document, as keyword arguments."""
    found = (Evidence(source="gazetteer", detail="norp:CHN", score=0.5), Evidence(source="rules"))
    return {
        "id": "one",
        "text": TEXT,
        "date": "2024-05-28",
        "sentences": [Sentence(start=0, end=len(TEXT))],
        "mentions": [
            mention("m1", "وزير الخارجية الصيني", "ROLE"),
            mention(
                "m2", "الصيني", "NORP", entity_id="CHN", evidence=found, sources=("gazetteer",)
            ),
            mention("m3", "وانغ يي", "PERSON", entity_id="p1"),
            mention("m4", "الروسي", "NORP", entity_id="RUS"),
            mention("m5", "يوم الاثنين", "DATE", value="2024-05-27"),
        ],
        "people": [Person(id="p1", name="وانغ يي", name_latin="Wang Yi", country="CHN")],
        "organizations": [Organization(id="o1", name="وزارة الخارجية", country="CHN")],
        "countries": [
            Country(id="CHN", iso3="CHN", iso2="CN", name="الصين", name_en="China"),
            Country(id="RUS", iso3="RUS", iso2="RU", name="روسيا", name_en="Russia"),
        ],
        "roles": [
            Role(
                id="r1",
                mention_id="m1",
                title="وزير الخارجية الصيني",
                kind="minister",
                gloss="foreign minister",
                person_ids=("p1",),
                organization_id="o1",
                countries=("CHN",),
            )
        ],
        "events": [
            Event(
                id="ev1",
                type="meeting",
                plover=Plover(event="CONSULT"),
                trigger=Trigger(start=0, end=5, text="التقى"),
                arguments=(
                    Argument(role="agent", entity_id="p1", mention_id="m3"),
                    Argument(role="target", entity_id="RUS"),
                    Argument(role="time", mention_id="m5"),
                ),
            )
        ],
    }


@pytest.fixture
def document() -> Document:
    return Document(**parts())


class TestNavigation:
    def test_from_person_to_country(self, document: Document) -> None:
        person = document.people[0]
        assert person.roles[0].country.iso3 == "CHN"
        assert person.roles[0].states == (document.countries[0],)
        assert person.state is document.countries[0]
        assert person.events == document.events
        assert [m.id for m in person.mentions] == ["m3"]

    def test_from_role(self, document: Document) -> None:
        role = document.roles[0]
        assert role.people == document.people
        assert role.organization is document.organizations[0]
        assert role.mention is document.mentions[0]
        assert role.mention.role is role
        assert document.mentions[1].role is None

    def test_from_event(self, document: Document) -> None:
        event = document.events[0]
        assert event.agents == document.people
        assert event.targets == (document.countries[1],)
        assert event.places == ()
        assert [m.value for m in event.times] == ["2024-05-27"]
        assert [a.name for a in event.arguments] == ["وانغ يي", "روسيا", "يوم الاثنين"]
        assert event.arguments[0].entity.name == "وانغ يي"
        assert event.arguments[2].entity is None

    def test_from_mention(self, document: Document) -> None:
        assert document.mentions[1].entity.name_en == "China"
        assert document.mentions[0].entity is None
        assert document.sentences[0].text == TEXT
        assert document.sentences[0].mentions == document.mentions

    def test_by_offset(self, document: Document) -> None:
        inner = document.mentions[1]
        assert [m.id for m in document.at(inner.start)] == ["m1", "m2"]
        assert document.at(0) == ()
        assert document.at(0, len(TEXT)) == document.mentions

    def test_by_id(self, document: Document) -> None:
        assert document.entity("p1") is document.people[0]
        assert document.mentions_of(document.countries[0]) == document.mentions_of("CHN")
        assert document.roles_of("CHN") == document.roles
        assert document.events_of("o1") == ()
        assert not document.has("p2")
        with pytest.raises(KeyError):
            document.person("CHN")

    def test_country_without_a_role(self) -> None:
        role = Document(
            **parts() | {"roles": [parts()["roles"][0].model_copy(update={"countries": ()})]}
        ).roles[0]
        assert role.country is None

    def test_part_without_document(self) -> None:
        with pytest.raises(ValueError, match="stands in no document"):
            _ = Person(id="p1", name="x").roles


class TestValue:
    def test_frozen(self, document: Document) -> None:
        with pytest.raises(ValueError, match="frozen"):
            document.text = "x"
        with pytest.raises(ValueError, match="frozen"):
            document.people[0].name = "x"

    def test_equality_and_hash(self, document: Document) -> None:
        other = Document(**parts())
        assert document == other
        assert hash(document) == hash(other)
        assert document.people[0] == Person(**document.people[0].model_dump())
        assert document != document.model_copy(update={"id": "two"})
        assert document != "one"
        assert len({document, other}) == 1

    @pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda d: d.model_copy()])
    def test_copies_stand_alone(self, document: Document, copied) -> None:
        twin = copied(document)
        assert twin == document
        assert twin.people[0].document is twin
        assert twin.events[0].arguments[0].document is twin
        assert document.people[0].document is document

    def test_pickle(self, document: Document) -> None:
        twin, person, argument = pickle.loads(
            pickle.dumps((document, document.people[0], document.events[0].arguments[0]))
        )
        assert twin == document
        assert person.document is twin
        assert person.roles[0].country.iso3 == "CHN"
        assert argument.entity == person
        assert pickle.loads(pickle.dumps(Person(id="p1", name="x"))) == Person(id="p1", name="x")

    def test_parts_of_another_document_are_copied(self, document: Document) -> None:
        other = Document(text="", countries=document.countries)
        assert other.countries[0].document is other
        assert document.countries[0].document is document

    def test_repr_is_short(self, document: Document) -> None:
        assert repr(document) == (
            f"Document(id='one', {len(TEXT)} characters, 5 mentions, 1 people, 1 roles, 1 events)"
        )
        assert "document" not in repr(document.people[0])


def broken(**changes: object) -> dict[str, object]:
    return parts() | changes


CROSSING = [
    Mention(id="m1", start=0, end=10, text=TEXT[0:10], label="ORG"),
    Mention(id="m2", start=6, end=14, text=TEXT[6:14], label="ORG"),
]
BROKEN = {
    "says 'x'": broken(mentions=[Mention(id="m1", start=0, end=5, text="x", label="ORG")]),
    "offsets 60:99": broken(mentions=[Mention(id="m1", start=60, end=99, text="x", label="ORG")]),
    "mention id 'm1' is used 2 times": broken(mentions=[parts()["mentions"][0]] * 2),
    "entity id 'p1' is used 2 times": broken(people=parts()["people"] * 2),
    "entity 'CHN', which is missing": broken(countries=[]),
    "country 'CHN', which is missing": broken(countries=parts()["countries"][1:]),
    "person 'p1', which is missing": broken(people=[]),
    "organization 'o1', which is missing": broken(organizations=[]),
    "argument 'p1', which is missing": broken(people=[]),
    "sentence 7, which is missing": broken(
        events=[parts()["events"][0].model_copy(update={"sentence": 7})]
    ),
    "stands after": broken(mentions=parts()["mentions"][::-1], events=[], roles=[]),
    "mentions cross": {"text": TEXT, "mentions": CROSSING},
    "has another code": broken(countries=[Country(id="XXX", iso3="CHN", name="x")]),
    "the trigger of event": broken(
        events=[Event(id="e", type="visit", trigger=Trigger(start=0, end=5, text="زار"))]
    ),
}


@pytest.mark.parametrize("words", BROKEN)
def test_contradictions_are_told(words: str) -> None:
    with pytest.raises(ValueError, match="validation error") as told:
        Document(**BROKEN[words])
    assert words in str(told.value)


def test_an_argument_names_something() -> None:
    with pytest.raises(ValueError, match="needs an entity_id or a mention_id"):
        Argument(role="agent")


class TestJson:
    @pytest.mark.parametrize("name", SEEDS)
    def test_round_trip(self, name: str) -> None:
        document = seed(name)
        assert Document.model_validate_json(document.model_dump_json()) == document
        assert Document.model_validate(document.model_dump()) == document
        assert Document.model_validate(json.loads(document.model_dump_json())) == document

    def test_fields(self, document: Document) -> None:
        found = json.loads(document.model_dump_json())
        assert found["date"] == "2024-05-28"
        assert found["mentions"][1] == {
            "id": "m2",
            "start": 20,
            "end": 26,
            "text": "الصيني",
            "label": "NORP",
            "entity_id": "CHN",
            "value": None,
            "score": 1.0,
            "sources": ["gazetteer"],
            "evidence": [
                {"source": "gazetteer", "detail": "norp:CHN", "score": 0.5},
                {"source": "rules", "detail": "", "score": None},
            ],
        }
        assert found["events"][0]["plover"] == {"event": "CONSULT", "mode": None}
        assert found["events"][0]["trigger"] == {"start": 0, "end": 5, "text": "التقى"}
        assert found["roles"][0]["countries"] == ["CHN"]

    def test_schema_describes_the_json(self, document: Document) -> None:
        schema = Document.model_json_schema(mode="serialization")
        jsonschema.validate(json.loads(document.model_dump_json()), schema)
        split = Document(text="\ud83d\ude00")
        jsonschema.validate(json.loads(split.model_dump_json()), schema)

    def test_layout(self, document: Document) -> None:
        assert "\n" not in document.model_dump_json()
        assert document.model_dump_json(indent=2).startswith('{\n  "id"')
        assert document.model_dump_json(ensure_ascii=True).isascii()

    @pytest.mark.parametrize(
        "text",
        [
            "a\ud800",
            "\udc80",
            "\ud83d\ude00",
            "\ud83d\ude00 \U0001f600",
            "\x00\u202e\ufeff",
            "\\ud83d",
        ],
    )
    @pytest.mark.parametrize("ensure_ascii", [False, True])
    def test_what_no_encoding_holds(self, text: str, ensure_ascii: bool) -> None:
        document = Document(
            id=text,
            text=text,
            mentions=[Mention(id="m1", start=0, end=len(text), text=text, label="ORG")],
        )
        written = document.model_dump_json(ensure_ascii=ensure_ascii)
        assert Document.model_validate_json(written.encode()) == document
        assert Document.model_validate_json(written).text == text
        assert pickle.loads(pickle.dumps(document)) == document

    @pytest.mark.parametrize("damaged", ["", "{", '{"text": 1}', '{"text": "\\ud800"', "[]"])
    def test_damaged(self, damaged: str) -> None:
        with pytest.raises(ValueError, match="validation error"):
            Document.model_validate_json(damaged)


ANY_TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=60)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any text with any nested mentions."""
    text = draw(ANY_TEXT)
    cuts = draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=8, unique=True))
    spans = [*zip(sorted(cuts), sorted(cuts)[1:], strict=False), (min(cuts), max(cuts))]
    spans = sorted(set(spans), key=lambda span: (span[0], -span[1]))
    labels = st.sampled_from(MENTION_LABELS)
    return Document(
        id=draw(st.none() | ANY_TEXT),
        text=text,
        date=draw(st.none() | st.dates()),
        mentions=[
            Mention(
                id=f"m{n}",
                start=start,
                end=end,
                text=text[start:end],
                label=draw(labels),
                score=draw(st.floats(0, 1)),
            )
            for n, (start, end) in enumerate(spans)
        ],
    )


@given(documents())
def test_any_document_round_trips(document: Document) -> None:
    assert Document.model_validate_json(document.model_dump_json()) == document
    for part in document.mentions:
        assert document.text[part.start : part.end] == part.text


class TestTables:
    def test_events(self, document: Document) -> None:
        (row,) = document.to_dicts("events")
        assert row["agents"] == ("وانغ يي",)
        assert row["target_ids"] == ("RUS",)
        assert row["times"] == ("2024-05-27",)
        assert row["plover_event"] == "CONSULT"

    def test_mentions(self, document: Document) -> None:
        rows = document.to_dicts()
        assert rows[1]["entity"] == "الصين"
        assert [row["country"] for row in rows] == [None, "CHN", "CHN", "RUS", None]

    @pytest.mark.parametrize("table", ["mentions", "entities", "roles", "events"])
    def test_frames_have_the_same_columns(self, table: str) -> None:
        full, empty = seed(SEEDS[0]).to_pandas(table), Document(text="").to_pandas(table)
        assert list(full.columns) == list(empty.columns)
        assert len(full) == len(seed(SEEDS[0]).to_dicts(table)) > 0
        assert len(empty) == 0

    def test_unknown(self, document: Document) -> None:
        with pytest.raises(ValueError, match="no table 'x'; there are mentions"):
            document.to_dicts("x")


class TestExplain:
    def test_mention(self, document: Document) -> None:
        assert document.explain("m2").splitlines() == [
            "mention m2: الصيني [NORP] 20:26, score 1.00",
            "  names CHN الصين (China)",
            "  found by gazetteer norp:CHN, score 0.50",
            "  found by rules",
        ]

    def test_every_part_can_be_explained(self, document: Document) -> None:
        for part in (
            *document.mentions,
            *document.entities,
            *document.roles,
            *document.events,
            *document.events[0].arguments,
            *document.sentences,
        ):
            assert part.explain() == document.explain(part) != ""

    def test_unknown_id(self, document: Document) -> None:
        with pytest.raises(KeyError):
            document.explain("m99")


def test_dates_are_dates() -> None:
    assert Document(text="", date="2024-05-28").date == datetime.date(2024, 5, 28)
