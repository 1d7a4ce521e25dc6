"""The bundled model: what it finds, and that it is the same alone, in batches and elsewhere."""

from __future__ import annotations

import json
import pickle
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from arsec_ner.errors import ModelError
from arsec_ner.segment import segment
from arsec_ner.spans import Span
from arsec_ner.taggers.base import Tagger, Tagging
from arsec_ner.taggers.bundled import FILES, BundledTagger

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
SIMPLE = "التقى وزير الخارجية المصري سامح شكري أمس الثلاثاء نظيره الروسي سيرغي لافروف في موسكو."
ODD = ["", " \n ", ".", "؟!", "\u200f\u200e", "a" * 5000, "ـ" * 300, "\ud800 x", "و" * 400, "👍🏽"]


@pytest.fixture(scope="module")
def tagger() -> BundledTagger:
    return BundledTagger.load()


def tag(tagger: BundledTagger, text: str, hints: tuple[Span, ...] = ()) -> Tagging:
    return tagger.tag([segment(text)], [hints])[0]


def seen(tagging: Tagging) -> tuple[object, ...]:
    return tagging.spans, tagging.triggers


def test_it_is_a_tagger(tagger: BundledTagger) -> None:
    assert isinstance(tagger, Tagger)
    assert tagger.name == "bundled"


def test_a_plain_sentence(tagger: BundledTagger) -> None:
    spans = {(SIMPLE[s.start : s.end], s.label) for s in tag(tagger, SIMPLE).spans}
    assert spans >= {
        ("وزير الخارجية المصري", "ROLE"),
        ("المصري", "NORP"),
        ("سامح شكري", "PERSON"),
        ("سيرغي لافروف", "PERSON"),
        ("موسكو", "GPE"),
    }


def test_its_trigger_and_arguments(tagger: BundledTagger) -> None:
    tagging = tag(tagger, SIMPLE)
    assert tagging.triggers is not None and tagging.relations is not None
    (trigger,) = (found for found in tagging.triggers if found.score > 0.5)
    assert (SIMPLE[trigger.start : trigger.end], trigger.type) == ("التقى", "meeting")
    shukri, lavrov, moscow = (SIMPLE.index(name) for name in ("سامح", "سيرغي", "موسكو"))
    score = tagging.relations.score
    assert (score("agent", 0, shukri) or 0) > (score("agent", 0, lavrov) or 0)
    assert (score("target", 0, lavrov) or 0) > (score("target", 0, shukri) or 0)
    assert (score("place", 0, moscow) or 0) > (score("place", 0, lavrov) or 0)


def test_particles_stay_outside(tagger: BundledTagger) -> None:
    text = "واجتمع المسؤولون بالصين وباليابان قبل سفرهم لإيران."
    found = [text[s.start : s.end] for s in tag(tagger, text).spans if s.label == "GPE"]
    assert found == ["الصين", "اليابان", "إيران"]


def test_spans_are_sorted_scored_and_never_cross(tagger: BundledTagger) -> None:
    for path in SEEDS:
        text = path.read_text(encoding="utf-8")
        spans = tag(tagger, text).spans
        assert list(spans) == sorted(spans, key=lambda s: (s.start, -s.end))
        assert all(0 < s.score <= 1 and s.evidence[0].source == "bundled" for s in spans)
        assert not any(a.crosses(b) for a in spans for b in spans)


def test_the_same_alone_and_among_others(tagger: BundledTagger) -> None:
    texts = [path.read_text(encoding="utf-8") for path in SEEDS] + ODD
    documents = [segment(text) for text in texts]
    together = tagger.tag(documents, [()] * len(texts))
    backwards = tagger.tag(documents[::-1], [()] * len(texts))[::-1]
    alone = [tagger.tag([document], [()])[0] for document in documents]
    assert [seen(t) for t in together] == [seen(t) for t in alone] == [seen(t) for t in backwards]


def test_the_same_after_pickling_and_from_threads(tagger: BundledTagger) -> None:
    copy = pickle.loads(pickle.dumps(tagger))
    expected = seen(tag(tagger, SIMPLE))
    assert seen(tag(copy, SIMPLE)) == expected
    fresh = BundledTagger.load()
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: seen(tag(fresh, SIMPLE)), range(8)))
    assert results == [expected] * 8


def test_more_threads_give_the_same(tagger: BundledTagger) -> None:
    assert seen(tag(BundledTagger.load(threads=2), SIMPLE)) == seen(tag(tagger, SIMPLE))


@pytest.mark.parametrize("text", ODD)
def test_odd_text_never_raises(tagger: BundledTagger, text: str) -> None:
    for span in tag(tagger, text).spans:
        assert 0 <= span.start < span.end <= len(text)


def test_a_sentence_longer_than_a_window_is_read_to_its_end(tagger: BundledTagger) -> None:
    text = " ".join([SIMPLE.rstrip(".")] * 60)
    starts = {s.start for s in tag(tagger, text).spans if s.label == "PERSON"}
    names = [at for at in range(len(text)) if text.startswith("سامح شكري", at)]
    assert len(starts & set(names)) >= 0.9 * len(names)
    assert max(starts) > len(text) - len(SIMPLE)


def test_hints_are_taken_and_never_needed(tagger: BundledTagger) -> None:
    text = "أعلنت زغروبيا استعدادها لاستضافة المحادثات."
    hint = Span(text.index("زغروبيا"), text.index("زغروبيا") + len("زغروبيا"), "GPE")
    found = [(text[s.start : s.end], s.label) for s in tag(tagger, text, (hint,)).spans]
    assert ("زغروبيا", "GPE") in found
    tag(tagger, text)


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"missing: meta\.json"):
        BundledTagger.load(tmp_path)


def folder_with(tmp_path: Path, **changes: object) -> Path:
    source = BundledTagger.load().folder
    for name in FILES:
        shutil.copy(source / name, tmp_path / name)
    meta = json.loads((source / "meta.json").read_text(encoding="utf-8"))
    (tmp_path / "meta.json").write_text(json.dumps({**meta, **changes}), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("changes", "reason"), [({"format": 99}, "format"), ({"labels": {}}, "labels")]
)
def test_another_format_or_label_set_is_refused(
    tmp_path: Path, changes: dict[str, object], reason: str
) -> None:
    with pytest.raises(ModelError, match=reason):
        BundledTagger.load(folder_with(tmp_path, **changes))


def test_damaged_files_are_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(ModelError, match="cannot be read"):
        BundledTagger.load(folder).warm_up()
    (folder / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match=r"meta\.json"):
        BundledTagger.load(folder)


def test_threads_are_counted_from_one() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        BundledTagger.load(threads=0)
