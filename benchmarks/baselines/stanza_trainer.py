"""Stanza's NER model, trained by Stanza's own trainer on the outermost mentions."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from arsec_ner.gold import GoldDocument
from arsec_ner.segment import segment
from arsec_ner.taggers.words import model_word
from benchmarks.baselines.labels import iob2, outermost

MODEL = "arsec.pt"
STEPS = 1000
JUDGED = 200
"""After every so many steps it is scored on the articles held out."""
OPTIONS = (
    "--shorthand", "ar_arsec", "--scheme", "bioes", "--cpu",
    # Word vectors and character models are downloads; the trainer learns both from the articles.
    "--no_pretrain", "--word_emb_dim", "100", "--char_hidden_dim", "50", "--char_emb_dim", "50",
    "--optim", "adam", "--lr", "0.002", "--log_step", "50",
)  # fmt: skip
"""The trainer's options; all others are its own defaults (a BiLSTM of 256, 32 sentences a step)."""


def sentences(documents: Iterable[GoldDocument]) -> list[list[dict[str, object]]]:
    """Annotated articles in the form the trainer reads."""
    rows = []
    for document in documents:
        mentions = outermost(document.mentions)
        for sentence in segment(document.text):
            tags = iob2(sentence.tokens, mentions)
            rows.append(
                [
                    {"id": at, "text": model_word(token.text), "ner": tag}
                    for at, (token, tag) in enumerate(zip(sentence.tokens, tags, strict=True), 1)
                ]
            )
    return rows


def train(
    learn: Iterable[GoldDocument], held: Iterable[GoldDocument], folder: Path, steps: int = STEPS
) -> None:
    """Train into a folder; the state that is best on the articles held out is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"train": folder / "train.json", "eval": folder / "held.json"}
    for path, documents in zip(files.values(), (learn, held), strict=True):
        path.write_text(json.dumps(sentences(documents)), encoding="utf-8")
    command = [sys.executable, "-m", "stanza.models.ner_tagger", "--mode", "train", *OPTIONS]
    command += [part for name, path in files.items() for part in (f"--{name}_file", str(path))]
    command += ["--eval_interval", str(min(steps, JUDGED))]
    command += ["--save_dir", str(folder), "--save_name", MODEL, "--max_steps", str(steps)]
    subprocess.run(command, check=True)
