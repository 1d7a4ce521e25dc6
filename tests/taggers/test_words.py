"""Word taggers: tags to spans, labels by the table, particles outside."""

from __future__ import annotations

import pickle
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wordlist import FakeTagger

from arsec_ner.clitics import stem_starts
from arsec_ner.errors import MissingExtra, ModelError
from arsec_ner.labels import MENTION_LABELS
from arsec_ner.segment import segment
from arsec_ner.spans import Evidence, Span
from arsec_ner.tables import read_rows
from arsec_ner.taggers import load_tagger, words
from arsec_ner.taggers.words import Tagged, meanings, model_word, runs, spans_of

CAMEL = ["B-LOC", "B-ORG", "B-PERS", "B-MISC", "I-LOC", "I-ORG", "I-PERS", "I-MISC", "O"]
Found = list[tuple[str, str]]


def found(
    text: str,
    tags: str,
    known: Sequence[str] = CAMEL,
    hints: Sequence[Span] = (),
    scores: Sequence[float] | None = None,
) -> list[Span]:
    by_end: dict[int, list[Span]] = {}
    for hint in hints:
        by_end.setdefault(hint.end, []).append(hint)
    answer = Tagged(tags.split(), scores)
    tokens = segment(text)[0].tokens
    return list(spans_of(tokens, answer, meanings(known), by_end, "fake"))


def shown(text: str, spans: Sequence[Span]) -> Found:
    return [(text[span.start : span.end], span.label) for span in spans]


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        ("", []),
        ("O O", []),
        ("B-PER I-PER O", [(0, 2, "PER")]),
        ("I-PER I-PER O B-LOC", [(0, 2, "PER"), (3, 4, "LOC")]),
        ("B-PER B-PER", [(0, 1, "PER"), (1, 2, "PER")]),
        ("B-ORG I-PER", [(0, 1, "ORG"), (1, 2, "PER")]),
        ("B-ORG I-ORG E-ORG S-ORG", [(0, 3, "ORG"), (3, 4, "ORG")]),
        ("E-ORG I-ORG", [(0, 1, "ORG"), (1, 2, "ORG")]),
        ("B-ORG O E-ORG", [(0, 1, "ORG"), (2, 3, "ORG")]),
        ("B-LOC L-LOC U-LOC", [(0, 2, "LOC"), (2, 3, "LOC")]),
        ("PER PER O LOC", [(0, 2, "PER"), (3, 4, "LOC")]),
        ("b-per I_PER", [(0, 2, "PER")]),
    ],
)
def test_runs(tags: str, names: list[tuple[int, int, str]]) -> None:
    assert list(runs(tags.split())) == names


@given(st.lists(st.sampled_from(["O", *(f"{p}-{n}" for p in "BIES" for n in ("PER", "LOC"))])))
def test_runs_cover_exactly_the_words_that_have_a_label(tags: list[str]) -> None:
    covered = [at for first, end, _ in runs(tags) for at in range(first, end)]
    assert covered == [at for at, tag in enumerate(tags) if tag != "O"]
    assert all(tags[at][2:] == name for first, end, name in runs(tags) for at in range(first, end))


@pytest.mark.parametrize(
    ("text", "tags", "mentions"),
    [
        (
            "زار محمود عباس أنقرة",
            "O B-PERS I-PERS B-LOC",
            [("محمود عباس", "PERSON"), ("أنقرة", "GPE")],
        ),
        ("وصل إلى بكين", "O O B-LOC", [("بكين", "GPE")]),
        ("التقى وزير وسوريا", "O O B-LOC", [("سوريا", "GPE")]),
        ("قال لواشنطن", "O B-LOC", [("واشنطن", "GPE")]),
        ("تصريح لـCNN أمس", "O B-ORG I-ORG O", [("CNN", "ORG")]),
        ("جريدة «الحياة» اليوم", "O B-ORG I-ORG I-ORG O", [("الحياة", "ORG")]),
        ("قال « نعم", "O B-ORG O", []),
        ("كأس العالم", "B-MISC I-MISC", []),
    ],
)  # fmt: skip
def test_spans(text: str, tags: str, mentions: Found) -> None:
    assert shown(text, found(text, tags)) == mentions


