"""What holds for every backend: offsets, sentences, batches, pickles, odd input, provenance."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path

import pytest
from foreign import SENTENCES
from marked import read_marked, small_gazetteer
from wordlist import FakeTagger

from arsec_ner.clitics import stem_starts
from arsec_ner.labels import MENTION_LABELS
from arsec_ner.merge import merge
from arsec_ner.pipeline import Pipeline
from arsec_ner.segment import segment
from arsec_ner.spans import Sentence, Span
from arsec_ner.taggers import EnsembleTagger, Tagger, Tagging, load_tagger
from arsec_ner.taggers.bundled import BundledTagger
from arsec_ner.taggers.rules import RuleTagger

ROOT = Path(__file__).parents[2]
NEWS = [path.read_text(encoding="utf-8")[:900] for path in sorted(ROOT.glob("seeds/*.txt"))]
LONG = " ".join(read_marked(marked)[0].rstrip(" .") for marked in SENTENCES * 6)
ODD = [
    "",
    " \n\t ",
    "زار\0 بكين \0",
    "قال \ud800سامي \udfff ثم",
    "\u202bوصل\u202c \u200f إلى\u200e \u200f هانوي \u2067\u2069 .",
    "ـــ لـCNN الـ57 \ufdfa «» ... 👍🏽 ١٢٣",
    "و" * 1000,
    "م ـ " * 160,
    LONG,
]
TEXTS = [*NEWS[:2], *ODD, *(read_marked(marked)[0] for marked in SENTENCES)]

FAKE = FakeTagger(tags=("O", "B-PER", "I-PER", "B-LOC", "O", "S-ORG"))
OTHER = FakeTagger(tags=("O", "B-LOC", "I-PER", "O"))
WITHOUT_EXTRAS = ["fake", "rules", "union", "vote"]
if (ROOT / "src/arsec_ner/data/model/meta.json").is_file():
    WITHOUT_EXTRAS.append("bundled")
WITH_EXTRAS = ["stanza", "camel", "hf", "stanza+hf"]


def make(name: str, request: pytest.FixtureRequest) -> Tagger:
    """A backend by the name of its case."""
    match name:
        case "fake":
            return FAKE
        case "union" | "vote":
            return EnsembleTagger([RuleTagger(), FAKE, OTHER], name)
        case "rules" | "bundled":
            return load_tagger(name)
        case "stanza+hf":
            return EnsembleTagger([make("stanza", request), make("hf", request)])
        case "stanza":
            return load_tagger(f"stanza:{request.getfixturevalue('stanza_file')}")
        case _:
            return load_tagger(f"{name}:{request.getfixturevalue('bert_folder')}")


@pytest.fixture(
    scope="module",
    params=[
        *WITHOUT_EXTRAS,
        *(
            pytest.param(
                name,
                marks=[
                    pytest.mark.extras,
                    # theirs, not ours: torch, stanza and transformers deprecate each other
                    pytest.mark.filterwarnings("ignore"),
                ],
            )
            for name in WITH_EXTRAS
        ),
    ],
)
def tagger(request: pytest.FixtureRequest) -> Tagger:
    return make(request.param, request)


@pytest.fixture(scope="module")
def documents() -> list[tuple[Sentence, ...]]:
    return [segment(text) for text in TEXTS]


@pytest.fixture(scope="module")
def hints(documents: list[tuple[Sentence, ...]]) -> list[list[Span]]:
    gazetteer = small_gazetteer()
    return [gazetteer.find(text, own) for text, own in zip(TEXTS, documents, strict=True)]


@pytest.fixture(scope="module")
def taggings(
    tagger: Tagger, documents: list[tuple[Sentence, ...]], hints: list[list[Span]]
) -> list[Tagging]:
    return tagger.tag(documents, hints)


def seen(taggings: Sequence[Tagging]) -> list[tuple[object, ...]]:
    return [(tagging.spans, tagging.triggers) for tagging in taggings]


def names_of(tagger: Tagger) -> set[str]:
    parts = tagger.taggers if isinstance(tagger, EnsembleTagger) else (tagger,)
    return {part.name for part in parts}


def test_it_is_a_tagger(tagger: Tagger) -> None:
    assert isinstance(tagger, Tagger)
    assert tagger.name and isinstance(tagger.name, str)


def test_it_finds_something(taggings: list[Tagging]) -> None:
    assert any(tagging.spans for tagging in taggings)


def test_one_tagging_a_document(taggings: list[Tagging]) -> None:
    assert len(taggings) == len(TEXTS)
    assert all(isinstance(tagging, Tagging) for tagging in taggings)


def test_spans_are_of_whole_words_without_particles(
    taggings: list[Tagging], documents: list[tuple[Sentence, ...]]
) -> None:
    for tagging, sentences in zip(taggings, documents, strict=True):
        tokens = [token for sentence in sentences for token in sentence.tokens]
        starts = {start for token in tokens for start in stem_starts(token)}
        ends = {token.end for token in tokens}
        for span in tagging.spans:
            assert span.start < span.end
            assert span.start in starts and span.end in ends
            assert span.label in MENTION_LABELS
            assert 0 <= span.score <= 1


def test_spans_stay_within_a_sentence(
    taggings: list[Tagging], documents: list[tuple[Sentence, ...]]
) -> None:
    for tagging, sentences in zip(taggings, documents, strict=True):
        for span in tagging.spans:
            assert any(s.start <= span.start and span.end <= s.end for s in sentences)


def test_spans_nest_and_never_cross(tagger: Tagger, taggings: list[Tagging]) -> None:
    for tagging in taggings:
        assert list(tagging.spans) == sorted(tagging.spans, key=lambda s: (s.start, -s.end))
        # of several backends' spans `merge` decides
        spans = merge(tagging.spans) if isinstance(tagger, EnsembleTagger) else tagging.spans
        assert not any(one.crosses(other) for one, other in combinations(spans, 2))


def test_evidence_names_the_backend(tagger: Tagger, taggings: list[Tagging]) -> None:
    sources = {each.source for t in taggings for span in t.spans for each in span.evidence}
    assert sources and sources <= names_of(tagger)
    assert all(span.evidence for tagging in taggings for span in tagging.spans)


def test_alone_as_in_a_batch(
    tagger: Tagger,
    taggings: list[Tagging],
    documents: list[tuple[Sentence, ...]],
    hints: list[list[Span]],
) -> None:
    pairs = zip(documents, hints, strict=True)
    alone = [tagger.tag([sentences], [own])[0] for sentences, own in pairs]
    assert seen(alone) == seen(taggings)


def test_pickled_it_says_the_same(
    tagger: Tagger,
    taggings: list[Tagging],
    documents: list[tuple[Sentence, ...]],
    hints: list[list[Span]],
) -> None:
    again = pickle.loads(pickle.dumps(tagger))
    assert again.name == tagger.name
    assert seen(again.tag(documents, hints)) == seen(taggings)


def test_threads_may_share_it(
    tagger: Tagger, taggings: list[Tagging], documents: list[tuple[Sentence, ...]]
) -> None:
    short = [at for at, text in enumerate(TEXTS) if len(text) < 100]
    empty: list[list[Span]] = [[] for _ in short]
    own = [documents[at] for at in short]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: seen(tagger.tag(own, empty)), range(4)))
    assert results == [results[0]] * 4


def test_nothing_in_nothing_out(tagger: Tagger) -> None:
    assert tagger.tag([], []) == []
    (tagging,) = tagger.tag([()], [()])
    assert not tagging.spans and not tagging.triggers


def test_a_pipeline_of_it_says_who_found_what(tagger: Tagger, taggings: list[Tagging]) -> None:
    nlp = Pipeline(tagger, small_gazetteer())
    sources = set()
    for text in (*NEWS[:1], *ODD[:6], read_marked(SENTENCES[1])[0]):
        document = nlp(text)
        assert all(text[m.start : m.end] == m.text for m in document.mentions)
        sources |= {source for mention in document.mentions for source in mention.sources}
    assert sources & names_of(tagger)


def test_bundled_is_tested_where_it_is_there() -> None:
    try:
        BundledTagger.load()
    except ValueError:
        assert "bundled" not in WITHOUT_EXTRAS
    else:
        assert "bundled" in WITHOUT_EXTRAS
