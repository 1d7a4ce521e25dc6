from __future__ import annotations

import pytest

from arsec_ner.errors import GazetteerError
from arsec_ner.gazetteer.entry import country_codes, entry_from_row, row_from_entry

ROW = {
    "id": "city:beijing",
    "label": "GPE",
    "kind": "capital",
    "name": "بكين",
    "name_en": "Beijing",
    "names": "بيجين|بكين الكبرى",
    "weak": "بيبنغ",
    "context": "الصين|العاصمة الصينية",
    "country": "CHN",
    "iso2": "CN",
    "iso3": "CHN",
    "qid": "Q956",
    "latitude": "39.9075",
    "longitude": "116.39723",
    "population": "21893095",
    "source": "GeoNames (CC BY 4.0)",
}


def test_row_becomes_an_entry_and_a_row_again() -> None:
    entry = entry_from_row(ROW)
    assert entry.names == ("بكين", "بيجين", "بكين الكبرى")
    assert (entry.weak, entry.context) == (("بيبنغ",), ("الصين", "العاصمة الصينية"))
    assert (entry.latitude, entry.population) == (39.9075, 21893095)
    assert row_from_entry(entry) == ROW


def test_name_repeated_in_weak_is_weak() -> None:
    entry = entry_from_row({**ROW, "weak": "بكين"})
    assert "بكين" not in entry.names and entry.weak == ("بكين",)
    assert entry_from_row(row_from_entry(entry)) == entry


def test_fields_may_be_left_out() -> None:
    entry = entry_from_row({"id": "org:un", "label": "ORG", "name": "الأمم المتحدة"})
    assert (entry.kind, entry.qid, entry.names) == (None, None, ("الأمم المتحدة",))


def test_space_in_a_field_is_one_blank() -> None:
    entry = entry_from_row({**ROW, "name": " مدينة\t\nبكين "})
    assert entry.name == "مدينة بكين"


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("id", "", "id is missing"),
        ("label", "", "label is missing"),
        ("name", " ", "name is missing"),
        ("label", "CITY", "unknown label 'CITY'; labels: PERSON, ROLE, ORG, GPE"),
        ("country", "CN", "country 'CN' is no alpha-3 code"),
        ("iso3", "XYZ", "iso3 'XYZ' is no alpha-3 code"),
        ("iso2", "XX", "iso2 'XX' is no alpha-2 code"),
        ("qid", "956", "qid '956' is no Wikidata id"),
        ("latitude", "north", "latitude 'north' is no number"),
        ("latitude", "91", "latitude 91 is not within ±90"),
        ("longitude", "nan", "longitude nan is not within ±180"),
        ("population", "1.5m", "population '1.5m' is no whole number"),
        ("nme", "بكين", "unknown column 'nme'; known: id, label"),
        ("name", "بكين\ud800", "name is no valid Unicode"),
        ("name", "بكين\x00", "name is no valid Unicode"),
    ],
)
def test_wrong_field_is_named(column: str, value: str, reason: str) -> None:
    with pytest.raises(GazetteerError) as caught:
        entry_from_row({**ROW, column: value})
    assert caught.value.reason.startswith(reason)


def test_country_codes_know_kosovo_and_palestine() -> None:
    codes = country_codes()
    assert (codes["XKX"], codes["PSE"], codes["TWN"]) == ("XK", "PS", "TW")
