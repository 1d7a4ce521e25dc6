"""A morphology database of CAMeL Tools' format, small enough to read."""

from __future__ import annotations

from pathlib import Path

# Letters, category, tokenization of what stands before a word.
PREFIXES = """
- P0 -
و P1 وَ+_
ب P1 بِ+_
ل P1 لِ+_
وب P1 وَ+_بِ+_
س P2 سَ+_
وس P2 وَ+_سَ+_
ال P1 ال
وال P1 وَ+_ال
وبال P1 وَ+_بِ+_ال
لل P1 لِ+_ال
"""
# Word, category, how likely it is (the logarithm).
STEMS = """
صين N -3.0
امم N -3.0
وسام N -4.0
سام N -6.0
بسام N -9.0
نعيم N -7.0
ونعيم N -8.0
يزور V -4.0
"""
FEATURES = "diac lex bw gloss pos gen num form_gen form_num source d2tok pos_lex_logprob"
CATEGORIES = ("P0 N", "P1 N", "P0 V", "P1 V", "P2 V")


def write_database(folder: Path, *, scheme: str = "d2tok") -> Path:
    """Write the database into a folder, as `camel_data` lays them, and return its file."""
    features = FEATURES.replace("d2tok", scheme).split()
    values = " ".join(f"{feature}:*" for feature in features if feature != "pos")
    lines = [
        "###DEFINES###",
        *(f"DEFINE {feature} {feature}:*open*" for feature in features),
        "###DEFAULTS###",
        *(f"DEFAULT pos:{pos} {values}" for pos in ("noun", "verb", "digit", "punc", "latin")),
        "###ORDER###",
        f"ORDER {' '.join(features)}",
        "###TOKENIZATIONS###",
        f"TOKENIZATION {scheme}",
        "###STEMBACKOFF###",
        "###PREFIXES###",
        *(_prefix(line, scheme) for line in PREFIXES.split("\n") if line),
        "###SUFFIXES###",
        "\tS0\tdiac:",
        "###STEMS###",
        *(_stem(line, scheme) for line in STEMS.split("\n") if line),
        "###TABLE AB###",
        *CATEGORIES,
        "###TABLE BC###",
        "N S0",
        "V S0",
        "###TABLE AC###",
        *(f"{prefix} S0" for prefix in ("P0", "P1", "P2")),
    ]
    file = folder / "morphology.db"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _prefix(line: str, scheme: str) -> str:
    letters, category, tokens = line.replace("-", "").split(" ")
    return f"{letters}\t{category}\tdiac:{letters} bw:{letters} {scheme}:{tokens}"


def _stem(line: str, scheme: str) -> str:
    word, category, likely = line.split(" ")
    pos = "verb" if category == "V" else "noun"
    fixed = "gen:m num:s form_gen:m form_num:s source:lex"
    return (
        f"{word}\t{category}\tdiac:{word} lex:{word} bw:{word} pos:{pos} {fixed}"
        f" {scheme}:{word} pos_lex_logprob:{likely}"
    )
