"""`arsec-ner info`: version, model, gazetteer and licences."""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Iterable
from importlib import metadata
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import typer

import arsec_ner

if TYPE_CHECKING:
    from arsec_ner.gazetteer import Entry

_PACKAGE = "arsec-ner"
_MODEL = "data/model/meta.json"


def facts() -> dict[str, Any]:
    """What there is to say of this installation."""
    from arsec_ner.gazetteer import Gazetteer

    return {
        "version": arsec_ner.__version__,
        "python": platform.python_version(),
        "model": _model(),
        "gazetteer": _sizes(Gazetteer.load()),
        "licence": metadata.metadata(_PACKAGE)["License-Expression"],
        "data": _notice(),
    }


def show(found: dict[str, Any], *, as_json: bool) -> None:
    """Print the facts."""
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    from arsec_ner.console import console, facts_view

    notice = found.pop("data")
    console().print(facts_view(found))
    for line in notice:
        typer.echo(f"  {line}")


def _sizes(gazetteer: Iterable[Entry]) -> str:
    counts = Counter(entry.label for entry in gazetteer)
    by_label = ", ".join(f"{count:,} {label}" for label, count in counts.most_common())
    return f"{sum(counts.values()):,} entries: {by_label}"


def _model() -> str:
    meta = files("arsec_ner") / _MODEL
    if not meta.is_file():
        return "none bundled; rules and gazetteer only"
    return ", ".join(
        f"{key} {value}"
        for key, value in json.loads(meta.read_text(encoding="utf-8")).items()
        if isinstance(value, (str, int, float))
    )


def _notice() -> list[str]:
    """The sources and licences of the data, as NOTICE lists them."""
    notice = metadata.distribution(_PACKAGE).read_text("licenses/NOTICE") or ""
    return [line for line in notice.splitlines() if line.startswith("- ")]


__all__ = ["facts", "show"]
