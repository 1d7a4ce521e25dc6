from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import read_marked, small_gazetteer

from arsec_ner.labels import MENTION_LABELS
from arsec_ner.link import link
from arsec_ner.link.people import same_person
from arsec_ner.link.spelling import same_word
from arsec_ner.merge import merge
from arsec_ner.normalize import key
from arsec_ner.segment import segment
from arsec_ner.spans import Span

GAZETTEER = small_gazetteer()


def linked(marked: str):
    """For each mention (ROLE and DATE left out): its words and its entity."""
    text, sentences, spans = read_marked(marked)
    linking = link(text, sentences, spans, GAZETTEER)
    pairs = [(text[s.start : s.end], e) for s, e in zip(spans, linking.entity_of, strict=True)]
    return [pair for pair in pairs if pair[1]], linking


# Each line: names of people as they follow one another | the person each is.
PEOPLE = """
تشن يي شين، تشن، شين | 1 1 1
هون مانيه، فو فان ثونج، مانيه، ثونج | 1 2 1 2
تشاو، تشاو كه تشي | 1 1
وليد المعلم، المعلم، معلم | 1 1 1
دونالد ترامب، ترمب، دونالد ترمب | 1 1 1
بنيامين نتنياهو، نتانياهو | 1 1
محمد بن سلمان، محمد السادس، سلمان بن عبدالعزيز | 1 2 3
محمد بن سلمان بن عبدالعزيز آل سعود، محمد بن سلمان، سلمان بن عبدالعزيز | 1 1 2
محمد بن نايف، محمد بن سلمان، محمد | 1 2 2
حسن روحاني، حسين روحاني، روحاني | 1 2 2
عبد الفتاح السيسي، عبدالفتاح السيسي، السيسي | 1 1 1
شي جين بينغ، شي جينبينغ، شي | 1 1 1
مايك بومبيو، جون بولتون، بومبيو، بولتون | 1 2 1 2
شو لي بينج، تشن يي شين، شو، شيوي | 1 2 1 1
محمد جواد ظريف، جواد ظريف، ظريف | 1 1 1
كيم جونغ أون، كيم | 1 1
بوتين، لافروف، بوتين | 1 2 1
"""


@pytest.mark.parametrize("line", PEOPLE.strip().splitlines())
def test_people(line):
    names, wanted = (part.strip() for part in line.split("|"))
    marked = "، ".join(f"{{PERSON {name}}}" for name in names.split("، "))
    found, linking = linked(f"حضر {marked} أمس.")
    assert [entity.removeprefix("p") for _, entity in found] == wanted.split()
    assert all(entity.kind == "person" for entity in linking.entities)


def test_the_fullest_name_names_the_person():
    _, linking = linked("قال {PERSON ترمب} إن {PERSON دونالد #ترمب} سيصل.")
    assert [entity.name for entity in linking.entities] == ["دونالد ترمب"]


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        (
            "زارت {GPE=country:CHN الصين} والوفد {NORP=norp:CHN الصيني} {GPE=city:hanoi هانوي}",
            ["CHN", "CHN", "l1"],
        ),
        ("{ORG=org:nato الناتو} هو {ORG=org:nato حلف شمال الأطلسي}", ["o1", "o1"]),
        ("{ORG وكالة الأنباء السعودية} ({ORG واس}) ثم {ORG واس}", ["o1", "o1", "o1"]),
        (
            "{ORG وزارة الدفاع الوطني {NORP=norp:CHN الصينية}} ثم {ORG وزارة الدفاع}",
            ["o1", "CHN", "o1"],
        ),
        (
            "{ORG وزارة الدفاع {NORP=norp:CHN الصينية}} "
            "و{ORG وزارة الدفاع {NORP=norp:RUS الروسية}}",
            ["o1", "CHN", "o2", "RUS"],
        ),
        ("{NORP الكردي} و{NORP الكردية} و{NORP الأكراد}", ["g1", "g1", "g2"]),
        ("{LOC الشرق الأوسط} ثم {LOC الشرق الأوسط} و{LOC أوراسيا}", ["l1", "l1", "l2"]),
        ("{EVENT قمة بريكس} في {FAC مطار القاهرة}", ["e1", "l1"]),
    ],
)
def test_things(marked, wanted):
    found, _ = linked(marked)
    assert [entity for _, entity in found] == wanted


