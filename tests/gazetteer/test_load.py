from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from arsec_ner.errors import GazetteerError
from arsec_ner.gazetteer import Entry, load_entries
from arsec_ner.gazetteer.load import check_entries

CENTER = {
    "label": "ORG",
    "name": "مركز الخليج للأبحاث",
    "name_en": "Gulf Research Center",
    "country": "SAU",
    "weak": "مركز الخليج",
}

FILES = {
    "own.yaml": """
- label: ORG
  name: مركز الخليج للأبحاث
  name_en: Gulf Research Center
  country: SAU
  weak: [مركز الخليج]
""",
    "own.yml": "- {label: org, name: مركز الخليج للأبحاث, name_en: Gulf Research Center, "
    "country: SAU, weak: مركز الخليج}",
    "own.csv": "label,name,name_en,country,weak\n"
    'ORGANIZATION,"مركز الخليج للأبحاث",Gulf Research Center,SAU,مركز الخليج\n',
    "excel.csv": "\ufefflabel;name;name_en;country;weak\r\n"
    "ORG;مركز الخليج للأبحاث;Gulf Research Center;SAU;مركز الخليج\r\n",
    "own.tsv": "# our own\nlabel\tname\tname_en\tcountry\tweak\n\n"
    "ORG\tمركز الخليج للأبحاث\tGulf Research Center\tSAU\tمركز الخليج\n",
    "own.jsonl": json.dumps(CENTER) + "\n\n",
    "own.json": json.dumps([CENTER], ensure_ascii=False),
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_entry(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name].encode())
    (entry,) = load_entries(path)
    assert entry == load_entries([CENTER])[0] == load_entries(str(path))[0]
    assert entry.id == "user:ORG:مركز_الخليج_للابحاث"
    assert (entry.names, entry.weak) == (("مركز الخليج للأبحاث",), ("مركز الخليج",))
    assert (entry.country, entry.source) == ("SAU", "user")


def test_entries_pass_and_get_their_name() -> None:
    entry = Entry(id="x", label="ORG", kind=None, name="حزب الأمل")
    (loaded,) = load_entries([entry])
    assert loaded.names == ("حزب الأمل",)


def test_numbers_lists_and_nothing() -> None:
    row = {"label": "GPE", "name": "سومي", "latitude": 50.9, "population": 256474, "qid": None}
    (entry,) = load_entries([{**row, "weak": ("س", "ص")}])
    assert (entry.latitude, entry.population, entry.qid) == (50.9, 256474, None)
    assert entry.weak == ("س", "ص")


@pytest.mark.parametrize(
    ("alias", "label"), [("PER", "PERSON"), ("loc", "LOC"), ("Location", "LOC"), ("TITLE", "ROLE")]
)
def test_label_alias(alias: str, label: str) -> None:
    assert load_entries([{"label": alias, "name": "س"}])[0].label == label


@pytest.mark.parametrize(
    "pattern",
    [
        "وزارة التسامح",
        [{"LOWER": "وزارة"}, {"LOWER": "التسامح"}],
        [{"TEXT": "وزارة"}, {"orth": "التسامح"}],
    ],
)
def test_entity_ruler_pattern(pattern: Any) -> None:
    (entry,) = load_entries([{"label": "ORG", "pattern": pattern, "id": "tolerance"}])
    assert (entry.id, entry.name) == ("tolerance", "وزارة التسامح")


def test_patterns_with_one_id_are_one_entry() -> None:
    patterns = [
        {"label": "ORG", "pattern": "وزارة التسامح", "id": "tolerance"},
        {"label": "ORG", "pattern": "وزارة التسامح والتعايش", "id": "tolerance"},
    ]
    (entry,) = load_entries(patterns)
    assert entry.names == ("وزارة التسامح", "وزارة التسامح والتعايش")


