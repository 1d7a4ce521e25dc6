"""Sentences with CoNLL's labels, from which the tests make small foreign models."""

from __future__ import annotations

from itertools import chain

from marked import read_marked

SENTENCES = (
    "وصل {PERSON سمير حداد} إلى {LOC هانوي} يوم الأحد .",
    "التقى {PERSON سمير حداد} نظيره {PERSON كريم منصور} في {LOC بكين} .",
    "قالت {PERSON ليلى حداد} إن {ORG حلف شمال الأطلسي} يدرس الطلب .",
    "تبحث {ORG منظمة الصحة} مع {LOC روسيا} إرسال المساعدات .",
    "زار {PERSON كريم منصور} {LOC هانوي} ثم {LOC بكين} .",
    "أعلنت {ORG منظمة الصحة} وصول المساعدات إلى {LOC دمشق} .",
    "لم يصدر تعليق رسمي حتى الآن .",
    "غادر {PERSON كريم منصور} {LOC دمشق} أمس .",
)
"""In the marks of `tests/marked.py`; PERSON, ORG and LOC stand for PER, ORG and LOC."""

_LETTERS = 'ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأؤإئ0123456789abcdefghijklmnopqrstuvwxyz.،؛:!؟()«»"-'


def sentences() -> list[tuple[list[str], list[str]]]:
    """Words and their IOB2 tags."""
    return [_tagged(marked) for marked in SENTENCES]


def _tagged(marked: str) -> tuple[list[str], list[str]]:
    _, (sentence,), spans = read_marked(marked)
    words, tags = [], []
    for token in sentence.tokens:
        span = next((s for s in spans if s.start <= token.start < s.end), None)
        name = "PER" if span and span.label == "PERSON" else span and span.label
        prefix = "B" if span and span.start == token.start else "I"
        words.append(token.text)
        tags.append(f"{prefix}-{name}" if name else "O")
    return words, tags


def stanza_rows(words: list[str], tags: list[str]) -> list[dict[str, object]]:
    """A sentence in the form of Stanza's training files."""
    return [
        {"id": at + 1, "text": word, "ner": tag}
        for at, (word, tag) in enumerate(zip(words, tags, strict=True))
    ]


def vocabulary() -> list[str]:
    """Word-pieces of a BERT tokenizer: single letters and the words of `SENTENCES`."""
    whole = sorted({word for words, _ in sentences() for word in words} - set(_LETTERS))
    pieces = chain.from_iterable((letter, f"##{letter}") for letter in _LETTERS)
    return ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *pieces, *whole]
