"""Stanza's named-entity recogniser as a backend: `load(tagger="stanza")`.

Stanza gets our words (`tokenize_pretokenized`) and is told to download nothing. It names models
by a `resources.json` beside them; for a single `.pt` file an empty one is made, since without one
its pipeline does not start.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from arsec_ner.errors import ModelError
from arsec_ner.taggers.windows import plan
from arsec_ner.taggers.words import Recogniser, Tagged, WordTagger, require

LONGEST: Final = 256
"""Words of one sequence; longer sentences are read in pieces that overlap."""
CONTEXT: Final = 32
_LONGEST_WORD: Final = 64
_DEPENDENCIES: Final = ("pretrain", "forward_charlm", "backward_charlm")


class StanzaTagger(WordTagger):
    """A Stanza NER model.

    Args:
        path: a `.pt` file, or a folder of Stanza's models (one with `resources.json`); None for
            the folder where Stanza keeps them (`STANZA_RESOURCES_DIR` where it is set).
        labels: what the model's labels are here, where the table does not know them.
        options: `lang` ("ar"); `package` of a folder's models ("default"); for a `.pt` file what
            it was trained with: `pretrain`, `forward_charlm`, `backward_charlm` (files).
    """

    name = "stanza"

    def _recogniser(self) -> Recogniser:
        require("stanza", "stanza")
        unknown = self.options.keys() - {"lang", "package", *_DEPENDENCIES}
        if unknown:
            raise TypeError(f"the backend 'stanza' takes no {', '.join(sorted(unknown))}")
        path = self.path or _models_folder()
        if not path.exists():
            raise ModelError(f"{path} does not exist; {_advice(self._lang)}")
        return _Stanza(self._single(path) if path.is_file() else self._packaged(path))

    @property
    def _lang(self) -> str:
        return str(self.options.get("lang", "ar"))

    def _packaged(self, folder: Path) -> Any:
        """The pipeline of a folder that Stanza filled."""
        if not (folder / "resources.json").is_file():
            raise ModelError(f"{folder} has no resources.json; {_advice(self._lang)}")
        package = self.options.get("package", "default")
        processors = {"tokenize": "default", "ner": package}
        return _pipeline(folder, self._lang, processors, folder)

    def _single(self, path: Path) -> Any:
        """The pipeline of one file and of what it was trained with."""
        files = {name: self.options.get(name) for name in _DEPENDENCIES}
        for file in filter(None, files.values()):
            if not Path(file).is_file():
                raise ModelError(f"{file} does not exist")
        given = {f"ner_{name}_path": str(file or "") for name, file in files.items()}
        processors = {"tokenize": "default", "ner": "default"}
        with TemporaryDirectory() as folder:
            Path(folder, "resources.json").write_text(json.dumps({}), encoding="utf-8")
            return _pipeline(
                Path(folder), self._lang, processors, path,
                ner_model_path=str(path), allow_unknown_language=True, **given,
            )  # fmt: skip


class _Stanza:
    """A loaded Stanza pipeline; implements `words.Recogniser`."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline
        self.labels = tuple(pipeline.processors["ner"].get_known_tags())

    def read(self, sentences: Sequence[Sequence[str]]) -> list[Tagged]:
        pieces = [(at, *piece) for at, words in enumerate(sentences) for piece in _pieces(words)]
        document = self._pipeline([words for _, words, _, _ in pieces])
        tags: list[list[str]] = [[] for _ in sentences]
        for (at, words, first, last), sentence in zip(pieces, document.sentences, strict=True):
            found = [token.ner for token in sentence.tokens]
            if len(found) != len(words):
                raise ModelError(f"stanza: {len(found)} tags for {len(words)} words")
            tags[at] += found[first:last]
        return [Tagged(own) for own in tags]


def _pieces(words: Sequence[str]) -> Iterator[tuple[list[str], int, int]]:
    """The sequences of one sentence, and which of their words count."""
    short = [word[:_LONGEST_WORD] for word in words]
    if len(short) <= LONGEST:
        yield short, 0, len(short)
        return
    for window in plan([1] * len(short), [len(short)], LONGEST, CONTEXT, CONTEXT):
        start = window.start
        yield short[start : window.end], window.first - start, window.last - start


def _pipeline(
    folder: Path, lang: str, processors: dict[str, str], model: Path, **options: Any
) -> Any:
    stanza: Any = import_module("stanza")
    try:
        pipeline = stanza.Pipeline(
            lang=lang,
            dir=str(folder),
            package=None,
            processors=processors,
            tokenize_pretokenized=True,
            download_method=None,
            verbose=False,
            use_gpu=False,
            **options,
        )
        _check_vectors(pipeline, options)
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(f"{model}: Stanza cannot read its model: {error}") from error
    return pipeline


def _check_vectors(pipeline: Any, options: dict[str, Any]) -> None:
    """Raise where word vectors are missing: Stanza would take random ones without a word."""
    ner = pipeline.processors["ner"]
    for trainer in ner.trainers:
        needs = "word" in trainer.vocab and "word_emb" in trainer.model.unsaved_modules
        if needs and options.get("ner_pretrain_path") == "":
            raise ModelError(f"{ner}: trained with word vectors; name their file by pretrain=")


def _models_folder() -> Path:
    """Where Stanza keeps its models; the place has changed between its versions."""
    resources: Any = import_module("stanza.resources.common")
    return Path(resources.DEFAULT_MODEL_DIR)


def _advice(lang: str) -> str:
    return f"stanza.download({lang!r}, processors='tokenize,ner') fetches Stanza's models"


__all__ = ["StanzaTagger"]
