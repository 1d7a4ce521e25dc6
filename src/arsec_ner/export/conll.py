"""CoNLL-U Plus: a token a line, with nested labels, event triggers and character offsets.

    # global.columns = ID FORM NER NER:NESTED EVENT MISC
    # sent_id = seed_000-4
    # text = …
    5   وزير     B-ROLE  _       _        start=215|end=219
    6   الصيني   I-ROLE  B-NORP  _        start=230|end=236|Entity=CHN

`NER` is the outermost mention in IOB2; `NER:NESTED` the inner ones, outer first, parted by "|";
`EVENT` the type of the event whose trigger it is; `_` stands for none. A token is cut where a
mention begins or ends within it (بالصين is ب and الصين), the first part with `SpaceAfter=No`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from arsec_ner.document import Document
from arsec_ner.document.surrogates import visible
from arsec_ner.segment import segment
from arsec_ner.spans import Sentence

COLUMNS: Final = ("ID", "FORM", "NER", "NER:NESTED", "EVENT", "MISC")


def to_conll(document: Document) -> str:
    """The document in CoNLL-U Plus, the names of its columns first."""
    mentions = _Layer(_Stretch(m.start, m.end, m.label, m.entity_id) for m in document.mentions)
    triggers = _Layer(
        _Stretch(e.trigger.start, e.trigger.end, e.type)
        for e in sorted(document.events, key=lambda event: event.trigger.start)
    )
    blocks = []
    for number, sentence in enumerate(segment(document.text), 1):
        words = " ".join(document.text[sentence.start : sentence.end].split())
        head = [f"# sent_id = {_line(document.id or 'doc')}-{number}", f"# text = {words}"]
        blocks.append("\n".join((*head, *_rows(document.text, sentence, mentions, triggers))))
    return visible(f"# global.columns = {' '.join(COLUMNS)}\n" + "\n\n".join(blocks)) + "\n\n"


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    label: str
    entity_id: str | None = None


_Piece = tuple[int, int, list[_Stretch], list[_Stretch]]
"""Where a piece of a token begins and ends, the mentions over it and the triggers."""


class _Layer:
    """Labelled stretches, asked for from left to right."""

    def __init__(self, stretches: Iterable[_Stretch]) -> None:
        self._coming = list(stretches)[::-1]
        self._open: list[_Stretch] = []

    def over(self, start: int, end: int) -> list[_Stretch]:
        """What overlaps a place, outer stretches first; places must come in order."""
        self._open = [one for one in self._open if one.end > start]
        while self._coming and self._coming[-1].start < end:
            self._open.append(self._coming.pop())
        return [one for one in self._open if one.start < end]


def _rows(text: str, sentence: Sentence, mentions: _Layer, triggers: _Layer) -> Iterator[str]:
    pieces = list(_pieces(sentence, mentions, triggers))
    for row, (start, end, named, reporting) in enumerate(pieces, 1):
        outer, *nested = [_tag(one, start) for one in named] or ["O"]
        events = [_tag(one, start) for one in reporting]
        misc = [f"start={start}", f"end={end}"]
        # The innermost mention that names something says which entity the token belongs to.
        entity = next((one.entity_id for one in reversed(named) if one.entity_id), None)
        misc += [f"Entity={entity}"] if entity else []
        misc += ["SpaceAfter=No"] if row < len(pieces) and pieces[row][0] == end else []
        columns = (outer, "|".join(nested) or "_", "|".join(events) or "_", "|".join(misc))
        yield "\t".join((str(row), _line(text[start:end]), *columns))


def _pieces(sentence: Sentence, mentions: _Layer, triggers: _Layer) -> Iterator[_Piece]:
    """The tokens, cut where a stretch begins or ends within one, with what lies over each."""
    for token in sentence.tokens:
        whole = (token.start, token.end)
        over = (*mentions.over(*whole), *triggers.over(*whole))
        cuts = {at for one in over for at in (one.start, one.end) if token.start < at < token.end}
        for piece in pairwise(sorted({*whole, *cuts})):
            yield *piece, mentions.over(*piece), triggers.over(*piece)


def _tag(stretch: _Stretch, start: int) -> str:
    return f"{'B' if stretch.start >= start else 'I'}-{stretch.label}"


def _line(text: str) -> str:
    """The text without what would end a line or a column."""
    return " ".join(text.split()) or "_"


__all__ = ["COLUMNS", "to_conll"]