def test_what_an_entity_knows():
    _, linking = linked(
        "{ORG وزارة الدفاع {NORP=norp:CHN الصينية}} في {GPE=city:hanoi هانوي} "
        "و{ORG=org:kremlin الكرملين}"
    )
    entities = linking.by_id()
    assert entities["o1"].country == "CHN"
    assert (entities["l1"].country, entities["l1"].type) == ("VNM", "capital")
    assert (entities["o2"].country, entities["o2"].type) == ("RUS", "government")
    assert entities["CHN"].kind == "country"


def test_a_name_gets_back_the_alef_of_its_article():
    text = "قال للمرصد العربي ولبنان"
    spans = (Span(5, 17, "ORG"), Span(19, 24, "GPE"))
    assert text[5:17] == "لمرصد العربي"
    names = [entity.name for entity in link(text, segment(text), spans, GAZETTEER).entities]
    assert names == ["المرصد العربي", "لبنان"]


def test_an_unknown_entry_is_no_error():
    found, _ = linked("{GPE=mine:1 قريتي}")
    assert found == [("قريتي", "l1")]


@pytest.mark.parametrize("marked", ["{ROLE الوزير} {DATE أمس}", ""])
def test_offices_and_dates_have_no_entity(marked):
    text, sentences, spans = read_marked(marked)
    linking = link(text, sentences, spans, GAZETTEER)
    assert linking.entities == ()
    assert linking.entity_of == (None,) * len(spans)


class Same:
    """A backend that holds every pair of people to be one with a fixed score."""

    def __init__(self, first: int) -> None:
        self.first = first

    def score(self, relation, head, tail):
        assert relation == "same_person"
        return 0.9 if tail == self.first else 0.1


def test_a_backend_chooses_among_candidates():
    text, sentences, spans = read_marked(
        "{PERSON محمد بن نايف} و{PERSON محمد بن سلمان} ثم {PERSON محمد}"
    )
    linking = link(text, sentences, spans, GAZETTEER, Same(spans[0].start))
    assert linking.entity_of == ("p1", "p2", "p1")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ترامب", "ترمب", True),
        ("نتنياهو", "نتانياهو", True),
        ("المعلم", "معلم", True),
        ("غورباتشوف", "جورباتشوف", True),
        ("حسن", "حسين", False),
        ("سلمان", "سليمان", False),
        ("لافروف", "بوتين", False),
    ],
)
def test_spellings(one, other, same):
    assert same_word(key(one), key(other)) is same
    assert same_word(key(other), key(one)) is same


def test_a_father_is_not_his_son():
    assert not same_person(("سلمان", "بن", "عبدالعزيز"), ("محمد", "بن", "سلمان", "بن", "عبدالعزيز"))


TEXT = "قال محمد بن سلمان إن الصين والناتو، تشن ومحمد بن نايف"
SPANS = st.lists(
    st.builds(
        lambda start, length, label: Span(start, min(start + length, len(TEXT)), label),
        st.integers(0, len(TEXT) - 1),
        st.integers(1, 20),
        st.sampled_from(MENTION_LABELS),
    ),
    max_size=12,
)


@given(SPANS)
def test_every_mention_has_one_entity(spans):
    merged = merge(spans)
    linking = link(TEXT, segment(TEXT), merged, GAZETTEER)
    placed = sorted(index for entity in linking.entities for index in entity.spans)
    assert placed == [i for i, s in enumerate(merged) if s.label not in ("ROLE", "DATE")]
    for entity in linking.entities:
        assert {linking.entity_of[index] for index in entity.spans} == {entity.id}
    firsts = [entity.spans[0] for entity in linking.entities]
    assert firsts == sorted(firsts)


def test_many_people_take_linear_time():
    marked = " ".join(f"{{PERSON محمد{i} بن{i} علي{i}}} {{PERSON محمد}}" for i in range(800))
    text, sentences, spans = read_marked(marked)
    assert len(link(text, sentences, spans, GAZETTEER).entity_of) == len(spans)


def test_a_word_with_a_lam_of_its_own_gets_back_both():
    text = "عضو للجنة المركزية"
    spans = (Span(5, 18, "ORG"),)
    assert text[5:18] == "لجنة المركزية"
    names = [entity.name for entity in link(text, segment(text), spans, GAZETTEER).entities]
    assert names == ["اللجنة المركزية"]
