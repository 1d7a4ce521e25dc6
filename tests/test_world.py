"""The data of states, nationalities and places: what each name means, and what is no name."""

import csv
from functools import cache
from pathlib import Path

import pytest

from arsec_ner.gazetteer import Gazetteer
from arsec_ner.gazetteer.entry import country_codes
from arsec_ner.normalize import key
from arsec_ner.segment import segment
from scripts.world.morphology import inflect, plurals
from scripts.world.nisba import group_rows, nisba_rows
from scripts.world.tables import COLUMNS, read_tsv, values

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data" / "gazetteers"
FILES = (
    "states", "state_aliases", "nisba", "groups", "capitals", "places", "cities", "provinces",
    "regions", "facilities",
)  # fmt: skip
# Territories without a people whose adjective the press uses, most of them uninhabited.
WITHOUT_NISBA = frozenset(
    "AIA ALA ASM ATA ATF BES BLM BVT CCK COK CUW CXR CYM FLK GGY GUF HMD IMN IOT JEY MAF MNP MSR"
    " MYT NCL NFK NIU PCN PYF SGS SHN SJM SPM SXM TCA TKL UMI VGB VIR WLF".split()
)


@cache
def table(name):
    return tuple(read_tsv(DATA / f"{name}.tsv"))


def found(text):
    gazetteer = Gazetteer.load()
    return {
        (text[span.start : span.end], span.label): gazetteer.entry(span.entry)
        for span in gazetteer.find(text, segment(text))
        if span.strong and span.entry
    }


def cases():
    path = Path(__file__).parent / "data" / "world_names.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = (line for line in lines if not line.startswith("#"))
        yield from csv.reader(rows, delimiter="\t")


@pytest.mark.parametrize(("name", "label", "meant"), list(cases()))
def test_a_name_means_what_a_reader_expects(name, label, meant):
    entry = found(f"وقال المراسل إن {name} في الخبر")[name, label]
    assert meant in (entry.id, entry.country)


@pytest.mark.parametrize("particle", ["و", "ب", "ل", "وب", "ف"])
def test_particles_stay_outside(particle):
    assert ("كمبوديا", "GPE") in found(f"جاء {particle}كمبوديا في البيان")
    assert ("فلسطينيين", "NORP") in found(f"جاء {particle}فلسطينيين في البيان")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("عقدت اللجنة المالية اجتماعا عن الأسواق المالية", {}),
        ("دخلت القوات المالية باماكو", {"المالية": "MLI", "باماكو": "MLI"}),
        ("في المحيط الهندي وفي بحر الصين الجنوبي سفن", {}),
        ("زار الضيف المملكة العربية السعودية", {"المملكة العربية السعودية": "SAU"}),
        ("استقبلت المملكة ضيوفها", {"المملكة": "SAU"}),
        ("أعلنت الرباط أن المملكة ترحب وأن المغرب يدعو", {"المملكة": "MAR"}),
        ("أبحرت من عُمان وزارت مسقط في سلطنة عمان", {"عُمان": "OMN"}),
        ("عاد إلى عمّان حيث يحكم ملك الأردن", {"عمّان": "JOR", "الأردن": "JOR"}),
        ("في شهر آب الماضي", {}),
        ("كان وأن وإن ليل بلد", {}),
        ("طعن في الحكم وعاد إلى الصعيد", {}),
    ],
)
def test_ambiguous_names_need_their_context(text, expected):
    countries = {
        name: entry.country
        for (name, label), entry in found(text).items()
        if label in ("GPE", "NORP")
    }
    assert expected.items() <= countries.items()
    if not expected:
        assert not countries


def test_every_state_has_names_codes_and_an_adjective():
    states = {row["iso3"]: row for row in table("states") if row.get("iso3")}
    assert states.keys() == country_codes().keys()
    for code, row in states.items():
        assert row["iso2"] == country_codes()[code]
        assert row["country"] == code
        assert row["qid"].startswith("Q")
    assert states.keys() - {row["country"] for row in table("nisba")} == WITHOUT_NISBA


def test_every_independent_state_has_a_capital():
    capitals = {row["country"] for row in table("capitals")}
    countries = {row["iso3"] for row in table("states") if row["kind"] == "country"}
    assert countries - capitals <= {"VAT"}


@pytest.mark.parametrize("name", FILES)
def test_rows_are_complete(name):
    rows = table(name)
    assert [row["id"] for row in rows] == sorted({row["id"] for row in rows})
    for row in rows:
        assert row.keys() <= set(COLUMNS)
        assert row["label"] and row["name"] and row["source"]
        weak = {key(weak) for weak in values(row.get("weak", ""))}
        assert not weak & {key(strong) for strong in values(row.get("names", ""))}
        assert not row.get("latitude") or -90 <= float(row["latitude"]) <= 90


def test_the_forms_are_those_of_the_stems():
    places = [*table("states"), *table("state_aliases"), *table("regions")]
    for name, rows in (("nisba", nisba_rows(places)), ("groups", group_rows(places))):
        made = {row["id"]: (row["name"], row.get("names", ""), row["weak"]) for row in rows}
        kept = {row["id"]: (row["name"], row["names"], row["weak"]) for row in table(name)}
        assert made == kept


def test_inflection():
    assert list(inflect("صيني"))[:3] == ["صيني", "صينية", "صينيا"]
    forms = set(inflect("كوري شمالي"))
    assert {"الكوري الشمالي", "كورية شمالية", "الكوريين الشماليين"} <= forms
    assert {"الجنوب أفريقي", "جنوب أفريقية"} <= set(inflect("جنوب= أفريقي"))
    assert list(plurals(["روس"])) == ["روس", "الروس"]
