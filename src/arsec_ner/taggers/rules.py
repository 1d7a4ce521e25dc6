"""Names of people found by what stands around them, without a trained model.

Each word has a class within a name (how often the news has it in one, particle, foreign, …) and
a class before a name (title, verb of speech, «مع», …; `surroundings.yaml`). A table says what
each class is worth (`name_weights.tsv`, fitted by `scripts/fit_names.py`), and the best reading
of the sentence is the one with the highest sum. A second reading knows the names that the first
one found, so that `تشن` is seen after `تشن يي شين`.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

import regex

from arsec_ner.caching import WORDS_KEPT
from arsec_ner.spans import Evidence, Sentence, Span
from arsec_ner.tables import read_rows
from arsec_ner.taggers.base import Tagging
from arsec_ner.taggers.surroundings import Word, read_words

OUT, WHOLE, STEM, MORE = range(4)
"""A word is outside, starts a name, starts one after its particles, or carries one on."""

_SCALE: Final = 40.0
_COARSE: Final = {
    **dict.fromkeys("0", "common"),
    **dict.fromkeys("12", "rarely"),
    **dict.fromkeys("345", "perhaps"),
    **dict.fromkeys("678", "often"),
    "9": "name",
}

_UNKNOWN: Final = frozenset({"family", "definite", "unknown", "rather a name", "like a name"})
# Classes of words that are taken for names again, by the place they had in the document's name.
_RECALLED: Final[Mapping[str, frozenset[str]]] = {
    "last": _UNKNOWN | frozenset("0123456789") | {"particle"},
    "first": _UNKNOWN | frozenset("3456789"),
}

SURE_NAME: Final = 0.75
"""Least score of a name that only its surroundings tell, beside a statistical backend."""
_SPACE: Final = regex.compile(r"\s")

Path = list[int]
Score = Callable[[str], float]


class RuleTagger:
    """PERSON spans by their surroundings; implements `taggers.base.Tagger`."""

    name = "rules"

    def tag(
        self, documents: Sequence[Sequence[Sentence]], hints: Sequence[Sequence[Span]]
    ) -> list[Tagging]:
        """Tag documents, each by itself; see `taggers.base.Tagger.tag`."""
        return [
            Tagging(tuple(find_names(sentences, spans)))
            for sentences, spans in zip(documents, hints, strict=True)
        ]


def names_beside(
    text: str,
    sentences: Sequence[Sentence],
    hints: Sequence[Span],
    people: Sequence[int] | None,
) -> tuple[Span, ...]:
    """Return the PERSON spans that a backend may have missed: تشانغ, named in full before.

    Args:
        text: the document.
        sentences: its sentences.
        hints: what the gazetteer and the grammar found.
        people: offsets of the words at which the backend thinks a name possible; None for all.
    """
    if people is not None:
        sentences = [s for s in sentences if _last(people, s.end - 1) >= s.start]
    found = [span for span in find_names(sentences, hints) if span.score >= SURE_NAME]
    if people is None:
        return tuple(found)
    # a name may begin within a word, after a particle
    words = [(span, _last(people, span.start)) for span in found]
    return tuple(s for s, at in words if at >= 0 and not _SPACE.search(text, at, s.start))


def _last(offsets: Sequence[int], offset: int) -> int:
    """The last of ascending offsets that is not beyond another; -1 where there is none."""
    at = bisect_right(offsets, offset)
    return offsets[at - 1] if at else -1


def find_names(sentences: Sequence[Sentence], hints: Sequence[Span]) -> list[Span]:
    """Return the PERSON spans of one document, in order.

    Args:
        sentences: its sentences.
        hints: what the gazetteer and the grammar found; weak matches are not heeded.
    """
    texts = document_words(sentences, hints)
    paths = [best_path(words, {}, weight) for words in texts]
    known = known_parts(zip(texts, paths, strict=True))
    spans: list[Span] = []
    for words, path in zip(texts, paths, strict=True):
        if any(word.key in known or word.stem_key in known for word in words):
            path = _recalled(words, best_path(words, known, weight), known)
        spans.extend(_spans(words, path, known))
    return spans


def _recalled(words: Sequence[Word], path: Path, known: Mapping[str, str]) -> Path:
    """Add the words left out that end (or, with a rare word, begin) a name of the document.

    Measured on annotated articles: a word that once ended a name is a name wherever it stands
    again, even a common one (المعلم after وليد المعلم).
    """
    found = list(path)
    for index, word in enumerate(words):
        if path[index] == OUT and word.kind in _RECALLED.get(known.get(word.key, ""), ()):
            follows = index > 0 and found[index - 1] != OUT
            found[index] = MORE if follows else WHOLE
    return found


def document_words(sentences: Sequence[Sentence], hints: Sequence[Span]) -> list[list[Word]]:
    """Read all sentences' words, each with the strong hints that stand in it."""
    strong = sorted(
        (hint for hint in hints if hint.strong and hint.label != "PERSON"),
        key=lambda hint: (hint.start, -hint.end),
    )
    starts = [hint.start for hint in strong]
    return [
        read_words(
            sentence,
            strong[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)],
        )
        for sentence in sentences
    ]


