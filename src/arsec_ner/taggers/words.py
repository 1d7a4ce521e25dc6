"""What recognisers that tag word by word have in common, whoever made them.

Their words are our tokens and their tags are IOB2, IOB1 or BIOES, so that no offset has to be
searched for: `WordTagger` hands a model the words of each sentence and makes spans of its tags.
The labels mean what `data/backend_labels.tsv` says; particles are cut off by `clitics`.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Protocol, cast

from typing_extensions import Self

from arsec_ner.chars import TATWEEL
from arsec_ner.clitics import stem_start, stem_starts
from arsec_ner.errors import MissingExtra, ModelError
from arsec_ner.labels import MENTION_LABELS, MentionLabel
from arsec_ner.spans import Evidence, Sentence, Span, Token
from arsec_ner.tables import read_rows
from arsec_ner.taggers.base import Tagging
from arsec_ner.taggers.encode import model_text

UNSCORED: Final = 0.85
"""Score of a span whose recogniser gives none: by `merge.LEAST` enough for a name or a body that
nothing else speaks for, too little for an office or a date."""

_PREFIXES: Final = frozenset("BIESLU")
_STARTS: Final = frozenset("BSU")
_ENDS: Final = frozenset("ESLU")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A recogniser's answer for one sentence.

    Attributes:
        tags: one a word: "O", or a label with or without "B-", "I-", "E-", "S-" (or "L-", "U-").
        scores: the probability of each tag, or None where the recogniser gives none.
    """

    tags: Sequence[str]
    scores: Sequence[float] | None = None


class Recogniser(Protocol):
    """A loaded model that tags words."""

    @property
    def labels(self) -> Collection[str]:
        """Every tag it may give, with or without its prefix."""
        ...

    def read(self, sentences: Sequence[Sequence[str]]) -> list[Tagged]:
        """Tag the sentences of one document; no sentence is empty, and no word."""
        ...


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a recogniser's label becomes, and what where the gazetteer has one of `others`."""

    mention: MentionLabel | None
    others: frozenset[str] = frozenset()


class WordTagger(ABC):
    """A backend made of a recogniser; implements `taggers.base.Tagger`.

    Picklable (the model is read again where it is unpickled) and thread-safe. The model is read
    by `load`, or when it first tags.

    Args:
        path: where the model is; None for the usual place.
        labels: what the recogniser's labels are here, where the table does not know them or one
            disagrees with it: {"VIP": "PERSON", "LAW": None}.
        options: what else the backend takes.
    """

    name: str

    def __init__(
        self,
        path: str | Path | None = None,
        *,
        labels: Mapping[str, MentionLabel | None] | None = None,
        **options: Any,
    ) -> None:
        self.path = None if path is None else Path(path).expanduser()
        self.own_labels = dict(labels or {})
        self.options = options
        self._lock = threading.Lock()
        self._loaded: tuple[Recogniser, Mapping[str, Meaning]] | None = None

    @classmethod
    def load(
        cls,
        path: str | Path | None = None,
        *,
        labels: Mapping[str, MentionLabel | None] | None = None,
        **options: Any,
    ) -> Self:
        """Make the backend and read its model; nothing is downloaded.

        Raises:
            MissingExtra: the backend's package is not installed; names the pip command.
            ModelError: the model is missing or damaged, or has labels that mean nothing here.
        """
        tagger = cls(path, labels=labels, **options)
        tagger.warm_up()
        return tagger

    @abstractmethod
    def _recogniser(self) -> Recogniser:
        """Read the model."""

    def warm_up(self) -> None:
        """Read the model now; raises as `load`."""
        with self._lock:
            self._ready()

    @property
    def labels(self) -> frozenset[MentionLabel]:
        """The mention labels this backend can give."""
        with self._lock:
            meanings = self._ready()[1].values()
        known = {meaning.mention for meaning in meanings} | {o for m in meanings for o in m.others}
        return frozenset(label for label in MENTION_LABELS if label in known)

    def tag(
        self, documents: Sequence[Sequence[Sentence]], hints: Sequence[Sequence[Span]]
    ) -> list[Tagging]:
        """Tag documents, each by itself, so that batches change nothing; see `Tagger.tag`."""
        return [
            Tagging(tuple(self._spans(sentences, spans)))
            for sentences, spans in zip(documents, hints, strict=True)
        ]

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path, "labels": self.own_labels, **self.options}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'' if self.path is None else repr(str(self.path))})"

    def _ready(self) -> tuple[Recogniser, Mapping[str, Meaning]]:
        if self._loaded is None:
            recogniser = self._recogniser()
            self._loaded = recogniser, meanings(recogniser.labels, self.own_labels)
        return self._loaded

    def _spans(self, sentences: Sequence[Sentence], hints: Sequence[Span]) -> Iterator[Span]:
        words = [[model_word(token.text) for token in s.tokens] for s in sentences]
        # torch's modules and the tokenizers keep state while they run
        with self._lock:
            recogniser, known = self._ready()
            answers = recogniser.read(words) if words else []
        by_end = _by_end(hints)
        for sentence, answer in zip(sentences, answers, strict=True):
            yield from spans_of(sentence.tokens, answer, known, by_end, self.name)


