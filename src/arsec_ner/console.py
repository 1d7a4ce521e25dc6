"""Tables for the terminal that Arabic does not disturb.

Each line of Arabic in a cell stands between directional isolates (U+2067 … U+2069), so that a
terminal that orders text by direction keeps it within its cell; the isolates take no room.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from arsec_ner.display_rows import distinct, event_rows, latin_name, office
from arsec_ner.document import Document, Entity, Event

if TYPE_CHECKING:
    from arsec_ner.evaluate import Scores

_RIGHT_TO_LEFT: Final = ("R", "AL")
_ISOLATE: Final = "\u2067{}\u2069"
_LEAST_WIDTH: Final = 120
_EVENT_COLUMNS: Final = (
    "type", "status", "trigger", "agent", "target", "place", "time", "PLOVER", "reports",
)  # fmt: skip
_CODES: Final = ("type", "status", "ISO", "country")
_HARMLESS: Final = ("\u200c", "\u200d")


def console(*, to_stderr: bool = False, file: IO[str] | None = None) -> Console:
    """A console as wide as its terminal; where there is none, wide enough for the tables."""
    terminal = Console(stderr=to_stderr, file=file)
    width = None if terminal.is_terminal else max(terminal.width, _LEAST_WIDTH)
    return Console(stderr=to_stderr, file=file, width=width, highlight=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines of text for a table: control characters made visible, right-to-left text isolated.

    The lines are wrapped here and not by the table, since a line broken between the two isolates
    would leave its first half open and its second half bare.
    """

    lines: tuple[str, ...]

    @classmethod
    def of(cls, *lines: str | None) -> Cell:
        """A cell of these lines; None is left out."""
        return cls(tuple("".join(map(_shown, line)) for line in lines if line is not None))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.lines:
            for part in Text(line).wrap(console, options.max_width, overflow="fold"):
                yield Text(_isolated(part.plain.rstrip()))

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, Text("\n".join(self.lines)))


def _isolated(line: str) -> str:
    arabic = any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in line)
    return _ISOLATE.format(line) if arabic else line


def document_view(document: Document) -> RenderableType:
    """The people, roles, countries and events of a document as tables."""
    title = "".join(map(_shown, document.id or "document"))
    date = f"  {document.date}" if document.date else ""
    tables = (
        _people(document),
        _roles(document),
        _states(document),
        _organizations(document),
        _events(document),
    )
    return Group(Text.assemble(("━━ ", "dim"), (title, "bold"), (date, "dim")), *_filled(tables))


def scores_view(scores: Scores) -> Table:
    """The table of an evaluation."""
    table = _table(None, "", "precision", "recall", "F1", "gold", "found")
    for column in table.columns[1:]:
        column.justify = "right"
    for heading, counts in scores.items():
        row = counts.row()
        figures = (f"{row[name]:.3f}" for name in ("precision", "recall", "f1"))
        table.add_row(heading, *figures, str(row["gold"]), str(row["predicted"]))
    return table


def facts_view(facts: Mapping[str, Any]) -> Table:
    """Names and values, a line each."""
    table = _table(None, "", "")
    table.show_header = False
    for name, value in facts.items():
        table.add_row(name, Cell.of(str(value)))
    return table


def _people(document: Document) -> Table:
    table = _table("People", "name", "in Latin letters", "country", "offices", "mentions")
    for person in document.people:
        table.add_row(
            Cell.of(person.name),
            Cell.of(latin_name(person)),
            Cell.of(person.country),
            Cell.of(*dict.fromkeys(role.title for role in person.roles)),
            str(len(person.mentions)),
        )
    return table


def _roles(document: Document) -> Table:
    table = _table("Roles", "office", "in English", "held by", "body", "state", "status")
    for role in distinct(document.roles, "title", "person_ids", "countries", "status"):
        table.add_row(
            Cell.of(role.title),
            Cell.of(office(role)),
            _names(role.people),
            Cell.of(role.organization.name if role.organization else None),
            Cell.of(", ".join(role.countries)),
            Cell.of(role.status),
        )
    return table


def _states(document: Document) -> Table:
    table = _table("Countries", "name", "in English", "ISO", "Wikidata", "mentions")
    for country in document.countries:
        table.add_row(
            Cell.of(country.name),
            Cell.of(country.english),
            Cell.of(country.iso3),
            Cell.of(country.wikidata_id),
            str(len(country.mentions)),
        )
    return table


def _organizations(document: Document) -> Table:
    table = _table("Organizations", "name", "in English", "kind", "country", "mentions")
    for body in document.organizations:
        table.add_row(
            Cell.of(body.name),
            Cell.of(body.english),
            Cell.of(body.kind),
            Cell.of(body.country),
            str(len(body.mentions)),
        )
    return table


def _events(document: Document) -> Table:
    table = _table("Events", *_EVENT_COLUMNS)
    for row in event_rows(document.events):
        event = row.event
        table.add_row(
            event.type,
            event.status,
            Cell.of(event.trigger.text),
            *(_names(side) for side in (event.agents, event.targets, event.places)),
            Cell.of(*(mention.value or mention.text for mention in event.times)),
            _code(event),
            str(len(row.reports)),
        )
    return table


def _code(event: Event) -> str:
    return "" if event.plover is None else str(event.plover)


def _names(entities: Iterable[Entity]) -> Cell:
    return Cell.of(*(entity.name for entity in entities))


def _table(title: str | None, *columns: str) -> Table:
    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in _CODES)
    return table


def _filled(tables: Iterable[Table]) -> Iterable[Table]:
    return (table for table in tables if table.row_count)


def _shown(character: str) -> str:
    """The character, or U+FFFD for one that would steer the terminal or cannot be written."""
    hidden = unicodedata.category(character) in ("Cc", "Cs", "Cf", "Zl", "Zp")
    return "\ufffd" if hidden and character not in _HARMLESS else character


__all__ = ["Cell", "console", "document_view", "facts_view", "scores_view"]
