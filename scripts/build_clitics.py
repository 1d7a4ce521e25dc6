"""Count words of an Arabic corpus and write which of them begin with a proclitic.

    python scripts/build_clitics.py NEWS.jsonl.gz [--out src/arsec_ner/data/stems.tsv]

NEWS is a file of JSON lines (gzip or plain) with `text` and, where there is one, `title`. Only
counts are used, and only words go into the table: for each proclitic letter what to do with a word
that begins with it (`cut` or `whole`) and the words with which it is the other way round.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from arsec_ner.normalize import key
from arsec_ner.segment import tokenize

ROOT = Path(__file__).parent.parent
LETTERS = "وفبلك"
# Proclitics that never stand before this one: بوزير shows that وزير is a word of its own.
NEVER_BEFORE = {"و": "بلك", "ف": "بلك", "ب": "لك", "ل": "بك", "ك": "بل"}
# What an unseen word does, and how often a seen one must stand in the corpus to be listed.
DEFAULT = {
    "و": ("cut", 2),
    "ل": ("cut", 2),
    "ب": ("whole", 4),
    "ف": ("whole", 3),
    "ك": ("whole", 3),
    "س": ("whole", 3),  # the particle of the future, before a verb
}
# Logistic weights, fitted to the first words of 16,000 annotated mentions; ف was never cut there
# and takes the weights of و with a threshold at which fewer than one in twenty names is cut.
WEIGHTS = {
    "و": {"more": -0.36, "never": -0.48, "al": 1.04, "l": -1.77, "length": 0.31, "word": -0.70,
          "stem": 0.43, "bias": -0.85},
    "ب": {"more": -0.46, "never": -0.77, "al": 2.39, "l": -0.51, "length": -0.08, "word": -0.93,
          "stem": 0.47, "bias": -1.20},
    "ل": {"more": -0.46, "never": -0.50, "al": 2.59, "l": 5.63, "length": 0.15, "word": -0.54,
          "stem": 0.41, "bias": -1.34},
    "ك": {"more": -0.59, "never": 0.42, "al": 0.0, "l": -0.11, "length": -0.19, "word": -0.70,
          "stem": 0.67, "bias": -0.31},
}  # fmt: skip
WEIGHTS["ف"] = WEIGHTS["و"] | {"bias": WEIGHTS["و"]["bias"] - 2.0}


def texts(path: Path) -> Iterator[str]:
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open()
    with opened as lines:
        for line in lines:
            article = json.loads(line)
            yield f"{article.get('title') or ''}\n{article['text']}"


def count_words(path: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts(path):
        counts.update(token.key for token in tokenize(text))
    return Counter({word: n for word, n in counts.items() if word.isalpha() and is_arabic(word)})


def is_arabic(word: str) -> bool:
    return "\u0621" <= word[0] <= "\u064a"


def odds_of_cut(word: str, counts: Counter[str]) -> float:
    """Log odds that the first letter of the word is a proclitic."""
    letter, stem = word[0], word[1:]
    seen, stem_seen = counts[word], counts[stem]
    preceded = sum(counts[other + word] for other in NEVER_BEFORE[letter])
    features = {
        "more": math.log((seen + 0.5) / (stem_seen + 0.5)),
        "never": math.log((preceded + 0.5) / (seen + 0.5)),
        "al": float(stem.startswith("ال")),
        "l": float(stem.startswith("ل")),
        "length": float(len(stem)),
        "word": math.log(seen + 1),
        "stem": math.log(stem_seen + 1),
        "bias": 1.0,
    }
    return sum(WEIGHTS[letter][name] * value for name, value in features.items())


def decide(counts: Counter[str], reviewed: dict[str, str]) -> dict[str, list[str]]:
    """For each proclitic letter the sorted words that do not follow its default."""
    exceptions: dict[str, set[str]] = {letter: set() for letter in LETTERS}
    for word, seen in counts.items():
        if word[0] in LETTERS and len(word) > 2 and seen >= DEFAULT[word[0]][1]:
            decision = "cut" if odds_of_cut(word, counts) > 0 else "whole"
            if not has_article(word) and decision != DEFAULT[word[0]][0]:
                exceptions[word[0]].add(word)
            elif has_article(word) and decision == "whole":
                exceptions[word[0]].add(word)
    for word, decision in reviewed.items():
        differs = decision != ("cut" if has_article(word) else DEFAULT[word[0]][0])
        (exceptions[word[0]].add if differs else exceptions[word[0]].discard)(word)
    exceptions["س"] = {word for word in counts if is_future(word, counts)}
    return {letter: sorted(words) for letter, words in exceptions.items()}


def is_future(word: str, counts: Counter[str]) -> bool:
    """Whether a word is س and an imperfect verb (سيزور, not سيناء): the verb stands alone too."""
    verb = word[1:]
    return (
        word[0] == "س"
        and len(word) > 3
        and verb[0] in "يتن"
        and counts[word] >= DEFAULT["س"][1]
        and counts[verb] >= max(10, counts[word] / 2)
    )


def has_article(word: str) -> bool:
    """Whether ال (or لل) follows the letter: then it is a proclitic unless the table objects."""
    return word[1:3] == "ال" or word[:2] == "لل"


def read_reviewed(path: Path) -> dict[str, str]:
    rows = [
        line.split("\t") for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"
    ]
    return {key(word): decision for word, decision, _ in rows}


def render(exceptions: dict[str, list[str]]) -> str:
    lines = [
        "# Made by scripts/build_clitics.py from word counts; edit data/clitics/reviewed.tsv.",
        "# letter	what a word that begins with it does	words that do the other",
        "# (before ال, and with لل, every word is cut that is not listed).",
    ]
    for letter, words in exceptions.items():
        lines.append(f"{letter}\t{DEFAULT[letter][0]}\t{' '.join(words)}")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "src/arsec_ner/data/stems.tsv")
    arguments = parser.parse_args()
    reviewed = read_reviewed(ROOT / "data/clitics/reviewed.tsv")
    table = decide(count_words(arguments.news), reviewed)
    arguments.out.write_text(render(table), encoding="utf-8")
    print({letter: len(words) for letter, words in table.items()}, arguments.out.stat().st_size)


if __name__ == "__main__":
    main()
