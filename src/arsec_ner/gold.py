"""Reads gold annotations: a `.txt` that is never edited, and an `.ann` beside it.

    @date 2023-11-06
    @entity chen PERSON en="Chen Yixin" country=CHN
    S2 ROLE "وزير أمن الدولة الصيني" person=chen country=CHN
    S2 PERSON "تشن يي شين" chen
    S2 DATE "2 نوفمبر" 2023-11-02
    S2 EVENT visit "زيارات" agent=chen target=KHM,VNM time="2 نوفمبر"

`S2` is the number of the sentence, the quoted words stand in it letter for letter (words that
hold a quotation mark stand in ⟦ ⟧), and `#2` or `#*` after them take another or every place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from arsec_ner.errors import DataError
from arsec_ner.labels import (
    ARGUMENT_ROLES,
    EVENT_STATUSES,
    EVENT_TYPES,
    MENTION_LABELS,
    ROLE_STATUSES,
)

# Sentences and words are those of the annotation's form, not the library's: numbers in an .ann
# must keep their meaning however segmentation improves.
_STOP: Final = re.compile(r"[.!?؟…]+[»”\"')\]]*(?=\s)")
_LETTER: Final = "\u0621-\u063a\u0640-\u065f\u0670-\u06d3\u06fa-\u06ffA-Za-z0-9\u0660-\u0669"
_WORD_END: Final = re.compile(f"[{_LETTER}]*$")
_IS_LETTER: Final = re.compile(f"[{_LETTER}]")
_PROCLITIC: Final = re.compile(r"[وفأ]?[بلكس]?$")
_ALPHA3: Final = re.compile(r"[A-Z]{3}$")
_LINE: Final = re.compile(r"S(\d+)\s+([A-Z]+)\s*(.*)$")
_QUOTED: Final = re.compile(r'(?:"([^"]+)"|⟦([^⟧]+)⟧)(?:#(\d+|\*))?')
_ATTRIBUTE: Final = re.compile(r'(\w+)=("[^"]*"|\S*)')


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention: its offsets, label, entity key (None for ROLE, DATE and `-`) and date value."""

    start: int
    end: int
    label: str
    key: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class GoldRole:
    """An office, with the keys of its holders and organizations and its states' codes."""

    start: int
    end: int
    people: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    status: str = "current"


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An event: type, offsets of its trigger, status, arguments.

    Attributes:
        arguments: (role, entity key) pairs of agent, target and place.
        times: offsets of its DATEs.
    """

    start: int
    end: int
    type: str
    status: str = "actual"
    arguments: tuple[tuple[str, str], ...] = ()
    times: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated document.

    Attributes:
        entities: the type and the attributes (`en`, `country`) of each entity key.
    """

    id: str
    text: str
    date: str | None
    entities: Mapping[str, Mapping[str, str]]
    mentions: tuple[GoldMention, ...]
    roles: tuple[GoldRole, ...]
    events: tuple[GoldEvent, ...]


def is_country(key: str | None) -> bool:
    """Whether an entity key is a country's alpha-3 code."""
    return bool(key and _ALPHA3.match(key))


