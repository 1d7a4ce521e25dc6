"""CAMeL Tools' named-entity recogniser as a backend: `load(tagger="camel")`.

Its model and tokenizer are used as `NERecognizer` loads them, but the sentences are laid out by
`WordClassifier`: `NERecognizer.predict` pads each one to 256 sub-tokens, and where a word has no
sub-token (a lone direction mark) gives every later word the tag of the one after it.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from arsec_ner.camel_data import catalogue, installed
from arsec_ner.errors import ModelError
from arsec_ner.taggers.huggingface import WordClassifier
from arsec_ner.taggers.words import Recogniser, WordTagger, require

_COMPONENT: Final = "NamedEntityRecognition"
_USUAL: Final = "ner/arabert"


class CamelTagger(WordTagger):
    """A model of CAMeL Tools' `NERecognizer`.

    Args:
        path: the model's folder; None for the model that `camel_data -i ner-arabert` installed
            (under `CAMELTOOLS_DATA` where it is set).
        labels: what the model's labels are here, where the table does not know them.
    """

    name = "camel"

    def _recogniser(self) -> Recogniser:
        if self.options:
            raise TypeError(f"the backend 'camel' takes no {', '.join(sorted(self.options))}")
        require("camel_tools", "camel")
        path = self.path or installed(_COMPONENT, _USUAL)
        if not (path / "config.json").is_file():
            raise ModelError(
                f"{path} holds no model: config.json is missing;"
                " `camel_data -i ner-arabert` installs CAMeL's own"
            )
        check_tokenizer(path)
        with catalogue():
            ner: Any = import_module("camel_tools.ner")
        try:
            recogniser = ner.NERecognizer(str(path), use_gpu=False)
        except Exception as error:
            raise ModelError(f"{path}: CAMeL Tools cannot read the model: {error}") from error
        return WordClassifier(recogniser.model, recogniser.tokenizer)


def check_tokenizer(folder: Path) -> None:
    """Raise for a tokenizer other than BERT's: CAMeL Tools takes it for one, and misreads all.

    Args:
        folder: the model's folder; without a `tokenizer.json`, its `vocab.txt` is BERT's.
    """
    try:
        text = (folder / "tokenizer.json").read_text(encoding="utf-8")
        kind = json.loads(text)["model"]["type"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    if kind != "WordPiece":
        raise ModelError(
            f"{folder}: CAMeL Tools reads BERT's word pieces alone, and this tokenizer is {kind};"
            f" tagger='hf:{folder}' reads it"
        )


__all__ = ["CamelTagger", "check_tokenizer"]
