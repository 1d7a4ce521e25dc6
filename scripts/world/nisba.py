"""nisba.tsv, groups.tsv: forms of nationality, ethnic, religious, political adjectives."""

from __future__ import annotations

from collections.abc import Iterator

from arsec_ner.normalize import key
from scripts.world.morphology import inflect, plurals
from scripts.world.tables import TABLES, Row, distinct, read_tsv, values


def nisba_rows(states: list[Row]) -> Iterator[Row]:
    """Yield the rows of nisba.tsv: the forms of each state's adjective.

    Args:
        states: rows of states, their short names and regions. Their names are no forms of an
            adjective: روسيا is the state, not the accusative of روسي. A feminine (سورية,
            السعودية) is a weak name of a row of its own.
    """
    taken = _place_keys(states)
    english = {
        row["iso3"]: row["name_en"] for row in states if row["id"] == f"country:{row.get('iso3')}"
    }
    stems = [*read_tsv(TABLES / "nisba_stems.tsv"), *read_tsv(TABLES / "former_nisba.tsv")]
    for row in stems:
        state = row["iso3"]
        common = {
            "label": "NORP",
            "kind": "nationality",
            "name_en": english.get(state, ""),
            "country": state if state in english else "",
            "source": "forms by rule from a reviewed stem",
        }
        forms = _forms(row)
        own = [form for form in forms if key(form) not in taken]
        yield {**common, "id": f"norp:{state}", **_strength(row, own)}
        if homonyms := [form for form in forms if form.endswith("ة") and form not in own]:
            names = {"name": homonyms[0], "weak": "|".join(homonyms)}
            yield {**common, "id": f"norp:{state}-homonym", **names}
    for row in read_tsv(TABLES / "nisba_aliases.tsv"):
        yield {
            "id": f"alias:{row['iso3']}-{row['english'].lower()}",
            "label": "NORP",
            "kind": "nationality",
            **_strength({**row, "weak": "*"}, distinct(_forms(row), without=taken)),
            "name_en": row["english"],
            "country": row["iso3"],
            "source": "forms by rule from a reviewed stem",
        }


def group_rows(places: list[Row]) -> Iterator[Row]:
    """Yield the rows of groups.tsv: peoples, religions, movements and regions.

    Args:
        places: rows of states, their short names and regions. Their names are no forms of an
            adjective: أفريقيا is the continent, not the accusative of أفريقي.
    """
    taken = _place_keys(places)
    for row in read_tsv(TABLES / "groups_stems.tsv"):
        yield {
            "id": f"norp:{row['id']}",
            "label": "NORP",
            "kind": row["kind"],
            **_strength(row, [form for form in _forms(row) if key(form) not in taken]),
            "name_en": row["name_en"],
            "country": row["country"],
            "source": "forms by rule from a reviewed stem",
        }


def _forms(row: Row) -> list[str]:
    stems = [row["stem"], *values(row["variants"])]
    forms = [form for stem in stems for form in inflect(stem)]
    return distinct([*forms, *plurals(values(row["broken"]))])


def _strength(row: Row, forms: list[str]) -> Row:
    """The forms by the table's column `weak`; the first is the name to show."""
    named = {key(form) for word in values(row["weak"]) for form in _named(word)}
    weak = [form for form in forms if row["weak"] == "*" or key(form) in named]
    return {
        "name": forms[0],
        "names": "|".join(distinct(forms, [*weak, forms[0]])),
        "weak": "|".join(weak),
        "context": row["context"],
    }


def _named(word: str) -> Iterator[str]:
    """The forms that a word of the column `weak` names: تركماني* is every form of the stem."""
    if word.endswith("*"):
        yield from inflect(word[:-1])
    else:
        yield from (word, word + "ا")


def _place_keys(rows: list[Row]) -> set[str]:
    strong = ([row["name"], *values(row.get("names", ""))] for row in rows)
    return {key(name) for names in strong for name in names}
