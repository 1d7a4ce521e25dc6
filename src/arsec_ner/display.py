"""The document as HTML: the notebook view and `--format html`.

Everything that comes from the text is escaped. Arabic stands right to left; the library's own
words and codes are isolated, so that the two never disturb each other's order.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from arsec_ner.display_rows import EventRow, distinct, event_rows, latin_name, office
from arsec_ner.document import Document, Entity, Event, Mention, Person, Role
from arsec_ner.labels import MENTION_LABELS, MentionLabel
from arsec_ner.tables import read_bytes

_PAGE: Final = """<!DOCTYPE html>
<html lang="ar" dir="rtl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
html {{ background: light-dark(#fff, #16181d); color-scheme: light dark; }}
body {{ margin: 0; }}
.arsec + .arsec {{ margin-top: 2rem; }}
{css}</style>
</head>
<body>
{body}
</body>
</html>
"""
_HIDDEN: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), "\ufffd") | dict.fromkeys(
    range(0xD800, 0xE000), "\ufffd"
)
"""Characters that HTML forbids or that cannot be encoded."""
_EMPTY_LINES: Final = re.compile(r"\r?\n(?:[ \t\xa0]*\r?\n)+")
_LEGEND: Final[Mapping[MentionLabel, str]] = {
    "PERSON": "person",
    "ROLE": "office",
    "ORG": "organization",
    "GPE": "state or town",
    "LOC": "region",
    "FAC": "building",
    "NORP": "nationality",
    "EVENT": "named event",
    "DATE": "date",
}
_COLUMNS: Final = ("", "Event", "Status", "Trigger", "Agent", "Target", "Place", "Time", "PLOVER")
_WIKIDATA: Final = "https://www.wikidata.org/wiki/"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of text to be wrapped: what opens and closes it, and whether it may give way."""

    start: int
    end: int
    opening: str
    closing: str
    optional: bool = False


def render(document: Document, *, page: bool = False) -> str:
    """The document as HTML.

    Args:
        document: what to show.
        page: a whole page instead of a piece to stand in another one.
    """
    return render_page([document]) if page else f"<style>{_css()}</style>\n{_body(document)}"


def render_page(documents: Iterable[Document]) -> str:
    """Several documents as one HTML page."""
    listed = list(documents)
    title = "، ".join(_escape(d.id) for d in listed if d.id) or "arsec_ner"
    return _PAGE.format(title=title, css=_css(), body="\n".join(map(_body, listed)))


def _css() -> str:
    return read_bytes("display.css").decode("utf-8")


def _body(document: Document) -> str:
    rows = event_rows(document.events)
    parts = [
        _head(document, rows),
        f'<div class="arsec-text" lang="ar" dir="rtl">{_marked(document, rows)}</div>',
        _legend(document),
        _section("People", "arsec-cards", map(_card, document.people)),
        _section("Organizations", "arsec-chips", (_chip(e, "org") for e in document.organizations)),
        _section("Countries", "arsec-chips", (_chip(e, "gpe") for e in document.countries)),
        _section("Places", "arsec-chips", (_chip(e, "loc") for e in document.places)),
        _section("Named events", "arsec-chips", (_chip(e, "event") for e in document.named_events)),
        _section("Offices without a named holder", "arsec-chips", _vacant(document)),
        _event_table(rows),
    ]
    return f'<div class="arsec" dir="rtl">\n{chr(10).join(filter(None, parts))}\n</div>'


def _head(document: Document, rows: Sequence[EventRow]) -> str:
    counts = [
        _counted(len(document.mentions), "mention"),
        _counted(len(document.people), "person", "people"),
        _counted(len(document.roles), "role"),
        _counted(len(rows), "event"),
    ]
    if len(rows) < len(document.events):
        counts[-1] += f" in {len(document.events)} reports"
    name = "" if document.id is None else f"<strong>{_bdi(document.id)}</strong>"
    date = "" if document.date is None else _latin(document.date.isoformat())
    return f'<div class="arsec-head">{name}{date}{_latin(" · ".join(counts))}</div>'


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _legend(document: Document) -> str:
    """The labels that the text shows, and how triggers are marked."""
    present = {mention.label for mention in document.mentions}
    items = [
        f'<span class="arsec-{label.lower()}"><strong>{label}</strong> {_LEGEND[label]}</span>'
        for label in MENTION_LABELS
        if label in present
    ]
    if document.events:
        items.append('<span><i class="arsec-trigger">event</i>, by number below</span>')
    return f'<div class="arsec-legend" dir="ltr">{"".join(items)}</div>' if items else ""


def _marked(document: Document, rows: Sequence[EventRow]) -> str:
    """The text with its mentions, triggers and page remains marked up."""
    pieces: list[str] = []
    at, around = 0, list[_Stretch]()
    for stretch in _nested(_stretches(document, rows)):
        at = _close(document.text, at, stretch.start, around, pieces)
        pieces += (_running(document.text[at : stretch.start]), stretch.opening)
        at = stretch.start
        around.append(stretch)
    at = _close(document.text, at, len(document.text), around, pieces)
    pieces.append(_running(document.text[at:]))
    return "".join(pieces)


def _close(text: str, at: int, until: int, around: list[_Stretch], pieces: list[str]) -> int:
    """Close what ends at or before `until`; returns how far the text is written."""
    while around and around[-1].end <= until:
        ended = around.pop()
        pieces += (_running(text[at : ended.end]), ended.closing)
        at = ended.end
    return at


def _running(text: str) -> str:
    """Text with its empty lines, however many stand together, as one low gap."""
    return _EMPTY_LINES.sub(r'<span class="arsec-gap">\g<0></span>', _escape(text))


def _stretches(document: Document, rows: Sequence[EventRow]) -> list[_Stretch]:
    remains = [
        _Stretch(s.start, s.end, '<span class="arsec-boilerplate">', "</span>", optional=True)
        for s in document.sentences
        if s.zone == "boilerplate" and s.start < s.end
    ]
    mentions = [_mention_stretch(mention) for mention in document.mentions]
    triggers = [_trigger_stretch(row.number, event) for row in rows for event in row.reports]
    return sorted((*remains, *mentions, *triggers), key=lambda s: (s.start, -s.end))


def _trigger_stretch(number: int, event: Event) -> _Stretch:
    title = f"{event.type} ({event.status})"
    opening = f'<span class="arsec-trigger" title="{title}">'
    closing = f'</span><span class="arsec-number" dir="ltr">{number}</span>'
    return _Stretch(event.trigger.start, event.trigger.end, opening, closing, optional=True)


def _mention_stretch(mention: Mention) -> _Stretch:
    title = mention.value or (_described(mention.entity) if mention.entity else "")
    css = mention.label.lower()
    opening = f'<mark class="arsec-{css}" title="{_escape(title)}">'
    closing = f'<span class="arsec-tag" dir="ltr">{mention.label}</span></mark>'
    return _Stretch(mention.start, mention.end, opening, closing)


def _nested(stretches: Iterable[_Stretch]) -> list[_Stretch]:
    """The stretches without the optional ones that cross another."""
    kept: dict[int, _Stretch] = {}
    around: list[int] = []
    for number, stretch in enumerate(stretches):
        while around and kept[around[-1]].end <= stretch.start:
            around.pop()
        while around and kept[around[-1]].end < stretch.end and not stretch.optional:
            del kept[around.pop()]
        if around and kept[around[-1]].end < stretch.end:
            continue
        kept[number] = stretch
        around.append(number)
    return list(kept.values())


def _card(person: Person) -> str:
    notes = [_escape(note) for note in (latin_name(person), person.country) if note]
    notes += [_wikidata(person.wikidata_id)] if person.wikidata_id else []
    roles = "".join(
        f"<li>{_role(role)}</li>" for role in distinct(person.roles, "title", "status", "countries")
    )
    return (
        f'<div class="arsec-card"><strong>{_bdi(person.name)}</strong>'
        f'<div><bdi dir="ltr" class="arsec-code">{" · ".join(notes)}</bdi></div>'
        f"<ul>{roles}</ul></div>"
    )


def _wikidata(identifier: str) -> str:
    shown = _escape(identifier)
    return f'<a href="{_WIKIDATA}{shown}" target="_blank" rel="noopener">{shown}</a>'


def _role(role: Role) -> str:
    notes = [office(role), *role.countries]
    notes += [role.status] if role.status != "current" else []
    return f"{_bdi(role.title)} {_latin(' · '.join(notes))}"


def _vacant(document: Document) -> Iterator[str]:
    vacant = (role for role in document.roles if not role.person_ids)
    for role in distinct(vacant, "title", "status", "countries"):
        yield f'<span class="arsec-chip arsec-role">{_role(role)}</span>'


def _chip(entity: Entity, css: str) -> str:
    notes = [n for n in (entity.english, entity.country_code) if n and n != entity.name]
    note = f" {_latin(' · '.join(notes))}" if notes else ""
    return f'<span class="arsec-chip arsec-{css}">{_bdi(entity.name)}{note}</span>'


def _section(title: str, css: str, items: Iterable[str]) -> str:
    inner = "\n".join(items)
    return f'<h3>{title}</h3>\n<div class="{css}">\n{inner}\n</div>' if inner else ""


def _event_table(rows: Sequence[EventRow]) -> str:
    if not rows:
        return ""
    heads = "".join(f"<th>{name}</th>" for name in _COLUMNS)
    return (
        "<h3>Events</h3>\n"
        f'<div class="arsec-scroll"><table dir="rtl"><thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{chr(10).join(map(_event_row, rows))}\n</tbody></table></div>"
    )


def _event_row(row: EventRow) -> str:
    event = row.event
    sides = (event.agents, event.targets, event.places)
    cells = (
        f'<span class="arsec-number">{row.number}</span>',
        f'<span class="arsec-word">{_bdi(event.type)}</span>',
        f'<span class="arsec-word arsec-{event.status}">{_bdi(event.status)}</span>',
        _listed(_bdi(text) for text in dict.fromkeys(r.trigger.text for r in row.reports)),
        *(_listed(_bdi(entity.name) for entity in side) for side in sides),
        _listed(_time(mention) for mention in event.times),
        _latin("" if event.plover is None else str(event.plover)),
    )
    named = zip(_COLUMNS, cells, strict=True)
    inner = "".join(f'<td data-name="{name}">{cell}</td>' for name, cell in named)
    return f"<tr>{inner}</tr>"


def _listed(items: Iterable[str]) -> str:
    return "، ".join(items)


def _time(mention: Mention) -> str:
    value = f" {_latin(mention.value)}" if mention.value else ""
    return f"{_bdi(mention.text)}{value}"


def _described(entity: Entity) -> str:
    return " · ".join(filter(None, (entity.name, entity.english, entity.country_code)))


def _bdi(text: str) -> str:
    return f"<bdi>{_escape(text)}</bdi>"


def _latin(text: str) -> str:
    return f'<bdi dir="ltr" class="arsec-code">{_escape(text)}</bdi>' if text else ""


def _escape(text: str) -> str:
    return html.escape(text.translate(_HIDDEN))


__all__ = ["render", "render_page"]