def best_path(words: Sequence[Word], known: Mapping[str, str], score: Score) -> Path:
    """Return the reading of each word with the highest sum of weights (Viterbi's algorithm)."""
    out, inside = 0.0, -math.inf
    links: list[tuple[bool, bool, int]] = []
    for index, word in enumerate(words):
        whole, stem, more = _gains(words, index, known, score)
        left = inside + score(leave_feature(word))
        # A name after a particle may follow a name (لافروف ووانغ); others need a word between.
        best, tag = max(
            (out + whole, WHOLE), (max(out, inside) + stem, STEM), (inside + more, MORE)
        )
        continues = tag == MORE or (tag == STEM and inside > out)
        links.append((left > out, continues, tag))
        out, inside = max(out, left), best
    return _traced(links, inside > out)


def _traced(links: Sequence[tuple[bool, bool, int]], in_name: bool) -> Path:
    """The path that ends in a name or outside.

    Args:
        links: for each word whether the best path that has it outside, and the best one that has
            it in a name, have the word before in a name, and its tag in the latter.
        in_name: whether the last word is in a name.
    """
    path: Path = []
    for outside_after_name, name_after_name, tag in reversed(links):
        path.append(tag if in_name else OUT)
        in_name = name_after_name if in_name else outside_after_name
    return path[::-1]


def _gains(
    words: Sequence[Word], index: int, known: Mapping[str, str], score: Score
) -> tuple[float, float, float]:
    """What the word gains as WHOLE, STEM and MORE."""
    whole, stem, more = word_features(words, index, known)
    apart = _sum(score, stem) if words[index].stem > words[index].start else -math.inf
    return _sum(score, whole), apart, _sum(score, more) if index else -math.inf


Features = tuple[str, ...]


def word_features(
    words: Sequence[Word], index: int, known: Mapping[str, str]
) -> tuple[Features, Features, Features]:
    """The names of the weights of one word as WHOLE, STEM and MORE."""
    word = words[index]
    previous = words[index - 1] if index else None
    following = words[index + 1] if index + 1 < len(words) else None
    context = previous.before if previous else "start"
    after = following.kind if following else "end"
    after_before = following.before if following else "end"
    return (
        _start("whole", word.kind, context, after, after_before, known.get(word.key, "no")),
        _start(
            f"stem {_particle(word.particle)}",
            word.stem_kind, context, after, after_before, known.get(word.stem_key, "no"),
        ),
        _more(
            word.kind, previous.kind if previous else "start", after_before,
            known.get(word.key, "no"),
        ),
    )  # fmt: skip


def leave_feature(word: Word) -> str:
    """The name of the weight of a word right after a name."""
    return f"leave|{_coarse(word.kind)}"


