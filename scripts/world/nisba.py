"""nisba.tsv, groups.tsv: forms of nationality, ethnic, religious, political adjectives."""

from __future__ import annotations

from collections.abc import Iterator

from arsec_ner.normalize import key
from scripts.world.morphology import inflect, plurals
from scripts.world.tables import TABLES, Row, distinct, read_tsv, values


def nisba_rows(states: list[Row]) -> Iterator[Row]:
    """Yield the rows of nisba.tsv: one for each state that has an adjective.

    Args:
        states: the rows of states.tsv. A form that is a state's name is none of a nisba: سورية
            and بريطانيا name the state, though they could be سوري and بريطاني inflected.
    """
    taken = _state_keys(states)
    english = {row["iso3"]: row["name_en"] for row in states if row.get("iso3")}
    for row in read_tsv(TABLES / "nisba_stems.tsv"):
        yield {
            **_forms(row, taken),
            "id": f"norp:{row['iso3']}",
            "label": "NORP",
            "kind": "nationality",
            "name_en": english[row["iso3"]],
            "country": row["iso3"],
            "source": "forms by rule from a reviewed stem",
        }
    for row in read_tsv(TABLES / "former_nisba.tsv"):
        yield {
            **_forms(row, taken),
            "id": f"norp:{row['iso3']}",
            "label": "NORP",
            "kind": "nationality",
            "source": "forms by rule from a reviewed stem",
        }


def group_rows(states: list[Row]) -> Iterator[Row]:
    """Yield the rows of groups.tsv: peoples, religions, movements and regions."""
    taken = _state_keys(states)
    for row in read_tsv(TABLES / "groups_stems.tsv"):
        yield {
            **_forms(row, taken),
            "id": f"norp:{row['id']}",
            "label": "NORP",
            "kind": row["kind"],
            "name_en": row["name_en"],
            "country": row["country"],
            "source": "forms by rule from a reviewed stem",
        }


def _forms(row: Row, taken: set[str]) -> Row:
    stems = [row["stem"], *values(row["variants"])]
    forms = [form for stem in stems for form in inflect(stem)]
    forms += plurals(values(row["broken"]))
    name = forms[0]
    every = [form for form in distinct(forms) if key(form) not in taken or form == name]
    if row["weak"] == "*":
        weak = every
    else:
        named = {key(form) for word in values(row["weak"]) for form in _named(word)}
        weak = [form for form in every if key(form) in named]
    strong = distinct(every, weak)
    return {
        "name": name,
        "names": "|".join(form for form in strong if form != name),
        "weak": "|".join(weak),
        "context": row["context"],
    }


def _named(word: str) -> Iterator[str]:
    """The forms that a word of the column `weak` names: تركماني* is every form of the stem."""
    if word.endswith("*"):
        yield from inflect(word[:-1])
    else:
        yield from (word, word + "ا")


def _state_keys(states: list[Row]) -> set[str]:
    return {key(name) for row in states for name in [row["name"], *values(row["names"])] if name}