def read_gold(annotation: Path) -> GoldDocument:
    """Read one `.ann` and the `.txt` beside it.

    Raises:
        DataError: naming everything that is wrong, with file and line.
        OSError, UnicodeDecodeError: a file cannot be read.
    """
    text = annotation.with_suffix(".txt").read_text(encoding="utf-8")
    reader = _Reader(annotation.name, text)
    for number, line in enumerate(annotation.read_text(encoding="utf-8").splitlines(), 1):
        reader.read(number, line.strip())
    return reader.finish(annotation.stem)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences that the numbers of an `.ann` mean."""
    spans = []
    for line in re.finditer(r"[^\n]+", text):
        stops = [line.start() + stop.end() for stop in _STOP.finditer(line.group())]
        start = line.start()
        for end in (*stops, line.end()):
            words = text[start:end].strip()
            if words:
                first = text.index(words, start)
                spans.append((first, first + len(words)))
            start = end
    return spans


def places_of(text: str, sentence: tuple[int, int], words: str) -> list[int]:
    """Starts of words in a sentence where they stand as words of their own, proclitics aside."""
    found = []
    at = text.find(words, *sentence)
    while at != -1:
        if _stands_alone(text, sentence[0], at, words):
            found.append(at)
        at = text.find(words, at + 1, sentence[1])
    return found


def _stands_alone(text: str, first: int, at: int, words: str) -> bool:
    after = text[at + len(words) : at + len(words) + 1]
    if after and _IS_LETTER.match(after) and _IS_LETTER.match(words[-1]):
        return False
    # Three letters before the words are already more than any proclitic.
    before = _WORD_END.search(text[max(first, at - 3) : at])
    return before is not None and bool(_PROCLITIC.match(before.group()))


@dataclass(slots=True)
class _Line:
    """A line of the form `S2 KIND …`, on its way through the checks."""

    where: str
    sentence: tuple[int, int]
    kind: str
    rest: str
    subtype: str | None = None


@dataclass(slots=True)
class _Reader:
    """The state of reading one `.ann`: what was found, and what is wrong."""

    file: str
    text: str
    date: str | None = None
    faults: list[str] = field(default_factory=list)
    entities: dict[str, dict[str, str]] = field(default_factory=dict)
    mentions: dict[tuple[int, int, str], GoldMention] = field(default_factory=dict)
    roles: list[tuple[str, GoldRole]] = field(default_factory=list)
    events: list[tuple[str, GoldEvent]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.sentences = sentence_spans(self.text)

    def read(self, number: int, line: str) -> None:
        where = f"{self.file}:{number}"
        words = line.split(None, 3)
        if not line or line.startswith("#") or words[0] == "@doc":
            return
        if words[0] == "@date":
            self.date = words[1] if len(words) > 1 else None
        elif words[0] == "@entity":
            self._entity(where, words)
        else:
            self._annotation(where, line)

    def _entity(self, where: str, words: list[str]) -> None:
        if len(words) < 3 or words[2] not in MENTION_LABELS:
            self.faults.append(f"{where}: expected @entity KEY TYPE …")
            return
        self.entities[words[1]] = {"type": words[2], **_attributes("".join(words[3:]))}

    def _annotation(self, where: str, text: str) -> None:
        match = _LINE.match(text)
        if not match:
            self.faults.append(f"{where}: not understood: {text}")
            return
        index = int(match[1])
        if not 1 <= index <= len(self.sentences):
            self.faults.append(f"{where}: no sentence S{index}")
            return
        line = _Line(where, self.sentences[index - 1], match[2], match[3])
        if self._known_kind(line):
            self._place(line, index)

    def _known_kind(self, line: _Line) -> bool:
        """Whether the line's kind is known; splits the type off an EVENT's."""
        if line.kind not in MENTION_LABELS:
            self.faults.append(f"{line.where}: unknown type {line.kind}")
            return False
        if line.kind == "EVENT" and line.rest[:1] not in ("", '"', "⟦"):
            line.subtype, _, line.rest = line.rest.partition(" ")
            line.rest = line.rest.lstrip()
            if line.subtype not in EVENT_TYPES:
                self.faults.append(f"{line.where}: unknown event type {line.subtype}")
                return False
        return True

    def _place(self, line: _Line, index: int) -> None:
        quoted = _QUOTED.match(line.rest)
        if not quoted:
            self.faults.append(f"{line.where}: no quoted words")
            return
        words, nth = quoted[1] or quoted[2], quoted[3]
        starts = places_of(self.text, line.sentence, words)
        if nth != "*":
            wanted = int(nth or 1)
            starts = starts[wanted - 1 : wanted]
        if not starts:
            self.faults.append(f"{line.where}: {words!r} (#{nth or 1}) does not stand in S{index}")
        line.rest = line.rest[quoted.end() :].strip()
        for start in starts:
            self._add(line, start, start + len(words))

    def _add(self, line: _Line, start: int, end: int) -> None:
        if line.subtype is not None:
            self._add_event(line, start, end, line.subtype)
        elif (start, end, line.kind) in self.mentions:
            words = self.text[start:end]
            self.faults.append(f"{line.where}: {line.kind} {words!r} annotated twice")
        elif mention := self._mention(line, start, end):
            self.mentions[start, end, line.kind] = mention

    def _mention(self, line: _Line, start: int, end: int) -> GoldMention | None:
        first = line.rest.split(None, 1)[0] if line.rest else ""
        if line.kind == "ROLE":
            self._add_role(line, start, end)
            return GoldMention(start, end, line.kind)
        if line.kind == "DATE":
            return GoldMention(start, end, line.kind, value=None if first in ("", "-") else first)
        if not first:
            self.faults.append(f"{line.where}: {line.kind} needs an entity key (or -)")
            return None
        if first == "-":
            return GoldMention(start, end, line.kind)
        self._declare(line, first)
        return GoldMention(start, end, line.kind, key=first)

    def _declare(self, line: _Line, key: str) -> None:
        if is_country(key):
            self.entities.setdefault(key, {"type": "GPE", "country": key})
        elif key not in self.entities:
            if line.kind in ("PERSON", "ORG"):
                self.faults.append(f"{line.where}: {line.kind} key {key} has no @entity line")
            self.entities[key] = {"type": line.kind}

    def _add_role(self, line: _Line, start: int, end: int) -> None:
        attributes = self._checked(line, ("person", "org", "country", "status"))
        status = attributes.get("status", "current")
        if status not in ROLE_STATUSES:
            self.faults.append(f"{line.where}: unknown status {status}")
        role = GoldRole(
            start,
            end,
            people=_keys(attributes, "person"),
            organizations=_keys(attributes, "org"),
            countries=_keys(attributes, "country"),
            status=status,
        )
        self.roles.append((line.where, role))

    def _add_event(self, line: _Line, start: int, end: int, kind: str) -> None:
        attributes = self._checked(line, (*ARGUMENT_ROLES, "status"))
        status = attributes.get("status", "actual")
        if status not in EVENT_STATUSES:
            self.faults.append(f"{line.where}: unknown status {status}")
        arguments = [
            (role, key) for role in ("agent", "target", "place") for key in _keys(attributes, role)
        ]
        times = tuple(self._times(line, attributes.get("time", "")))
        event = GoldEvent(start, end, kind, status, tuple(arguments), times)
        self.events.append((line.where, event))

    def _times(self, line: _Line, quoted: str) -> Iterator[tuple[int, int]]:
        for words in filter(None, quoted.split(";")):
            inside = places_of(self.text, line.sentence, words)
            at = inside[0] if inside else self.text.find(words)
            if at == -1:
                self.faults.append(f"{line.where}: time {words!r} does not stand in the text")
            else:
                yield at, at + len(words)

    def _checked(self, line: _Line, known: tuple[str, ...]) -> dict[str, str]:
        attributes = _attributes(line.rest)
        for name in attributes:
            if name not in known:
                self.faults.append(f"{line.where}: unknown attribute {name}")
        return attributes

    def finish(self, identifier: str) -> GoldDocument:
        """The document, once all its references are checked."""
        mentions = sorted(self.mentions.values(), key=lambda m: (m.start, -m.end))
        self.faults += self._unknown_keys()
        self.faults += _crossings(self.file, self.text, mentions)
        if self.faults:
            raise DataError("\n".join(self.faults))
        return GoldDocument(
            id=identifier,
            text=self.text,
            date=self.date,
            entities=self.entities,
            mentions=tuple(mentions),
            roles=tuple(role for _, role in self.roles),
            events=tuple(sorted((e for _, e in self.events), key=lambda event: event.start)),
        )

    def _unknown_keys(self) -> Iterator[str]:
        known: Callable[[str], bool] = self.entities.__contains__
        for where, role in self.roles:
            for key in (*role.people, *role.organizations):
                if not known(key):
                    yield f"{where}: unknown key {key}"
            for key in role.countries:
                if not is_country(key):
                    yield f"{where}: country {key} is no alpha-3 code"
        for where, event in self.events:
            for _, key in event.arguments:
                if not known(key) and not is_country(key):
                    yield f"{where}: unknown key {key}"


def _crossings(file: str, text: str, mentions: list[GoldMention]) -> Iterator[str]:
    around: list[GoldMention] = []
    for mention in mentions:
        while around and around[-1].end <= mention.start:
            around.pop()
        if around and around[-1].end < mention.end:
            one, two = around[-1], mention
            yield f"{file}: spans cross: {text[one.start : one.end]} / {text[two.start : two.end]}"
        around.append(mention)


def _attributes(text: str) -> dict[str, str]:
    return {name: value.strip('"') for name, value in _ATTRIBUTE.findall(text)}


def _keys(attributes: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(filter(None, attributes.get(name, "").split(",")))


__all__ = [
    "GoldDocument",
    "GoldEvent",
    "GoldMention",
    "GoldRole",
    "is_country",
    "places_of",
    "read_gold",
    "sentence_spans",
]
