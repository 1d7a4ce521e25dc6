from __future__ import annotations

import csv
import io
import json

import pytest
from gold_documents import SEEDS, seed
from hypothesis import given
from test_document import documents

from arsec_ner.document import (
    Argument,
    Country,
    Document,
    Event,
    Mention,
    Person,
    Plover,
    Role,
    Trigger,
)
from arsec_ner.export import brat_configuration, to_brat, to_conll, to_csv, to_ftm, to_plover
from arsec_ner.export.conll import COLUMNS

TEXT = "وأعلن وزير الدفاع الصيني زيارته لموسكو."
DOCUMENT = Document(
    id="one",
    text=TEXT,
    mentions=[
        Mention(id="m1", start=6, end=24, text="وزير الدفاع الصيني", label="ROLE"),
        Mention(id="m2", start=18, end=24, text="الصيني", label="NORP", entity_id="CHN"),
        Mention(id="m3", start=33, end=38, text="موسكو", label="GPE", entity_id="RUS"),
    ],
    people=[Person(id="p1", name="دونغ جون", name_latin="Dong Jun", country="CHN")],
    countries=[
        Country(id="CHN", iso3="CHN", iso2="CN", name="الصين", wikidata_id="Q148"),
        Country(id="RUS", iso3="RUS", iso2="RU", name="روسيا"),
    ],
    roles=[
        Role(
            id="r1",
            mention_id="m1",
            title="وزير الدفاع الصيني",
            kind="minister",
            person_ids=("p1",),
            countries=("CHN",),
        )
    ],
    events=[
        Event(
            id="ev1",
            type="visit",
            plover=Plover(event="CONSULT", mode="visit"),
            status="planned",
            trigger=Trigger(start=25, end=31, text="زيارته"),
            arguments=(
                Argument(role="agent", entity_id="CHN"),
                Argument(role="target", entity_id="RUS", mention_id="m3"),
            ),
        )
    ],
)


def conll_rows(document: Document) -> list[list[str]]:
    lines = to_conll(document).splitlines()
    assert lines[0] == f"# global.columns = {' '.join(COLUMNS)}"
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


class TestConll:
    def test_rows(self) -> None:
        assert conll_rows(DOCUMENT) == [
            ["1", "وأعلن", "O", "_", "_", "start=0|end=5"],
            ["2", "وزير", "B-ROLE", "_", "_", "start=6|end=10"],
            ["3", "الدفاع", "I-ROLE", "_", "_", "start=11|end=17"],
            ["4", "الصيني", "I-ROLE", "B-NORP", "_", "start=18|end=24|Entity=CHN"],
            ["5", "زيارته", "O", "_", "B-visit", "start=25|end=31"],
            ["6", "ل", "O", "_", "_", "start=32|end=33|SpaceAfter=No"],
            ["7", "موسكو", "B-GPE", "_", "_", "start=33|end=38|Entity=RUS|SpaceAfter=No"],
            ["8", ".", "O", "_", "_", "start=38|end=39"],
        ]

    @pytest.mark.parametrize("name", SEEDS)
    def test_offsets_and_mentions(self, name: str) -> None:
        document = seed(name)
        rows = conll_rows(document)
        for row in rows:
            offsets = dict(pair.split("=", 1) for pair in row[5].split("|"))
            assert document.text[int(offsets["start"]) : int(offsets["end"])] == row[1]
        tags = [tag for row in rows for tag in (row[2], *row[3].split("|"))]
        assert sum(tag.startswith("B-") for tag in tags) == len(document.mentions)

    @given(documents())
    def test_any_document(self, document: Document) -> None:
        to_conll(document).encode()
        assert all(len(row) == len(COLUMNS) for row in conll_rows(document))


class TestBrat:
    def test_lines(self) -> None:
        assert to_brat(DOCUMENT).ann.splitlines() == [
            "T1\tROLE 6 24\tوزير الدفاع الصيني",
            "T2\tNORP 18 24\tالصيني",
            "T3\tGPE 33 38\tموسكو",
            "T4\tVisit 25 31\tزيارته",
            "E1\tVisit:T4 Agent:T2 Target:T3",
            "A1\tStatus E1 planned",
            "R1\tOfState Arg1:T1 Arg2:T2",
            "N1\tReference T2 Wikidata:Q148\tالصين",
        ]

    @pytest.mark.parametrize("name", SEEDS)
    def test_offsets(self, name: str) -> None:
        written = to_brat(seed(name))
        assert written.txt == seed(name).text
        for line in written.ann.splitlines():
            if line.startswith("T"):
                _, place, words = line.split("\t")
                _, start, end = place.split(" ")
                assert written.txt[int(start) : int(end)] == words

    def test_a_mention_over_two_lines(self) -> None:
        text = "وزارة\nالدفاع"
        mention = Mention(id="m1", start=0, end=12, text=text, label="ORG")
        written = to_brat(Document(text=text, mentions=[mention]))
        assert written.ann == "T1\tORG 0 5;6 12\tوزارة الدفاع\n"

    def test_configuration_names_all_types(self) -> None:
        found = brat_configuration()
        assert "\nPERSON\n" in found
        assert "\nVisit\tAgent*:<ENTITY>" in found

    @given(documents())
    def test_any_document(self, document: Document) -> None:
        to_brat(document).ann.encode()


class TestCsv:
    @pytest.mark.parametrize("table", ["mentions", "entities", "roles", "events"])
    def test_rows(self, table: str) -> None:
        found = [seed(name) for name in SEEDS]
        rows = list(csv.DictReader(io.StringIO("".join(to_csv(found, table)))))
        assert len(rows) == sum(len(document.to_dicts(table)) for document in found)
        assert {row["doc_id"] for row in rows} == set(SEEDS)

    def test_cells(self) -> None:
        (row,) = csv.DictReader(io.StringIO("".join(to_csv([DOCUMENT], "events"))))
        assert row["target_ids"] == "RUS"
        assert row["times"] == ""
        assert row["plover_mode"] == "visit"

    def test_unknown_table(self) -> None:
        with pytest.raises(ValueError, match="no table 'x'"):
            list(to_csv([], "x"))


def test_plover() -> None:
    (record,) = to_plover(DOCUMENT)
    assert record["event_type"] == "CONSULT"
    assert [actor["country"] for actor in record["actor"]] == ["CHN"]
    assert [actor["name"] for actor in record["recipient"]] == ["روسيا"]


def test_denied_and_uncoded_events_are_no_plover_events() -> None:
    event = DOCUMENT.events[0]
    for change in ({"status": "denied"}, {"plover": None}):
        document = DOCUMENT.model_copy(update={"events": [event.model_copy(update=change)]})
        assert list(to_plover(document)) == []


def test_ftm() -> None:
    records = {record["id"]: record for record in to_ftm(DOCUMENT)}
    assert json.loads(json.dumps(records)) == records
    assert records["one-p1"]["properties"]["country"] == ["cn"]
    assert records["one-r1"]["schema"] == "Position"
    assert records["one-r1-p1"]["properties"] == {
        "holder": ["one-p1"],
        "post": ["one-r1"],
        "status": ["current"],
    }
    assert records["one-ev1"]["properties"]["country"] == ["cn", "ru"]


@pytest.mark.parametrize("name", SEEDS)
def test_ftm_references_resolve(name: str) -> None:
    records = list(to_ftm(seed(name)))
    ids = {record["id"] for record in records}
    assert len(ids) == len(records)
    for record in records:
        for key in ("holder", "post", "organization", "involved", "proof"):
            assert set(record["properties"].get(key, ())) <= ids