@lru_cache(maxsize=WORDS_KEPT)
def _start(
    tag: str, kind: str, context: str, after: str, after_before: str, known: str
) -> Features:
    coarse = _coarse(kind)
    return (
        tag,
        f"kind|{kind}",
        f"{tag}|{coarse}",
        f"{tag}|before|{context}",
        f"before|{context}|{coarse}",
        f"after|{_coarse(after)}|{coarse}",
        f"after|{after_before}|{coarse}",
        f"known|{known}|{coarse}",
        f"known|{known}|{context}",
    )


@lru_cache(maxsize=WORDS_KEPT)
def _more(kind: str, previous: str, after_before: str, known: str) -> Features:
    coarse = _coarse(kind)
    return (
        "more",
        f"more|{kind}",
        f"more|{_coarse(previous)}|{coarse}",
        f"more|after|{after_before}",
        f"more|known|{known}|{coarse}",
    )


def _coarse(kind: str) -> str:
    return _COARSE.get(kind, kind)


def _particle(letters: str) -> str:
    """Which particles stand before a name: `and`, a preposition, or both."""
    if letters[:1] in ("و", "ف"):
        return "and" if len(letters) == 1 else "and to"
    return "to"


def _sum(score: Score, features: Features) -> float:
    if score is weight:
        return _weighed(features)
    return sum(map(score, features))


@lru_cache(maxsize=WORDS_KEPT)
def _weighed(features: Features) -> float:
    return sum(map(weight, features))


def weight(feature: str) -> float:
    """What a feature is worth by the shipped table; nothing when the table lacks it."""
    return _weights().get(feature, 0.0)


@cache
def _weights() -> Mapping[str, float]:
    return {row[0]: float(row[1]) for row in read_rows("name_weights.tsv")[1:]}


def name_ranges(path: Path) -> list[tuple[int, int]]:
    """Return (first, last) word of each name of a reading."""
    ranges: list[tuple[int, int]] = []
    for index, tag in enumerate(path):
        if tag in (WHOLE, STEM):
            ranges.append((index, index))
        elif tag == MORE and ranges:
            ranges[-1] = (ranges[-1][0], index)
    return ranges


def known_parts(readings: Iterable[tuple[Sequence[Word], Path]]) -> dict[str, str]:
    """The words of the names found, by the place they have in the longest of them."""
    known: dict[str, str] = {}
    for words, path in readings:
        for first, last in name_ranges(path):
            head = words[first].stem_key if path[first] == STEM else words[first].key
            keys = [head, *(word.key for word in words[first + 1 : last + 1])]
            if len(keys) == 1:
                known.setdefault(head, "alone")
                continue
            for part in keys[1:-1]:
                if known.get(part, "alone") == "alone":
                    known[part] = "middle"
            if known.get(head) != "last":
                known[head] = "last" if _surname_first(words[first : last + 1]) else "first"
            known[keys[-1]] = "last"
    return known


def _surname_first(name: Sequence[Word]) -> bool:
    """Whether a name looks Chinese, Korean or Vietnamese: three short words, none well known."""
    return len(name) == 3 and all(
        len(word.key) <= 4 and word.kind not in ("lineage", "9") for word in name
    )


def _spans(words: Sequence[Word], path: Path, known: Mapping[str, str]) -> Iterable[Span]:
    for first, last in name_ranges(path):
        start = words[first].stem if path[first] == STEM else words[first].start
        total = sum(
            _gains(words, index, known, weight)[path[index] - 1] for index in range(first, last + 1)
        )
        chance = 1.0 / (1.0 + math.exp(-max(min(total / _SCALE, 30.0), -30.0)))
        context = words[first - 1].before if first else "start"
        evidence = Evidence(RuleTagger.name, f"after {context}", round(chance, 3))
        yield Span(start, words[last].end, "PERSON", chance, (evidence,))


__all__ = ["RuleTagger", "find_names"]
