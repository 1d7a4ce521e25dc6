"""The rows of the comparison: how each system is made, what it reads and what it runs on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from arsec_ner import load
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.merge import merge
from arsec_ner.segment import segment
from arsec_ner.taggers import Tagger, load_tagger
from benchmarks.baselines.choosing import chosen
from benchmarks.baselines.crf import CrfTagger
from benchmarks.baselines.features import matches_of
from benchmarks.baselines.labels import Labelled
from benchmarks.baselines.stanza_trainer import MODEL
from benchmarks.run import PACKAGE, megabytes

Find = Callable[[str], Iterable[Labelled]]
"""The mentions of a text."""

DATA = PACKAGE / "data"
GAZETTEER = DATA / "gazetteer.bin"


@dataclass(frozen=True, slots=True)
class System:
    """A row.

    Attributes:
        make: makes it, from the folder of what `train` trained.
        files: what it reads besides the library's tables for segmentation and particles, as
            folders or files; those in the folder of what `train` trained by their name.
        libraries: distributions that it runs on, besides what reading text needs.
    """

    make: Callable[[Path], Find]
    files: Sequence[Path | str]
    libraries: Sequence[str] = ()

    def megabytes(self, trained: Path) -> float:
        """What its files weigh."""
        paths = [trained / file for file in self.files]
        return sum(megabytes(p) if p.is_dir() else p.stat().st_size / 1e6 for p in paths)


def _gazetteer(trained: Path) -> Find:
    """The strong matches, those that cannot stand together settled as the library does."""
    gazetteer = Gazetteer.load()
    return lambda text: merge(gazetteer.find(text, segment(text)))


def _library(tagger: str) -> Callable[[Path], Find]:
    """The whole line, to the events: what a user gets."""

    def make(trained: Path) -> Find:
        nlp = load(tagger=tagger)
        return lambda text: nlp(text).mentions

    return make


def _tagger(name: str, matches: bool = False) -> Callable[[Path], Find]:
    """A backend by itself."""

    def make(trained: Path) -> Find:
        tagger: Tagger = load_tagger(name.format(trained=trained))
        gazetteer = Gazetteer.load() if matches else None

        def find(text: str) -> Iterable[Labelled]:
            sentences = segment(text)
            hints = matches_of(gazetteer, text, sentences) if gazetteer else []
            return tagger.tag([sentences], [hints])[0].spans

        return find

    return make


def _crf(folder: str, matches: bool) -> Callable[[Path], Find]:
    """The CRFs of one of the folders, nested as was chosen."""
    return lambda trained: CrfTagger(trained / folder, matches, chosen(trained)["layers"]).find


_ONNX = ("onnxruntime", "tokenizers")

SYSTEMS = {
    "gazetteer": System(_gazetteer, [GAZETTEER]),
    "gazetteer and rules": System(
        _library("rules"), [path for path in sorted(DATA.iterdir()) if path.name != "model"]
    ),
    "model": System(_tagger("bundled"), [DATA / "model"], _ONNX),
    "model, matches": System(_tagger("bundled", matches=True), [DATA / "model", GAZETTEER], _ONNX),
    "hybrid": System(_library("bundled"), [DATA], _ONNX),
    "CRF": System(_crf("crf", matches=False), ["crf"], ["python-crfsuite"]),
    "CRF, matches": System(
        _crf("crf-matches", matches=True), ["crf-matches", GAZETTEER], ["python-crfsuite"]
    ),
    "Stanza": System(
        _tagger(f"stanza:{{trained}}/stanza/{MODEL}"), [f"stanza/{MODEL}"], ["stanza"]
    ),
}


def installed(names: Iterable[str]) -> float:
    """Megabytes of distributions and of all that they require, as they are installed here."""
    found: dict[str, metadata.Distribution] = {}
    waiting = list(names)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # it is for other systems
            continue
        required = (r for r in found[name].requires or () if "extra ==" not in r)
        waiting += [re.match(r"[\w.-]+", r)[0] for r in required]
    files = (d.locate_file(file) for d in found.values() for file in d.files or ())
    return sum(Path(file).stat().st_size for file in files if Path(file).is_file()) / 1e6
