"""CAMeL Tools without a network: its import where its catalogue is missing, and its data folder."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

_FOLDER: Final = "CAMELTOOLS_DATA"
_CATALOGUE: Final = "catalogue.json"


@contextmanager
def catalogue() -> Iterator[None]:
    """Let CAMeL Tools be imported where its catalogue is missing, which it would download.

    An empty one is shown to it while it is imported; nothing is written to the user's folders.
    """
    if "camel_tools.data" in sys.modules or (data_folder() / _CATALOGUE).is_file():
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
                    setattr(sys.modules[name], "CT_DATA_DIR", data_folder())  # noqa: B010


def data_folder() -> Path:
    """Where CAMeL Tools keeps its data, as it finds it itself."""
    if os.environ.get(_FOLDER):
        return Path(os.environ[_FOLDER]).expanduser().absolute()
    return Path.home() / ("AppData/Roaming/camel_tools" if os.name == "nt" else ".camel_tools")


def installed(component: str, usual: str) -> Path:
    """The folder of a component's default data set, as CAMeL's catalogue has it.

    Args:
        component: its name in the catalogue ("NamedEntityRecognition").
        usual: the place it has always had, for no catalogue or one of another form.
    """
    folder = data_folder()
    try:
        catalogue = json.loads((folder / _CATALOGUE).read_text(encoding="utf-8"))
        known = catalogue["components"][component]
        return folder / "data" / str(known["datasets"][known["default"]]["path"])
    except (OSError, ValueError, KeyError, TypeError):
        return folder / "data" / usual


__all__ = ["catalogue", "data_folder", "installed"]
