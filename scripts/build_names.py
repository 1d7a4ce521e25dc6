"""Make the tables of name words (`names.tsv`, `name_shapes.tsv`) from counts over corpora.

    python scripts/build_names.py NAMES.tsv SHAPES.tsv --news NEWS.jsonl.gz --nisba FILE
        --conll FILE.conll ... [--gold FILE.jsonl ...]

A token's place in the news (after a rank, after «بن», after a verb of speech, with an attached
pronoun …) says how likely it is a part of a person's name. The weights of these signs are fitted
on annotated corpora; the token's own annotated counts then correct the fitted value. Only keys
and one digit a key are written: the digit is the likelihood in tenths (9: nearly always a name,
0: nearly never). No corpus text goes into the table.

NEWS holds one JSON object a line with "text". CONLL is token TAB tag; tags whose class stands in
PERSON_CLASSES are names. GOLD is what `gold.py json` prints.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from arsec_ner.normalize import key

PERSON_CLASSES = frozenset(
    "PER PERS Politician Athlete Artist Other_PER Religious_PER Scientist Police Businessperson"
    " Lawyer Engineer".split()
)
WORD = re.compile(r"[^\W\d_]+(?:[\u064b-\u065f\u0670\u0640]+[^\W\d_]*)*|\S")
RANKS = frozenset(
    map(
        key,
        "الدكتور الدكتورة السيد السيدة الشيخ الأمير الأميرة المهندس الأستاذ اللواء العميد العقيد"
        " الجنرال الفريق الملك العماد المقدم الرائد النقيب المستشار السفير المشير السيناتور"
        " النائب البروفيسور القاضي آية الحاج القس البابا".split(),
    )
)
SPEECH = frozenset(
    map(key, "قال وقال وأضاف أكد وأكد أوضح وأوضح وتابع وأشار أعلن وأعلن وقالت التقى استقبل".split())
)
PREPOSITIONS = frozenset(map(key, "في من على إلى عن خلال قبل بعد منذ حول".split()))
LINEAGE = frozenset(map(key, "بن ابن بنت ولد".split()))
MINIMUM_COUNT = 4
NISBA_SIGN = 9
PRIOR = 6.0  # what the fitted value weighs against the token's own annotated counts


def news_tokens(path: Path) -> Iterator[list[str]]:
    """The keys of each paragraph's words."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            for paragraph in json.loads(line)["text"].split("\n"):
                yield [key(word) or word for word in WORD.findall(paragraph)]


def annotated_counts(conll: Iterable[Path], gold: Iterable[Path]) -> dict[str, list[int]]:
    """For each key how often it stood inside and outside a person's name."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for path in conll:
        for line in path.read_text(encoding="utf-8").splitlines():
            word, _, tag = line.partition("\t")
            if word:
                counts[key(word)][tag[2:] not in PERSON_CLASSES] += 1
    for path in gold:
        for line in path.read_text(encoding="utf-8").splitlines():
            _count_gold(json.loads(line), counts)
    return counts


def _count_gold(document: dict, counts: dict[str, list[int]]) -> None:
    names = [(m["start"], m["end"]) for m in document["mentions"] if m["type"] == "PERSON"]
    starts = {start for start, _ in names}
    inside = np.zeros(len(document["text"]) + 1, bool)
    for start, end in names:
        inside[start:end] = True
    for match in WORD.finditer(document["text"]):
        start = next(
            (at for at in range(match.start(), match.end()) if at in starts), match.start()
        )
        counts[key(document["text"][start : match.end()])][not inside[start]] += 1


def signs(
    paragraphs: Iterable[list[str]], known: frozenset[str], nisba: frozenset[str]
) -> tuple[Counter[str], dict[str, NDArray[np.float64]]]:
    """Count each key and the signs it was seen with.

    `known` are keys held to be names already, `nisba` adjectives of nationality (the most usual
    word before a name: الأميركي مايك).
    """
    total: Counter[str] = Counter()
    seen: dict[str, NDArray[np.float64]] = defaultdict(lambda: np.zeros(NISBA_SIGN + 1))
    for words in paragraphs:
        total.update(words)
        earlier = ["^", "^", *words]
        for at, word in enumerate(words):
            before, after = earlier[at + 1], words[at + 1] if at + 1 < len(words) else "$"
            bare = before[1:] if before[:1] in "ولب" else before
            row = (
                before in RANKS or bare in RANKS,
                before in SPEECH,
                before in PREPOSITIONS,
                before in LINEAGE,
                after in LINEAGE,
                before in known or bare in known,
                after in known,
                not before.isalpha(),
                not after.isalpha(),
                before in nisba or (before == "،" and earlier[at] in nisba),
            )
            if any(row):
                seen[word] += row
    return total, seen


def rows(
    keys: list[str], total: Counter[str], seen: dict[str, NDArray[np.float64]]
) -> NDArray[np.float64]:
    """One row of features a key: log rates of the signs, of its attached forms, and its shape."""
    nothing = np.zeros(NISBA_SIGN + 1)
    counts = np.zeros((len(keys), NISBA_SIGN + 9))
    shapes = np.zeros((len(keys), 8))
    for i, word in enumerate(keys):
        counts[i, 0] = total[word]
        counts[i, 1 : NISBA_SIGN + 2] = seen.get(word, nothing)
        counts[i, NISBA_SIGN + 2 :] = (
            total["ال" + word], total["و" + word], total["ب" + word], total["ل" + word],
            total[word + "ها"], total[word + "هم"] + total[word + "ه"], total[word + "ات"],
        )  # fmt: skip
        shapes[i] = (
            word.startswith("ال"), word.endswith("ه"), word.endswith("ي"),
            word.endswith(("ون", "ين", "ات")),
            word.endswith(("وف", "يف", "سكي", "نكو", "ينغ", "زاده", "اوغلو", "يان")),
            word.startswith(("ي", "ت", "سي", "ست")), len(word) <= 3, len(word) >= 7,
        )  # fmt: skip
    # Rates are drawn towards the rate of all words, so that how often a key was seen is no sign.
    overall = counts[:, 1:].sum(axis=0) / counts[:, 0].sum()
    rates = np.log((counts[:, 1:] + 3 * overall) / (counts[:, :1] + 3))
    return np.hstack([rates, shapes])


def fit(
    x: NDArray[np.float64], inside: NDArray[np.float64], outside: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights of a logistic regression by Newton's method, each key weighing at most 20 tokens."""
    n = inside + outside
    weight = np.minimum(n, 20) / n
    good, bad = inside * weight, outside * weight
    w = np.zeros(x.shape[1])
    for _ in range(12):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (good - (good + bad) * p) - w
        curvature = (x * ((good + bad) * p * (1 - p))[:, None]).T @ x + np.eye(len(w))
        w += np.linalg.solve(curvature, gradient)
    return w


