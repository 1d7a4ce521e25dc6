"""Reading what the model learns from: gold articles and public corpora, as words with labels."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from arsec_ner.labels import EVENT_STATUSES, EVENT_TYPES, MENTION_LABELS
from arsec_ner.segment import segment
from arsec_ner.spans import Sentence, Token
from arsec_ner.taggers.base import Relation
from arsec_ner.taggers.infer import letters_before
from arsec_ner.taggers.windows import words_of

MASK = -100
"""Target of a head that is not trained at a word."""
TRIGGER_CLASSES = len(EVENT_TYPES) + 2
TABLE = Path(__file__).with_name("corpora.tsv")

Pair = tuple[Relation, int, int, float]


@dataclass(slots=True)
class Example:
    """A document as arrays over its words; MASK where a head is not taught.

    Attributes:
        mentions: words x labels; 0 O, 1 begin, 2 inside.
        trigger: words x classes, the probability of each (all 0: masked); the classes are none,
            the event types in order, and a trigger's further words.
        status: index into EVENT_STATUSES at first words of triggers.
        proclitic: characters outside, 0..3, at first words of mentions and triggers.
        pairs: relation, head word, tail word, probability.
    """

    id: str
    text: str
    sentences: tuple[Sentence, ...]
    words: list[Token]
    sentence_ends: list[int]
    mentions: NDArray[np.int64]
    trigger: NDArray[np.float16]
    status: NDArray[np.int64]
    proclitic: NDArray[np.int64]
    pairs: list[Pair] = field(default_factory=list)
    gold: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence_of(self) -> NDArray[np.int64]:
        """Index of each word's sentence."""
        sizes = np.diff([0, *self.sentence_ends])
        return np.repeat(np.arange(len(sizes)), sizes)