WRONG_ROWS: list[tuple[Any, str]] = [
    ({"label": "ORG"}, "name is missing"),
    ({"name": "حزب الأمل"}, "label is missing"),
    ({"label": "PARTY", "name": "حزب الأمل"}, "unknown label 'PARTY'; labels: PERSON, ROLE, ORG"),
    ({"label": "ORG", "name": "،"}, "'،' folds to nothing"),
    ({"label": "ORG", "name": "ـــ"}, "'ـــ' folds to nothing"),
    ({"label": "ORG", "name": "حزب", "context": "-"}, "'-' folds to nothing"),
    ({"label": "ORG", "name": "حزب", "country": "Egypt"}, "country 'Egypt' is no alpha-3"),
    ({"label": "ORG", "name": "حزب", "nmaes": "س"}, "unknown column 'nmaes'"),
    ({"label": "ORG", "name": {"ar": "حزب"}}, "name is {'ar': 'حزب'}; text or a list"),
    ({"label": "ORG", "name": True}, "name is True; text or a list"),
    ({"label": "ORG", "name": "حزب", "pattern": "حزب"}, "has both a pattern and a name"),
    ({"label": "ORG", "pattern": []}, "pattern is []; a phrase or a list"),
    ({"label": "ORG", "pattern": [{"POS": "NOUN"}]}, "token pattern {'POS': 'NOUN'} cannot"),
    ({"label": "ORG", "pattern": [{"LOWER": "س", "OP": "?"}]}, "token pattern {'LOWER': 'س', 'OP'"),
    ({"label": "ORG", "pattern": [{"LOWER": {"IN": ["س"]}}]}, "token pattern {'LOWER': {'IN'"),
    ("حزب الأمل", "is a str; an entry has columns: id, label"),
    (None, "is a NoneType; an entry has columns"),
]


@pytest.mark.parametrize(("row", "reason"), WRONG_ROWS)
def test_wrong_row_is_named(tmp_path: Path, row: Any, reason: str) -> None:
    path = tmp_path / "own.json"
    path.write_text(json.dumps([CENTER, row]), encoding="utf-8")
    with pytest.raises(GazetteerError) as caught:
        load_entries(path)
    assert (caught.value.file, caught.value.row) == (str(path), 2)
    assert caught.value.reason.startswith(reason)
    assert str(caught.value).startswith(f"{path}:2: ")
    with pytest.raises(GazetteerError, match=r"^2: "):
        load_entries([CENTER, row])


def test_id_used_twice() -> None:
    with pytest.raises(GazetteerError, match=r"^2: id user:ORG:.* stands already in row 1"):
        load_entries([CENTER, CENTER])
    with pytest.raises(GazetteerError, match="id a is a ORG and a LOC"):
        load_entries(
            [
                {"label": "ORG", "pattern": "س", "id": "a"},
                {"label": "LOC", "pattern": "ص", "id": "a"},
            ]
        )


WRONG_FILES = [
    ("own.xml", b"<a/>", None, "ending '.xml' is none of .yaml, .yml, .csv"),
    ("own.yaml", b"- {label: ORG}\n- {label: }}\n", 2, "is no YAML"),
    ("own.yaml", b"label: ORG\nname: x\n", None, "holds a dict; a list of entries is expected"),
    ("own.json", b"[{]", None, "is no JSON"),
    ("own.jsonl", b'{"label": "ORG", "name": "a"}\n{"label"\n', 2, "is no JSON"),
    ("own.csv", b"label,name\nORG,a,b\n", 2, "3 cells under 2 columns"),
    ("own.csv", b'label,name\nORG,"a\n', 2, "is no CSV"),
    ("own.csv", "label,name\nORG,حزب\n".encode("cp1256"), None, "is not UTF-8 (byte 15)"),
]


@pytest.mark.parametrize(("name", "content", "row", "reason"), WRONG_FILES)
def test_wrong_file_is_named(
    tmp_path: Path, name: str, content: bytes, row: int | None, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(GazetteerError) as caught:
        load_entries(path)
    assert (caught.value.file, caught.value.row) == (str(path), row)
    assert caught.value.reason.startswith(reason)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"none\.csv: cannot be read: No such file"):
        load_entries(tmp_path / "none.csv")


def test_empty_file_has_no_entries(tmp_path: Path) -> None:
    for name in ("a.yaml", "a.csv", "a.tsv", "a.jsonl"):
        (tmp_path / name).write_text("")
        assert load_entries(tmp_path / name) == []


@pytest.mark.parametrize("source", [None, 5, b"own.csv", CENTER])
def test_wrong_type(source: Any) -> None:
    with pytest.raises(TypeError, match=f"not {type(source).__name__}"):
        load_entries(source)


def test_check_goes_on_after_an_error() -> None:
    results = list(check_entries([{"label": "ORG"}, CENTER, {"name": "س"}]))
    assert [isinstance(result, GazetteerError) for result in results] == [True, False, True]
