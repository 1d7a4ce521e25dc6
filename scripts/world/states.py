"""states.tsv: the states and territories of ISO 3166, Kosovo, and the disputed and former ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from arsec_ner.normalize import key
from scripts.world.morphology import feminine
from scripts.world.tables import TABLES, Row, distinct, named, read_tsv, values

KOSOVO = {"iso2": "XK", "iso3": "XKX", "qid": "", "name_en": "Kosovo", "is_independent": "Yes"}
_TAIL = re.compile(r"\s*(?:\(.*\)|\*+)\s*$")
_HEAD = re.compile(r"(جمهورية|مملكة|دولة|سلطنة|إمارة) ")
_ARTICLED_HEAD = re.compile(r"(الجمهورية|المملكة) ")
# Words for the state that papers put before a short name although UNTERM does not.
EXTRA_HEADS = {"ARE": "دولة", "KWT": "دولة", "QAT": "دولة", "SSD": "جمهورية", "XKX": "جمهورية"}


def state_rows(sources: Path) -> Iterator[Row]:
    """Yield the rows of states.tsv."""
    reviewed = {row["iso3"]: row for row in read_tsv(TABLES / "state_names.tsv")}
    stems = {row["iso3"]: row["stem"] for row in read_tsv(TABLES / "nisba_stems.tsv")}
    qids, english = _wikidata(sources, "qid"), _wikidata(sources, "name_en")
    listed = _listed(sources)
    for state in [*read_tsv(sources / "un-country-codes/country_codes_ar.tsv"), KOSOVO]:
        review = reviewed.get(state["iso3"], {})
        found = listed.get(state["iso2"], [])
        official = [_clean(state.get(c, "")) for c in ("unterm_short_ar", "m49_name_ar")]
        formal = _clean(state.get("unterm_formal_ar", ""))
        names = [*values(review.get("names", "")), *official, formal, *found]
        name = review.get("name") or next(n for n in names if n)
        heads = _headed([name, *names], formal, stems.get(state["iso3"]), state["iso3"])
        dropped = values(review.get("drop", ""))
        weak = values(review.get("weak", ""))
        independent = state["is_independent"] == "Yes" or state["iso3"] == "PSE"
        yield {
            "id": f"country:{state['iso3']}",
            "label": "GPE",
            "kind": "country" if independent else "territory",
            "name": name,
            "name_en": english.get(state["iso2"]) or state["name_en"],
            "names": "|".join(distinct([*names, *heads], [*dropped, *weak, name])),
            "weak": "|".join(weak),
            "context": review.get("context", ""),
            "country": state["iso3"],
            "iso2": state["iso2"],
            "iso3": state["iso3"],
            "qid": state["qid"] or qids.get(state["iso2"], ""),
            "source": "UN M49/UNTERM, CLDR, i18n-iso-countries, Natural Earth; reviewed",
        }
    yield from _other_states()


def _other_states() -> Iterator[Row]:
    for row in read_tsv(TABLES / "disputed_states.tsv"):
        yield {**row, **named(row), "label": "GPE", "source": "reviewed"}


def alias_rows(states: list[Row]) -> Iterator[Row]:
    """Yield the rows of state_aliases.tsv: المملكة, السلطنة, الشمال and the like.

    They have no kind, so that no rank decides between them but the states that the text names.
    """
    known = {row["iso3"]: row for row in states if row.get("iso3")}
    for row in read_tsv(TABLES / "state_aliases.tsv"):
        state = known[row["iso3"]]
        yield {
            **{column: state[column] for column in ("country", "iso2", "iso3", "qid")},
            "id": f"alias:{row['iso3']}-{row['english'].split()[1].lower()}",
            "label": "GPE",
            "name": row["name"],
            "name_en": row["english"],
            "weak": "" if row["strong"] else row["name"],
            "context": row["context"],
            "source": "reviewed",
        }


def _clean(name: str) -> str:
    """A source's name without remarks; empty where it is inverted (إيران، الجمهورية …)."""
    name = _TAIL.sub("", name.replace("\u200e", "")).strip()
    return "" if re.search(r"[،*()]|\bس\.", name) else name


def _headed(names: list[str], formal: str, stem: str | None, iso3: str) -> Iterator[str]:
    """Yield the short names after the word for the state: جمهورية, مملكة, دولة."""
    head = _HEAD.match(formal)
    word = head.group(1) if head else EXTRA_HEADS.get(iso3, "")
    articled = _ARTICLED_HEAD.match(formal)
    plain = [name for name in names if not _HEAD.match(name)]
    if word and plain:
        yield from (f"{word} {name}" for name in plain if _spelling_of(name, plain[0]))
    if stem and (word in ("جمهورية", "مملكة") or articled):
        yield f"ال{word} {feminine(stem)}" if word else f"{articled.group(1)} {feminine(stem)}"


def _spelling_of(name: str, short: str) -> bool:
    """Whether a name is the short one in another spelling: بنجلاديش of بنغلاديش, not الحبشة."""
    folded, other = (key(text).removeprefix("ال") for text in (name, short))
    return folded[:2] == other[:2] and len(folded.split()) == len(other.split())


def _listed(sources: Path) -> dict[str, list[str]]:
    """Names by alpha-2 code from CLDR, i18n-iso-countries and Natural Earth."""
    names: dict[str, list[str]] = {}
    for row in read_tsv(sources / "cldr/territories_ar.tsv"):
        alternatives = [part.partition("=")[2] for part in values(row["alt_names_ar"])]
        names.setdefault(row["code"], []).extend(
            [_clean(re.sub(r"\(.*?\)", "", name)) for name in [row["name_ar"], *alternatives]]
        )
    for row in read_tsv(sources / "i18n-iso-countries/countries_ar.tsv"):
        listed = [row["name_ar"], *values(row["aliases_ar"])]
        names.setdefault(row["iso2"], []).extend(map(_clean, listed))
    for row in read_tsv(sources / "natural-earth/countries50_ar.tsv"):
        names.setdefault(row["iso2"], []).append(_clean(row["name_ar"]))
    return names


def _wikidata(sources: Path, column: str) -> dict[str, str]:
    """Ids or short English names by alpha-2 code, of the territories of opensanctions/rigour."""
    territories = read_tsv(sources / "opensanctions-rigour/territories_ar.tsv")
    return {row["code"].upper(): row[column] for row in territories if row[column]}
