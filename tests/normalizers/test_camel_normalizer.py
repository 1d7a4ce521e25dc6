"""CAMeL Tools as a normalizer, with a morphology database that the tests write."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from marked import small_gazetteer
from morphology import write_database

import arsec_ner
from arsec_ner.clitics import stem_start
from arsec_ner.errors import ModelError
from arsec_ner.normalizers import Normalizer, load_normalizer, split
from arsec_ner.normalizers.camel import STEPS, CamelNormalizer
from arsec_ner.pipeline import Pipeline
from arsec_ner.segment import segment
from arsec_ner.taggers.rules import RuleTagger

pytestmark = [pytest.mark.extras, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(autouse=True)
def no_data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path_factory.mktemp("nothing")))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_database(tmp_path_factory.mktemp("morphology"))


@pytest.fixture(scope="module")
def normalizer(database: Path) -> CamelNormalizer:
    return CamelNormalizer(database)


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("المُؤْتَمَر", "المؤتمر"),
        ("إسـرائيل", "اسرائيل"),
        ("سوريّة", "سوريه"),
        ("مصطفى", "مصطفي"),
        ("ﻻﻓﺮﻭﻑ", "لافروف"),
        ("٢٠٢١", "2021"),
        ("\u200fبكين\u200f", "بكين"),
        ("NATO", "NATO"),
        ("ڤيتنام", "فيتنام"),
        ("", ""),
    ],
)
def test_words_are_folded_as_camel_folds_them(word: str, folded: str) -> None:
    made = CamelNormalizer()
    assert made.fold(word) == folded
    assert made.fold(folded) == folded


def test_the_steps_can_be_chosen(tmp_path: Path) -> None:
    charmap = tmp_path / "own.json"
    charmap.write_text(json.dumps({"charMap": {"ڤ": "ف"}, "default": None}), encoding="utf-8")
    made = CamelNormalizer(steps=(str(charmap), "dediac_ar"))
    assert made.fold("ڤِيتنامية") == "فيتنامية"
    assert pickle.loads(pickle.dumps(made)).fold("ڤِيتنامية") == "فيتنامية"
    with pytest.raises(ValueError, match=r"no step 'unicodedata'; there are .*arclean.*JSON"):
        CamelNormalizer(steps=(*STEPS, "unicodedata"))
    with pytest.raises(ModelError, match="cannot read the charmap"):
        CamelNormalizer(steps=(str(tmp_path / "none.json"),))


@pytest.mark.parametrize(
    ("word", "particles"),
    [
        ("وبالصين", "وب"),
        ("وَبِالصِّين", "وب"),
        ("للأمم", "ل"),
        ("والصين", "و"),
        ("وسام", ""),
        ("بسام", "ب"),
        ("ونعيم", "و"),
        ("وسيزور", "وس"),
        ("الصين", ""),
        ("وموسكو", None),
        ("CNN", None),
        ("57", None),
        ("،", None),
        ("\u200f", None),
    ],
)
def test_particles_are_those_of_the_likeliest_analysis(
    normalizer: CamelNormalizer, word: str, particles: str | None
) -> None:
    assert normalizer.particles(word) == particles


def test_without_its_data_the_librarys_table_decides() -> None:
    made = load_normalizer("camel")
    assert isinstance(made, CamelNormalizer) and isinstance(made, Normalizer)
    assert made.database is None
    assert made.particles("وبالصين") is None
    assert "no morphology database, particles by the library's own table" in repr(made)


def test_the_installed_data_are_taken(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    folder = tmp_path / "data" / "morphology_db" / "calima-msa-r13"
    folder.mkdir(parents=True)
    (folder / "morphology.db").write_bytes(database.read_bytes())
    made = CamelNormalizer()
    assert made.database == folder / "morphology.db" and str(folder) in repr(made)
    assert made.particles("وسام") == ""
    # the word-based model knows better than how likely words are by themselves
    split_wisam = {"pos": "noun", "lex": "سام", "diac": "وسام", "bw": "و+سام"}
    model = tmp_path / "data" / "disambig_mle" / "calima-msa-r13" / "model.json"
    model.parent.mkdir(parents=True)
    model.write_text(json.dumps({"وسام": split_wisam}), encoding="utf-8")
    assert CamelNormalizer().particles("وسام") == "و"


def test_names_begin_where_camel_says(database: Path) -> None:
    nlp = Pipeline(RuleTagger(), small_gazetteer(), load_normalizer(f"camel:{database}"))
    text = "قالت روسيا وبـالصِّين إن \u200fوسام وموسكو وَالصين\u200f للأمم"
    document = nlp(text)
    assert document.text == text
    assert all(text[m.start : m.end] == m.text for m in document.mentions)
    assert [m.text for m in document.mentions][:2] == ["روسيا", "الصِّين"]
    tokens = [t for s in split(segment(text), nlp.normalizer) for t in s.tokens]
    stems = [text[stem_start(token) : token.end] for token in tokens]
    assert {"الصِّين", "\u200fوسام", "موسكو", "لأمم"} <= {*stems} | {f"\u200f{s}" for s in stems}
    assert pickle.loads(pickle.dumps(nlp))(text) == document


def test_threads_may_share_it(normalizer: CamelNormalizer, database: Path) -> None:
    words = ["وبالصين", "للأمم", "وسام", "بسام", "وموسكو", "ونعيم"] * 20
    fresh = CamelNormalizer(database)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(fresh.particles, words))
    assert answers == list(map(normalizer.particles, words))


def test_what_is_missing_or_damaged_is_named(tmp_path: Path, database: Path) -> None:
    with pytest.raises(ModelError, match=r"morphology.db does not exist; `camel_data -i"):
        CamelNormalizer(tmp_path)
    with pytest.raises(ModelError, match=r"other.db does not exist"):
        arsec_ner.load(tagger="rules", normalizer=f"camel:{tmp_path / 'other.db'}")
    damaged = tmp_path / "damaged.db"
    damaged.write_text("nothing of the kind\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"damaged.db: CAMeL Tools cannot read it"):
        CamelNormalizer(damaged)
    damaged.write_text("", encoding="utf-8")
    with pytest.raises(ModelError, match=r"damaged.db holds no words"):
        CamelNormalizer(damaged)
    with pytest.raises(ModelError, match="no tokenization 'd2tok'"):
        CamelNormalizer(write_database(tmp_path, scheme="d1tok"))
    with pytest.raises(ModelError, match=r"none.json: CAMeL Tools cannot read it"):
        CamelNormalizer(database, mle=tmp_path / "none.json")


OFFLINE = """
import socket, sys
def refused(*arguments, **options):
    raise OSError("no network in this test")
socket.socket.connect = refused
import arsec_ner
nlp = arsec_ner.load(tagger="rules", normalizer=sys.argv[1])
print([m.text for m in nlp("وصل الوفد إلى هانوي وبالصين").mentions])
"""


@pytest.mark.parametrize("with_data", [False, True])
def test_it_works_offline_without_a_catalogue(
    with_data: bool, database: Path, tmp_path: Path
) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "CAMELTOOLS_DATA"}
    name = f"camel:{database}" if with_data else "camel"
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, name],
        capture_output=True, text=True, env={**environment, "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.stdout.strip() == "['هانوي', 'الصين']", done.stderr
    assert not any(path.is_file() for path in tmp_path.rglob("*"))