def expand(
    x: NDArray[np.float64], centre: NDArray[np.float64], scale: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Centred features with their products, so that signs may strengthen each other."""
    z = np.clip((x - centre) / scale, -3, 3)
    upper = np.triu_indices(z.shape[1])
    return np.hstack([z, z[:, upper[0]] * z[:, upper[1]] / 3, np.ones((len(z), 1))])


def likelihoods(
    paragraphs: list[list[str]], annotated: dict[str, list[int]], nisba: frozenset[str]
) -> tuple[dict[str, float], Counter[str]]:
    """Likelihood of each key to be part of a person's name, and how often the key was seen."""
    known = frozenset(w for w, (a, b) in annotated.items() if a >= 3 and a > 4 * b)
    result: dict[str, float] = {}
    for _ in range(3):
        total, seen = signs(paragraphs, known, nisba)
        keys = sorted(
            w for w, n in total.items() if n >= MINIMUM_COUNT and w.isalpha() and len(w) > 1
        )
        x = rows(keys, total, seen)
        x = expand(x, x.mean(axis=0), x.std(axis=0) + 1e-6)
        counts = np.array([annotated.get(w, (0, 0)) for w in keys], float)
        labelled = counts.sum(axis=1) > 0
        w = fit(x[labelled], counts[labelled, 0], counts[labelled, 1])
        prior = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        value = (counts[:, 0] + PRIOR * prior) / (counts.sum(axis=1) + PRIOR)
        result = dict(zip(keys, value.tolist(), strict=True))
        known = frozenset(k for k, p in result.items() if p > 0.7)
    return result, total


def attached(word: str, value: dict[str, float], total: Counter[str]) -> bool:
    """Whether the key is a more frequent word with a particle before it (وماركو)."""
    bare = word[1:]
    return word[0] in "وفبلك" and len(bare) > 2 and total[bare] > total[word]


def table(value: dict[str, float], total: Counter[str], common: int, least: float) -> str:
    """The file: name-like keys, and the common words that are none."""
    kept = sorted(
        (k, min(9, int(p * 10)))
        for k, p in value.items()
        if (total[k] >= common or (p >= least and not attached(k, value, total))) and len(k) < 18
    )
    return "key\ttenths\n" + "".join(f"{k}\t{d}\n" for k, d in kept)


def shapes(value: dict[str, float], total: Counter[str]) -> str:
    """The second file: for three letters in a row, how much more often names have them.

    Learned on types, not tokens: an unknown word is a rare one. The figure is the logarithm of
    the ratio in tenths; ^ and $ are the word's ends.
    """
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for word, p in value.items():
        if not attached(word, value, total):
            for three in trigrams(word):
                inside[three] += p
                outside[three] += 1 - p
    names, others = sum(inside.values()), sum(outside.values())
    lines = []
    for three in sorted(inside):
        n = inside[three] + outside[three]
        ratio = np.log((inside[three] + 0.5) / (outside[three] + 0.5) * others / names)
        if n >= 5 and round(10 * ratio):
            lines.append(f"{three}\t{round(10 * ratio)}\n")
    return "letters\ttenths\n" + "".join(lines)


def trigrams(word: str) -> list[str]:
    padded = f"^{word}$"
    return [padded[i : i + 3] for i in range(len(padded) - 2)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("shapes", type=Path)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--conll", type=Path, nargs="+", required=True)
    parser.add_argument("--nisba", type=Path, required=True, help="file that holds nisba forms")
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    parser.add_argument(
        "--common", type=int, default=40, help="least count of a word that is no name"
    )
    parser.add_argument("--least", type=float, default=0.2, help="least likelihood of a rarer key")
    options = parser.parse_args()
    paragraphs = list(news_tokens(options.news))
    nisba = frozenset(
        key(word) for word in re.findall(r"\bال\w+", options.nisba.read_text("utf-8"))
    )
    annotated = annotated_counts(options.conll, options.gold)
    value, total = likelihoods(paragraphs, annotated, nisba)
    options.shapes.write_text(shapes(value, total), encoding="utf-8")
    options.out.write_text(table(value, total, options.common, options.least), encoding="utf-8")


if __name__ == "__main__":
    main()