def data_hash(paths: Iterable[Path]) -> str:
    """A digest of the files trained on, for the model's meta data."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def gold_tools(folder: Path) -> ModuleType:
    """The gold data's own reader, `tools/gold.py` beside the annotated folders."""
    spec = importlib.util.spec_from_file_location("gold_tools", folder / "tools" / "gold.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "tools" / "gold.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_gold(folder: Path, beside: Path | None = None) -> list[Example]:
    """All annotated articles of a folder; the tools stand beside it or beside another one."""
    tools = gold_tools((beside or folder).resolve().parent)
    return [gold_example(tools.read(path)) for path in sorted(folder.glob("*.ann"))]


def blank(name: str, text: str, fill: int) -> Example:
    """A text as an Example of which nothing is taught but its mentions, all `fill`."""
    sentences = segment(text)
    words, ends = words_of(sentences)
    count = len(words)
    return Example(
        name, text, tuple(sentences), words, ends,
        np.full((count, len(MENTION_LABELS)), fill),
        np.zeros((count, TRIGGER_CLASSES), np.float16), np.full(count, MASK), np.full(count, MASK),
    )  # fmt: skip


def word_range(words: Sequence[Token], starts: Sequence[int], start: int, end: int) -> range:
    """Indices of the words that a stretch of text touches."""
    first = int(np.searchsorted(starts, start, side="right")) - 1
    first = max(first, 0)
    if first < len(words) and words[first].end <= start:
        first += 1
    return range(first, int(np.searchsorted(starts, end, side="left")))


def gold_example(gold: dict[str, Any]) -> Example:
    """One article of the gold reader as an Example."""
    example = blank(gold["id"], gold["text"], 0)
    example.gold = gold
    starts = [word.start for word in example.words]
    # The longest first, so that of two nested spans with one label the outer one is taught.
    for mention in sorted(gold["mentions"], key=lambda m: m["start"] - m["end"]):
        span = word_range(example.words, starts, mention["start"], mention["end"])
        column = example.mentions[:, MENTION_LABELS.index(mention["type"])]
        mention["word"] = span.start
        if not column[span.start : span.stop].any():
            column[span.start : span.stop] = 2
            column[span.start] = 1
        _teach_proclitic(example, span.start, mention["start"])
    trigger = np.zeros(len(example.words), np.int64)
    for event in gold["events"]:
        span = word_range(example.words, starts, event["start"], event["end"])
        event["word"] = span.start
        trigger[span.start : span.stop] = TRIGGER_CLASSES - 1
        example.status[span.start] = EVENT_STATUSES.index(event["status"])
        _teach_proclitic(example, span.start, event["start"])
    for event in gold["events"]:
        trigger[event["word"]] = EVENT_TYPES.index(event["type"]) + 1
    example.trigger[np.arange(len(trigger)), trigger] = 1.0
    example.pairs = list(_pairs(example))
    return example


def _teach_proclitic(example: Example, word: int, start: int) -> None:
    outside = letters_before(example.words[word], start)
    if 0 <= outside <= 3:
        example.proclitic[word] = outside


def _pairs(example: Example) -> Iterator[Pair]:
    """Everything the pair matrix is taught: positives and the other candidates as negatives."""
    gold = example.gold
    where = example.sentence_of
    mentions = [m for m in gold["mentions"]]
    holders = _keys_of(gold)
    for word, events in _by_word(gold["events"]).items():
        before = [m for m in mentions if where[m["word"]] <= where[word]]
        named = [m for m in before if m["type"] != "DATE"]
        for role in ("agent", "target", "place"):
            keys = {a["entity"] for e in events for a in e["arguments"] if a["role"] == role}
            yield from _toward(role, word, named, holders, keys, where)
        dates = [m for m in before if m["type"] == "DATE"]
        times = [a for e in events for a in e["arguments"] if a["role"] == "time"]
        for date in dates:
            hit = any(t["start"] < date["end"] and date["start"] < t["end"] for t in times)
            yield "time", word, date["word"], float(hit)
    yield from _role_pairs(example, mentions, where)
    people = [m for m in mentions if m["type"] == "PERSON" and m["entity"]]
    for at, later in enumerate(people):
        for earlier in people[:at]:
            same = earlier["entity"] == later["entity"]
            yield "same_person", later["word"], earlier["word"], float(same)


def _role_pairs(
    example: Example, mentions: list[dict[str, Any]], where: NDArray[np.int64]
) -> Iterator[Pair]:
    words = {(m["start"], m["end"]): m["word"] for m in mentions if m["type"] == "ROLE"}
    kinds: tuple[tuple[Relation, str, tuple[str, ...]], ...] = (
        ("role_person", "people", ("PERSON",)),
        ("role_org", "orgs", ("ORG",)),
        ("role_country", "countries", ("GPE", "NORP")),
    )
    for role in example.gold["roles"]:
        word = words[role["start"], role["end"]]
        for relation, name, types in kinds:
            tails = [m for m in mentions if m["type"] in types]
            keys_of = {id(m): {m["entity"]} for m in tails}
            yield from _toward(relation, word, tails, keys_of, set(role[name]), where)


def _by_word(events: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    grouped: dict[int, list[dict[str, Any]]] = {}
    for event in events:
        grouped.setdefault(event["word"], []).append(event)
    return grouped


def _keys_of(gold: dict[str, Any]) -> dict[int, set[str]]:
    """The entities a mention stands for; a ROLE stands for its holders, else for its states."""
    roles = {(r["start"], r["end"]): r for r in gold["roles"]}
    keys = {}
    for mention in gold["mentions"]:
        if mention["type"] == "ROLE":
            role = roles[mention["start"], mention["end"]]
            keys[id(mention)] = set(role["people"] or role["countries"])
        else:
            keys[id(mention)] = {mention["entity"]} - {None}
    return keys


def _toward(
    relation: Relation,
    word: int,
    tails: list[dict[str, Any]],
    keys_of: dict[int, set[str]],
    wanted: set[str],
    where: NDArray[np.int64],
) -> Iterator[Pair]:
    """Pairs from one word: an entity's mentions in its sentence, else its nearest ones.

    Other mentions of an entity that is an argument are left out: they are neither right nor wrong.
    """
    here = where[word]
    positive: set[int] = set()
    for key in wanted:
        holding = [m for m in tails if key in keys_of[id(m)]]
        if not holding:
            continue
        # its own sentence first, then the nearest before, then the nearest after
        ranked = [(here - where[m["word"]]) % 10_000 for m in holding]
        nearest = min(ranked)
        positive |= {id(m) for m, r in zip(holding, ranked, strict=True) if r == nearest}
    seen: dict[int, float] = {}
    for mention in tails:
        if id(mention) in positive:
            seen[mention["word"]] = 1.0
        elif not keys_of[id(mention)] & wanted:
            seen.setdefault(mention["word"], 0.0)
    for tail, value in seen.items():
        yield relation, word, tail, value


def read_corpora(folder: Path, table: Path = TABLE) -> dict[str, list[Example]]:
    """The public corpora of the table, cut into stretches of some ten sentences each."""
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    with table.open(encoding="utf-8") as lines:
        plain = (line for line in lines if not line.startswith("#"))
        for corpus, name, taught, tag, label in csv.reader(plain, delimiter="\t"):
            rows.setdefault((corpus, name, taught), {})[tag] = label
    return {
        corpus: list(_read_conll(folder / corpus / name, taught.split(), tags))
        for (corpus, name, taught), tags in rows.items()
    }


def _read_conll(path: Path, taught: list[str], tags: dict[str, str]) -> Iterator[Example]:
    sentences = path.read_text(encoding="utf-8").strip().split("\n\n")
    for at in range(0, len(sentences), 10):
        rows = [
            [tuple(line.split("\t", 1)) for line in sentence.split("\n")]
            for sentence in sentences[at : at + 10]
        ]
        yield _conll_example(f"{path.parent.name}:{at}", rows, taught, tags)


def _conll_example(
    name: str, sentences: list[list[tuple[str, ...]]], taught: list[str], tags: dict[str, str]
) -> Example:
    text = ""
    tokens = []
    for sentence in sentences:
        for word, tag in sentence:
            glue = not text or text[-1] == "\n" or word[0] in "،,.؛:؟!)»"
            text += ("" if glue else " ") + word
            tokens.append((len(text) - len(word), len(text), tag.split()))
        text += "\n"
    example = blank(name, text, MASK)
    columns = [MENTION_LABELS.index(label) for label in taught]  # type: ignore[arg-type]
    example.mentions[:, columns] = 0
    starts = [word.start for word in example.words]
    for start, end, token_tags in tokens:
        span = word_range(example.words, starts, start, end)
        for tag in token_tags:
            label = tags.get(tag[2:])
            if label == "?":
                example.mentions[span.start : span.stop, columns] = MASK
            elif label is not None:
                column = example.mentions[:, MENTION_LABELS.index(label)]  # type: ignore[arg-type]
                column[span.start : span.stop] = 2
                if tag[0] == "B":
                    column[span.start] = 1
    _trim_punctuation(example)
    return example


def _trim_punctuation(example: Example) -> None:
    """Punctuation at the edges of a name (`أ)`) is outside, as in the gold data."""
    bare = [not any(char.isalnum() for char in word.text) for word in example.words]
    for column in example.mentions.T:
        for at in range(len(column)):
            if column[at] == 1 and bare[at]:
                column[at] = 0
                if at + 1 < len(column) and column[at + 1] == 2:
                    column[at + 1] = 1
        for at in reversed(range(len(column))):
            ends = at + 1 == len(column) or column[at + 1] != 2
            if column[at] == 2 and bare[at] and ends:
                column[at] = 0