def spans_of(
    tokens: Sequence[Token],
    answer: Tagged,
    known: Mapping[str, Meaning],
    hints: Mapping[int, Sequence[Span]],
    source: str,
) -> Iterator[Span]:
    """The mentions of one sentence, in order, without particles and quotation marks.

    Args:
        tokens: the sentence's words.
        answer: their tags.
        known: what each label means, from `meanings`.
        hints: the gazetteer's matches by the offset at which they end.
        source: the backend's name.

    Raises:
        ModelError: there is not one tag for each word.
    """
    if len(answer.tags) != len(tokens):
        raise ModelError(f"{source}: {len(answer.tags)} tags for {len(tokens)} words")
    for first, end, name in runs(answer.tags):
        meaning = known[name]
        first, end = _trimmed(tokens, first, end)
        if first == end or meaning.mention is None:
            continue
        score = None
        if answer.scores is not None:
            score = round(sum(answer.scores[first:end]) / (end - first), 4)
        hint = _same_words(tokens[first], tokens[end - 1].end, meaning, hints)
        yield Span(
            stem_start(tokens[first]) if hint is None else hint.start,
            tokens[end - 1].end,
            meaning.mention if hint is None else hint.label,
            UNSCORED if score is None else score,
            (Evidence(source, name, score),),
        )


def runs(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Names in a tagging, as (first word, word after the last, label).

    Read kindly: what goes on without having begun begins (I-PER after O or after B-ORG), and
    what never ends goes on to the last word that has its label.

    Example:
        >>> list(runs(["B-PER", "I-PER", "O", "I-LOC", "B-LOC", "S-ORG"]))
        [(0, 2, 'PER'), (3, 4, 'LOC'), (4, 5, 'LOC'), (5, 6, 'ORG')]
    """
    first, label, at = 0, "", -1
    for at, tag in enumerate(tags):
        prefix, name = split_tag(tag)
        if label and (name != label or prefix in _STARTS):
            yield first, at, label
            label = ""
        if name and not label:
            first, label = at, name
        if label and prefix in _ENDS:
            yield first, at + 1, label
            label = ""
    if label:
        yield first, at + 1, label


@cache
def split_tag(tag: str) -> tuple[str, str]:
    """A tag's prefix and its label in capitals: ("B", "PER"); ("", "") for outside.

    A label without a prefix, as some models have it, goes on like one with "I".
    """
    prefix, mark, name = tag[:1].upper(), tag[1:2], tag[2:].upper()
    if mark and mark in "-_" and name and prefix in _PREFIXES:
        return prefix, name
    return ("", "") if tag.upper() in ("O", "0", "") else ("I", tag.upper())


def meanings(
    tags: Iterable[str], own: Mapping[str, MentionLabel | None] | None = None
) -> dict[str, Meaning]:
    """What each label of a recogniser becomes here.

    Args:
        tags: the tags it may give, with or without prefixes.
        own: labels that the table lacks, or that mean something else in this model.

    Raises:
        ModelError: a label is neither in the table nor in `own`.
        ValueError: `own` names a mention label that there is not.
    """
    wrong = {label for label in (own or {}).values() if label and label not in MENTION_LABELS}
    if wrong:
        raise ValueError(f"no mention labels: {', '.join(sorted(wrong))}")
    names = {split_tag(tag)[1] for tag in tags} - {""}
    given = {name.upper(): Meaning(label) for name, label in (own or {}).items()}
    table = _table(apart="GPE" in names)
    unknown = sorted(names - given.keys() - table.keys())
    if unknown:
        raise ModelError(
            f"the model's labels {', '.join(unknown)} mean nothing here; say what they are by"
            f" labels={{{unknown[0]!r}: …}}, a mention label or None"
        )
    return {name: given.get(name) or table[name] for name in names}


def model_word(text: str) -> str:
    """A token as foreign models read it: bare letters, NFKC, short, never empty, one word."""
    return "".join(model_text(text).split()).replace("\0", "") or "-"


def require(package: str, extra: str) -> None:
    """Raise MissingExtra unless a backend's package is installed; it is not imported."""
    if find_spec(package) is None:
        raise MissingExtra(extra)


@cache
def _table(apart: bool) -> Mapping[str, Meaning]:
    table = {}
    for row in read_rows("backend_labels.tsv")[1:]:
        label, mention, others, beside = (*row, "", "")[:4]
        if apart and beside:
            mention, others = beside, ""
        known = None if mention == "-" else cast(MentionLabel, mention)
        table[label] = Meaning(known, frozenset(others.split()))
    return table


@cache
def _particles() -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("proclitics.tsv"))


def _trimmed(tokens: Sequence[Token], first: int, end: int) -> tuple[int, int]:
    """The range without marks at its ends and without a particle set apart (لـ in لـCNN)."""
    while first < end and not _bears_name(tokens[first]):
        first += 1
    while first < end and not any(map(str.isalnum, tokens[end - 1].key)):
        end -= 1
    return first, end


def _bears_name(token: Token) -> bool:
    if token.text.endswith(TATWEEL) and token.key in _particles():
        return False
    return any(map(str.isalnum, token.key))


def _by_end(hints: Iterable[Span]) -> dict[int, list[Span]]:
    by_end: dict[int, list[Span]] = {}
    for hint in hints:
        by_end.setdefault(hint.end, []).append(hint)
    return by_end


def _same_words(
    first: Token, end: int, meaning: Meaning, hints: Mapping[int, Sequence[Span]]
) -> Span | None:
    """The gazetteer's match on the same words, if its label is one that the tag may mean.

    It also knows where the name begins: ولاية is a word, and و in وليبيا a particle.
    """
    same = [
        hint
        for hint in hints.get(end, ())
        if (hint.label == meaning.mention or hint.label in meaning.others)
        and hint.start in stem_starts(first)
    ]
    return max(same, key=lambda hint: (hint.strong, hint.score), default=None)


__all__ = [
    "UNSCORED",
    "Meaning",
    "Recogniser",
    "Tagged",
    "WordTagger",
    "meanings",
    "model_word",
    "require",
    "runs",
    "spans_of",
    "split_tag",
]
