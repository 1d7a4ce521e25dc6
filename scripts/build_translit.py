"""Learn the costs of `arsec_ner.translit` from pairs of an Arabic and a Latin name token.

    python scripts/build_translit.py PAIRS.tsv.gz > src/arsec_ner/data/translit.tsv

PAIRS has the columns ar, en (google/transliteration, Apache-2.0, or any of that form). Only the
costs ship, none of the pairs. Method: hard EM; every pair is aligned by the present costs, and
the costs are the negative logarithms of the counts of the alignments, smoothed by the seed table.
"""

from __future__ import annotations

import gzip
import math
import sys
from collections import Counter, defaultdict
from pathlib import Path

from arsec_ner.normalize import key
from arsec_ner.translit import MAX_LATIN, latin_key

VOWELS = "aeiouy"
# Most that an unwritten Latin letter costs: vowels, and the h of John and Mahdi, are often silent.
SILENT = {**dict.fromkeys(VOWELS, 3.0), "h": 4.5}
# What each letter is heard as, by the habits of Arabic news with names of many languages: the
# start of the learning, and the floor under what the pairs do not show (Chinese q and x, Vietnamese
# ph and tr, Turkish c).
SEED = {
    "ا": "a e i o u aa ae ai ei au y h", "ب": "b p bb pp v", "ت": "t tt th d", "ث": "th t s",
    "ج": "j g dj dg c zh gg z gi", "ح": "h hh kh", "خ": "kh h ch k j x", "د": "d dd dh t",
    "ذ": "dh d th z", "ر": "r rr rh l", "ز": "z zz s ts c", "س": "s ss c ce sc x z ts",
    "ش": "sh ch sch x s sc sy", "ص": "s ss c", "ض": "d dh z", "ط": "t tt d", "ظ": "z dh d",
    "ع": "a e i o u aa y h", "غ": "gh g r h gg gu", "ف": "f v ph ff w", "ق": "q k g c gh kh",
    "ك": "k c g ck kk ch q x cc", "ل": "l ll", "م": "m mm", "ن": "n nn nh ng m", "ه": "h a e ah eh",
    "و": "w u o ou oo v au ow eu uo wu io", "ي": "i y e ee ai ei ie ay ey j ia ye yi",
    "پ": "p", "چ": "ch", "ڤ": "v", "گ": "g", "ژ": "zh j",
}  # fmt: skip


def seed_costs() -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    letters = {
        arabic: {latin: 2.0 + 0.2 * n for n, latin in enumerate(options.split())}
        for arabic, options in SEED.items()
    }
    for options in letters.values():
        options.setdefault("", 5.0)
    letters["ع"][""] = letters["ا"][""] = letters["ه"][""] = 2.0
    inserted = {c: 2.0 if c in VOWELS else 6.0 for c in "abcdefghijklmnopqrstuvwxyz"}
    return letters, inserted


def align(
    arabic: str, latin: str, letters: dict[str, dict[str, float]], inserted: dict[str, float]
) -> tuple[float, list[tuple[str, str]]]:
    """Cheapest alignment as (arabic letter or "", latin string) steps, with its cost."""
    best = {(0, 0): (0.0, None, None)}
    for i in range(len(arabic) + 1):
        for j in range(len(latin) + 1):
            if (i, j) not in best:
                continue
            here = best[i, j][0]
            moves = []
            if j < len(latin):
                moves.append((i, j + 1, inserted[latin[j]], ("", latin[j])))
            if i < len(arabic):
                options = letters.get(arabic[i], {})
                for length in range(min(MAX_LATIN, len(latin) - j) + 1):
                    piece = latin[j : j + length]
                    cost = options.get(piece, 9.0 if length < 2 else 99.0)
                    moves.append((i + 1, j + length, cost, (arabic[i], piece)))
            for a, b, cost, step in moves:
                if (a, b) not in best or here + cost < best[a, b][0]:
                    best[a, b] = (here + cost, (i, j), step)
    at, steps = (len(arabic), len(latin)), []
    total = best[at][0]
    while best[at][1] is not None:
        steps.append(best[at][2])
        at = best[at][1]
    return total, steps[::-1]


def learn(pairs: list[tuple[str, str]], rounds: int = 4):
    seed, inserted = seed_costs()
    letters = seed
    for number in range(rounds):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        extra: Counter[str] = Counter()
        steps_total = kept = 0
        for arabic, latin in pairs:
            total, steps = align(arabic, latin, letters, inserted)
            if total / max(1, len(steps)) > 3.2:  # not the same name
                continue
            kept += 1
            for a, piece in steps:
                steps_total += 1
                if a:
                    counts[a][piece] += 1
                else:
                    extra[piece] += 1
        print(f"round {number}: {kept} of {len(pairs)} pairs", file=sys.stderr)
        letters = {}
        for a, options in seed.items():
            smoothed = Counter({piece: 2.0**-cost * 40 for piece, cost in options.items()})
            smoothed.update(counts[a])
            total_count = sum(smoothed.values())
            # A habit of the seed table that the pairs hardly show (Turkish d for t) stays possible.
            letters[a] = {
                piece: min(-math.log2(n / total_count), options.get(piece, 99.0) + 1.5)
                for piece, n in smoothed.items()
                if n >= 3 or piece in options
            }
        # The pairs are mostly Western names, whose vowels Arabic writes; محمد has none of three.
        inserted = {
            c: min(-math.log2((extra[c] + 1) / steps_total), SILENT.get(c, 7.0)) for c in inserted
        }
    return letters, inserted


def main() -> None:
    pairs = []
    for line in gzip.open(Path(sys.argv[1]), "rt", encoding="utf-8").read().splitlines()[1:]:
        arabic, latin = line.split("\t")[:2]
        arabic, latin = key(arabic), latin_key(latin).replace(" ", "")
        if arabic.startswith("ال") and not latin.startswith(("al", "el")):
            arabic = arabic[2:]
        if len(arabic) > 1 and len(latin) > 1 and set(arabic) <= set(SEED) and latin.isascii():
            pairs.append((arabic, latin))
    letters, inserted = learn(pairs)
    print("# arabic letter (empty: a Latin letter nothing writes)\tlatin\tcost in bits")
    for a in sorted(letters):
        for piece, cost in sorted(letters[a].items(), key=lambda item: (item[1], item[0])):
            if cost < 10:
                print(f"{a}\t{piece}\t{cost:.2f}")
    for letter in sorted(inserted):
        print(f"\t{letter}\t{inserted[letter]:.2f}")


if __name__ == "__main__":
    main()