def test_the_gazetteer_says_what_a_location_is_and_where_it_begins() -> None:
    text = "عبرت والخليج وسوريا"
    hint = Span(text.index("الخليج"), text.index("الخليج") + 6, "LOC", entry="loc:gulf")
    spans = found(text, "O B-LOC B-LOC", hints=[hint])
    assert shown(text, spans) == [("الخليج", "LOC"), ("سوريا", "GPE")]
    elsewhere = Span(text.index("خليج"), text.index("الخليج") + 6, "LOC")
    assert found(text, "O B-LOC O", hints=[elsewhere])[0].label == "GPE"


def test_a_recogniser_that_tells_states_from_places_is_believed() -> None:
    text = "جبال الأطلس"
    assert shown(text, found(text, "B-LOC I-LOC", ["B-LOC", "B-GPE"])) == [(text, "LOC")]


def test_evidence_names_the_backend_its_label_and_its_score() -> None:
    (span,) = found("زار محمود عباس", "O B-PERS I-PERS", scores=[0.9, 0.8, 0.6])
    assert span.evidence == (Evidence("fake", "PERS", 0.7),)
    assert span.score == 0.7
    (unscored,) = found("زار محمود عباس", "O B-PERS I-PERS")
    assert unscored.evidence == (Evidence("fake", "PERS"),)
    assert 0 < unscored.score < 1


def test_a_tag_too_few_is_an_error() -> None:
    with pytest.raises(ModelError, match="1 tags for 2 words"):
        found("زار بكين", "O")


def test_the_table_of_labels_is_sound() -> None:
    header, *rows = read_rows("backend_labels.tsv")
    assert header == ("label", "mention", "gazetteer", "apart")
    for label, mention, *others in rows:
        assert label == label.upper()
        assert {mention, *" ".join(others).split()} <= {"-", *MENTION_LABELS}
    assert len({row[0] for row in rows}) == len(rows)


def test_labels_that_mean_nothing_are_refused_unless_explained() -> None:
    with pytest.raises(ModelError, match="LABEL_0, LABEL_1"):
        meanings(["LABEL_1", "LABEL_0", "B-PER"])
    own = meanings(["B-VIP", "I-ORG", "B-LOC"], {"vip": "PERSON", "ORG": None})
    assert own["VIP"].mention == "PERSON"
    assert own["ORG"].mention is None
    assert own["LOC"].mention == "GPE"
    with pytest.raises(ValueError, match="HUMAN"):
        meanings(["B-PER"], {"PER": "HUMAN"})  # type: ignore[dict-item]


@given(st.text(min_size=1))
def test_models_get_one_word_without_control_characters(text: str) -> None:
    word = model_word(text)
    assert word and word.split() == [word] and "\0" not in word
    word.encode("utf-8")


@given(st.text(alphabet="والبفك محمدسوريةCNـ\u200f\0\ud800.«»\n", max_size=60))
def test_spans_start_where_a_stem_may_and_end_with_a_word(text: str) -> None:
    sentences = segment(text)
    (tagging,) = FakeTagger(tags=("B-PER", "I-PER", "B-LOC")).tag([sentences], [()])
    starts = {start for s in sentences for token in s.tokens for start in stem_starts(token)}
    ends = {token.end for s in sentences for token in s.tokens}
    assert all(span.start in starts and span.end in ends for span in tagging.spans)


def test_labels_of_a_tagger() -> None:
    assert FakeTagger(tags=("B-PER", "B-LOC")).labels == {"PERSON", "GPE", "LOC", "FAC"}


def test_pickled_with_what_it_was_made_of() -> None:
    tagger = FakeTagger("some/folder", labels={"VIP": "PERSON"}, tags=("B-VIP",))
    again = pickle.loads(pickle.dumps(tagger))
    assert (again.path, again.own_labels, again.options) == (
        tagger.path, tagger.own_labels, tagger.options,
    )  # fmt: skip
    assert repr(again) == "FakeTagger('some/folder')"


@pytest.mark.parametrize(
    ("name", "extra"), [("stanza", "stanza"), ("camel", "camel"), ("hf", "huggingface")]
)
def test_a_missing_package_names_the_pip_command(
    name: str, extra: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(words, "find_spec", lambda package: None)
    (tmp_path / "config.json").write_text("{}")  # type: ignore[operator]
    with pytest.raises(MissingExtra, match=rf"pip install 'arsec-ner\[{extra}\]'"):
        load_tagger(f"{name}:{tmp_path}")
