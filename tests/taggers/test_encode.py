"""Encoding: pieces word by word, features of the gazetteer's matches."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pytest

from arsec_ner.labels import MENTION_LABELS
from arsec_ner.segment import segment
from arsec_ner.spans import Span, Token
from arsec_ner.taggers.encode import (
    HINT_FEATURES,
    MAX_PIECES,
    WordEncoder,
    hint_features,
    model_text,
)
from arsec_ner.taggers.windows import Window, words_of


@pytest.fixture(scope="module")
def encoder() -> WordEncoder:
    return WordEncoder(str(resources.files("arsec_ner") / "data" / "model" / "tokenizer.json"))


def tokens(text: str) -> list[Token]:
    return words_of(segment(text))[0]


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("الصِّين", "الصين"),
        ("الصـــين", "الصين"),
        ("\u200fالصين\u200e", "الصين"),
        ("ﺍﻟﺼﻴﻦ", "الصين"),
        ("G20", "G20"),
        ("ـ", ""),
    ],
)
def test_model_text(word: str, bare: str) -> None:
    assert model_text(word) == bare


def test_ornament_changes_no_piece(encoder: WordEncoder) -> None:
    assert encoder.pieces(tokens("الصِّيـن")) == encoder.pieces(tokens("الصين"))


def test_every_word_has_pieces_and_none_too_many(encoder: WordEncoder) -> None:
    pieces = encoder.pieces(tokens("قال . ـــ \u200f 👍🏽 " + "ض" * 5000 + " \ud800"))
    assert all(1 <= len(word) <= MAX_PIECES for word in pieces)


def test_a_stop_is_the_same_piece_after_a_word_and_alone_is_another(encoder: WordEncoder) -> None:
    glued = encoder.pieces(tokens("قال."))[1]
    apart = encoder.pieces(tokens("قال ."))[1]
    assert glued != apart
    assert len(glued) == 1


def test_pieces_do_not_depend_on_the_company(encoder: WordEncoder) -> None:
    words = tokens("زار وزير الدفاع الصيني هانوي")
    assert encoder.pieces(words) == [encoder.pieces([word])[0] for word in words]


def test_inputs_of_a_window(encoder: WordEncoder) -> None:
    words = tokens("زار المسؤولون هانوي أمس")
    pieces = encoder.pieces(words)
    features = hint_features(words, [])
    inputs = encoder.inputs(pieces, features, Window(1, 4, 2, 4))
    own = pieces[1:4]
    assert inputs.ids[1:-1].tolist() == [piece for word in own for piece in word]
    for at, word in enumerate(own):
        assert tuple(inputs.ids[inputs.first[at] : inputs.last[at] + 1]) == word
    assert inputs.word[0] == inputs.word[-1] == 3
    assert inputs.hints.shape == (3, HINT_FEATURES)


def test_hint_features() -> None:
    text = "زار وزير الدفاع الصيني هانوي"
    words = tokens(text)
    role = Span(4, text.index(" هانوي"), "ROLE")
    weak = Span(text.index("هانوي"), len(text), "PERSON", strong=False)
    features = hint_features(words, [role, weak])
    first = MENTION_LABELS.index("ROLE") * 4
    assert features[:, first].tolist() == [0, 1, 0, 0, 0]
    assert features[:, first + 1].tolist() == [0, 0, 1, 1, 0]
    assert features[4, MENTION_LABELS.index("PERSON") * 4 + 2] == 1
    assert features.sum() == 4


def test_hints_may_start_inside_a_word() -> None:
    words = tokens("والصين قالت")
    features = hint_features(words, [Span(1, 6, "GPE")])
    assert np.argwhere(features).tolist() == [[0, MENTION_LABELS.index("GPE") * 4]]


def test_no_words_no_features() -> None:
    assert hint_features([], []).shape == (0, HINT_FEATURES)
