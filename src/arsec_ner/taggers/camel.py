"""CAMeL Tools' named-entity recogniser as a backend: `load(tagger="camel")`.

Its model and tokenizer are used as `NERecognizer` loads them, but the sentences are laid out by
`WordClassifier`: `NERecognizer.predict` pads each one to 256 sub-tokens, and where a word has no
sub-token (a lone direction mark) gives every later word the tag of the one after it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from arsec_ner.errors import ModelError
from arsec_ner.taggers.huggingface import WordClassifier
from arsec_ner.taggers.words import Recogniser, WordTagger, require

_FOLDER: Final = "CAMELTOOLS_DATA"
_CATALOGUE: Final = "catalogue.json"
_COMPONENT: Final = "NamedEntityRecognition"
_DEFAULT: Final = "ner/arabert"


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
        path = self.path or _installed()
        if not (path / "config.json").is_file():
            raise ModelError(
                f"{path} holds no model: config.json is missing;"
                " `camel_data -i ner-arabert` installs CAMeL's own"
            )
        with _catalogue():
            ner: Any = import_module("camel_tools.ner")
        try:
            recogniser = ner.NERecognizer(str(path), use_gpu=False)
        except Exception as error:
            raise ModelError(f"{path}: CAMeL Tools cannot read the model: {error}") from error
        return WordClassifier(recogniser.model, recogniser.tokenizer)


@contextmanager
def _catalogue() -> Iterator[None]:
    """Let CAMeL Tools be imported where its catalogue is missing, which it would download.

    An empty one is shown to it while it is imported; nothing is written to the user's folders.
    """
    if "camel_tools.data" in sys.modules or (_data_folder() / _CATALOGUE).is_file():
        yield
        return
    before = os.environ.get(_FOLDER)
    with TemporaryDirectory() as folder:
        empty = {"version": "", "packages": {}, "components": {}}
        Path(folder, _CATALOGUE).write_text(json.dumps(empty), encoding="utf-8")
        os.environ[_FOLDER] = folder
        try:
            yield
        finally:
            os.environ.pop(_FOLDER)
            if before is not None:
                os.environ[_FOLDER] = before
            for name in ("camel_tools.data", "camel_tools.data.catalogue"):
                if name in sys.modules:
                    setattr(sys.modules[name], "CT_DATA_DIR", _data_folder())  # noqa: B010


def _data_folder() -> Path:
    """Where CAMeL Tools keeps its data, as it finds it itself."""
    if os.environ.get(_FOLDER):
        return Path(os.environ[_FOLDER]).expanduser().absolute()
    return Path.home() / ("AppData/Roaming/camel_tools" if os.name == "nt" else ".camel_tools")


def _installed() -> Path:
    """The folder of CAMeL's default recogniser, as its catalogue has it."""
    folder = _data_folder()
    relative = _DEFAULT
    try:
        catalogue = json.loads((folder / _CATALOGUE).read_text(encoding="utf-8"))
        component = catalogue["components"][_COMPONENT]
        relative = component["datasets"][component["default"]]["path"]
    except (OSError, ValueError, KeyError, TypeError):
        pass  # no catalogue, or one of another form: the place it has always been
    return folder / "data" / relative


__all__ = ["CamelTagger"]
