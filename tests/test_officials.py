"""Linking people to officials across scripts: names, offices, states and dates."""

import datetime
from pathlib import Path

import pytest

from arsec_ner.officials import best_match, identify, states_of_known, title_concepts
from arsec_ner.stages import Entity, Linking, RoleLink
from arsec_ner.translit import latin_key
from benchmarks.measure import linking
from scripts.build_officials import main

NAMES = Path(__file__).parent / "data" / "linked_names.tsv"


def test_rebuilding_gives_the_committed_tables():
    assert main(["build", "--check"]) == 0


def test_names_of_the_press_are_linked_rightly_and_the_unknown_not_at_all():
    found = linking(str(NAMES))
    assert found["known"] >= 290
    assert found["precision"] >= 0.95
    assert found["recall"] >= 0.85


@pytest.mark.parametrize(
    ("name", "state", "title", "year", "latin"),
    [
        ("تشن يي شين", "CHN", "وزير أمن الدولة الصيني", 2023.8, "Chen Yixin"),
        ("تشاو كه تشي", "CHN", "وزير الأمن العام الصيني", 2021.1, "Zhao Kezhi"),
        ("نغو شيوان ليتش", "VNM", "وزير الدفاع الوطني الفيتنامي", 2021.1, "Ngo Xuan Lich"),
        ("سيرغي شويغو", "RUS", "وزير الدفاع الروسي", 2023.6, "Sergei Shoigu"),
        ("فيكتور خرينين", "BLR", "وزير الدفاع البيلاروسي", 2023.6, "Viktor Khrenin"),
    ],
)
def test_names_of_other_languages_are_recognised(name, state, title, year, latin):
    match = best_match(name, frozenset({state}), title_concepts(title), year)
    assert match is not None
    assert latin_key(match.official.name) == latin_key(latin)


def test_a_well_known_name_in_office_needs_no_state_beside_it():
    match = best_match("سيرغي لافروف", frozenset(), frozenset(), 2024.0)
    assert match is not None
    assert match.official.country == "RUS"


@pytest.mark.parametrize(
    ("name", "latin"),
    [("بيرنار كوشنير", "Bernard Kouchner"), ("جون كلود يونيكر", "Jean-Claude Juncker")],
)
def test_other_long_vowels_are_the_same_name(name, latin):
    match = best_match(name, frozenset(), frozenset(), 2009.5 if "كوشنير" in name else 2016.5)
    assert match is not None
    assert match.official.name == latin


def test_a_name_that_many_bear_is_no_evidence():
    assert best_match("محمد مصطفى", frozenset(), frozenset(), 2024.5) is None
    assert best_match("محمد", frozenset({"EGY"}), title_concepts("رئيس"), 2013.0) is None


def person(name, country=None):
    entity = Entity("p1", "person", name, (0,), country=country)
    return Linking((entity,), ("p1", None))


def test_a_person_gets_the_facts_of_the_official():
    roles = (RoleLink(1, "minister", ("p1",), countries=("CHN",)),)
    linked = identify(
        person("وانغ يي", "CHN"), roles, {1: "وزير الخارجية الصيني"}, datetime.date(2024, 7, 26)
    )
    wang = linked.entities[0]
    assert (wang.name_latin, wang.wikidata_id, wang.transliterated) == ("Wang Yi", "Q701801", False)
    assert [e.source for e in wang.evidence] == ["officials"]


def test_an_unknown_person_gets_a_marked_transliteration():
    unknown = identify(person("خالد الدوسري", "SAU"), (), {}, None).entities[0]
    assert unknown.wikidata_id is None
    assert unknown.transliterated
    assert unknown.name_latin == "Khaled al-Dousri"


def test_the_same_office_years_before_is_another_person():
    roles = (RoleLink(1, "minister", ("p1",), countries=("USA",)),)
    held = identify(
        person("جون كيري", "USA"), roles, {1: "وزير الخارجية الأمريكي"}, datetime.date(2015, 3, 1)
    )
    assert held.entities[0].name_latin == "John Kerry"


@pytest.mark.parametrize(
    ("name", "title", "state"),
    [
        ("دونالد ترامب", "الرئيس", "USA"),
        ("عادل الجبير", "وزير الخارجية", "SAU"),
        ("ترامب", "الرئيس", None),  # a part of a name may be anybody's
        ("دونالد ترامب", "عضو", None),  # no office that the tables know him by
        ("نغوين فلان", "الرئيس", None),
    ],
)
def test_the_state_of_those_whom_everybody_knows(name, title, state):
    linking = Linking((Entity("p1", "person", name, ()),), ())
    assert states_of_known(linking, datetime.date(2018, 6, 1))("p1", title) == state
