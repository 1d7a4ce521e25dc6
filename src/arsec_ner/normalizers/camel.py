"""CAMeL Tools' foldings and morphology as a normalizer: `load(normalizer="camel")`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from arsec_ner.camel_data import catalogue, installed
from arsec_ner.errors import ModelError
from arsec_ner.normalize import key
from arsec_ner.taggers.words import model_word, require

STEPS: Final = (
    "normalize_unicode",
    "arclean",
    "dediac_ar",
    "normalize_alef_ar",
    "normalize_alef_maksura_ar",
    "normalize_teh_marbuta_ar",
)
"""CAMeL's functions and charmaps in the order in which they are applied; NFKC comes first, since
`arclean` deletes the presentation forms that it would fold."""

_HOMES: Final = ("camel_tools.utils.normalize", "camel_tools.utils.dediac")
_SCHEME: Final = "d2tok"
_DATABASE: Final = "morphology.db"
# Answers for words that the database does not know: guesses, and what is no Arabic word.
_GUESSED: Final = frozenset({"backoff", "digit", "foreign", "punc"})
_REMEMBERED: Final = 65_536


class CamelNormalizer:
    """Folds by CAMeL Tools' own functions and splits particles by its morphology.

    A word that its morphology database knows is split as the likeliest of its analyses
    (`MLEDisambiguator`, scheme "d2tok") has it; for others, and without a database, the library's
    own table decides. Nothing is downloaded.

    Args:
        database: a morphology database of CAMeL's format, or the folder of one; None for the one
            that `camel_data -i disambig-mle-calima-msa-r13` installed (under `CAMELTOOLS_DATA`
            where it is set), if it is there.
        mle: the JSON file of a word-based model for `MLEDisambiguator`; None for the installed
            one where the database is the installed one, if it is there.
        steps: what folds a word, in order: names of functions of `camel_tools.utils.normalize`
            and `.dediac`, names of built-in charmaps, or JSON files of charmaps.

    Raises:
        MissingExtra: CAMeL Tools is not installed; names the pip command.
        ModelError: the database, the model or a charmap is missing or damaged.
        ValueError: there is no such step.
    """

    name = "camel"

    def __init__(
        self,
        database: str | Path | None = None,
        *,
        mle: str | Path | None = None,
        steps: Sequence[str] = STEPS,
    ) -> None:
        require("camel_tools", "camel")
        self._options = (database, mle, tuple(steps))
        self._steps = [_step(name) for name in steps]
        self._folded: dict[str, str] = {}
        self._split: dict[str, str | None] = {}
        self._lock = threading.Lock()
        self.database = _database(database)
        self._disambiguator = None if self.database is None else _read(self.database, self._mle)

    @property
    def _mle(self) -> Path | None:
        database, given, _ = self._options
        if given is not None or database is not None:
            return None if given is None else Path(given).expanduser()
        own = installed("DisambigMLE", "disambig_mle/calima-msa-r13") / "model.json"
        return own if own.is_file() else None

    def fold(self, text: str) -> str:
        """The word after all steps; blanks that CAMeL makes of invisible marks vanish."""
        known = self._folded.get(text)
        if known is None:
            known = text
            for step in self._steps:
                known = step(known)
            known = "".join(known.split())
            if len(self._folded) >= _REMEMBERED:
                self._folded.clear()
            self._folded[text] = known
        return known

    def particles(self, word: str) -> str | None:
        """The particles of the likeliest analysis; None where the database has none."""
        if self._disambiguator is None:
            return None
        try:
            return self._split[word]
        except KeyError:
            # CAMeL's caches are not made for threads
            with self._lock:
                (answer,) = self._disambiguator.disambiguate([model_word(word)])
        if len(self._split) >= _REMEMBERED:
            self._split.clear()
        known = self._split[word] = _particles(answer)
        return known

    def __repr__(self) -> str:
        said = "no morphology database, particles by the library's own table"
        return f"CamelNormalizer({said if self.database is None else str(self.database)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return _made, self._options


def _made(
    database: str | Path | None, mle: str | Path | None, steps: Sequence[str]
) -> CamelNormalizer:
    return CamelNormalizer(database, mle=mle, steps=steps)


def _step(name: str) -> Callable[[str], str]:
    for home in _HOMES:
        function: Callable[[str], str] | None = getattr(import_module(home), name, None)
        if function is not None and name.startswith(("normalize_", "dediac_")):
            return function
    mapper: Any = import_module("camel_tools.utils.charmap").CharMapper
    if name in mapper.BUILTIN_CHARMAPS:
        made: Callable[[str], str] = mapper.builtin_mapper(name)
        return made
    if not name.endswith(".json"):
        raise ValueError(
            f"CAMeL Tools has no step {name!r}; there are normalize_… and dediac_…,"
            f" the charmaps {', '.join(sorted(mapper.BUILTIN_CHARMAPS))}, and JSON files"
        )
    try:
        made = mapper.mapper_from_json(str(Path(name).expanduser()))
    except Exception as error:
        raise ModelError(f"{name}: CAMeL Tools cannot read the charmap: {error}") from error
    return made


def _database(given: str | Path | None) -> Path | None:
    """The database file; None where none was named and none is installed."""
    if given is None:
        usual = installed("MorphologyDB", "morphology_db/calima-msa-r13") / _DATABASE
        return usual if usual.is_file() else None
    path = Path(given).expanduser()
    file = path / _DATABASE if path.is_dir() else path
    if not file.is_file():
        raise ModelError(
            f"{file} does not exist; `camel_data -i disambig-mle-calima-msa-r13` installs CAMeL's"
        )
    return file


def _read(database: Path, mle: Path | None) -> Any:
    """CAMeL's disambiguator over a database; it says nothing of words that this does not know."""
    with catalogue():
        disambig: Any = import_module("camel_tools.disambig.mle")
        analyzer: Any = import_module("camel_tools.morphology.analyzer")
        morphology: Any = import_module("camel_tools.morphology.database")
    try:
        words = morphology.MorphologyDB(str(database), "a")
        read = disambig.MLEDisambiguator(
            analyzer.Analyzer(words, "NONE"), None if mle is None else str(mle)
        )
    except Exception as error:
        raise ModelError(f"{mle or database}: CAMeL Tools cannot read it: {error}") from error
    if not words.stem_hash or _SCHEME not in read.tok_feats():
        raise ModelError(f"{database} holds no words, or no tokenization {_SCHEME!r} of them")
    return read


def _particles(answer: Any) -> str | None:
    analysis = answer.analyses[0].analysis if answer.analyses else {"source": "backoff"}
    if analysis.get("source") in _GUESSED:
        return None
    parts = analysis[_SCHEME].split("_")
    return "".join(key(part[:-1]) for part in parts[:-1] if part.endswith("+"))


__all__ = ["STEPS", "CamelNormalizer"]
