"""Which states and which body an office serves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import regex

from arsec_ner.roles.bodies import Bodies
from arsec_ner.roles.holders import Holding
from arsec_ner.roles.offices import Office
from arsec_ner.roles.surroundings import Surroundings
from arsec_ner.roles.titles import states_with, words_of
from arsec_ner.spans import Span
from arsec_ner.stages import Entity, Linking

KnownState = Callable[[str, str], str | None]
"""From a person's id and the words of an office to the state of a well-known official."""

HOME_SHARE: Final = 0.7  # of all mentions of states, for the article's own
FIRST_NAMED: Final = 0.2  # what the state named first gets besides

# Lines after a title: الإيراني، في الصين وفيتنام، بدولة الكويت، بوزارة الخارجية.
_NISBA_AFTER: Final = regex.compile(r"a*N(?:&N)?")
_PLACE_AFTER: Final = regex.compile(r"[aN]*f[nw]?G(?:&f?G)*")
# After a title of several, each name with a state of its own: (وزيرا الخارجية المصري) شكري والروسي
# لافروف، (وزيرا خارجية روسيا) لافروف والصين وانغ يي.
_EACH_AFTER: Final = regex.compile(r"(?:a*N)?[qhac]*P(?:[cq]*&[NG][hqac]*P)+")


class States:
    """The states and bodies of a document's offices, from what is nearest to what is farthest."""

    def __init__(
        self,
        offices: Sequence[Office],
        spans: Sequence[Span],
        linking: Linking,
        around: Surroundings,
        known: KnownState | None = None,
    ) -> None:
        self.offices = offices
        self._known = known
        self.entity_of = linking.entity_of
        self.entities: Mapping[str, Entity] = linking.by_id()
        self.around = around
        self._named = self._count(spans)
        bodies = Bodies(offices, spans, linking)
        # The body of each office; `bodies.Bodies` says where they are looked for.
        self.organizations = bodies.found([self._adjunct(office) for office in offices])
        self._of_bodies = {
            office.span
            for office, body in zip(offices, self.organizations, strict=True)
            if body or _stateless(office)
        }

    def own(self) -> list[tuple[str, ...]]:
        """The states that the words in and after each title name."""
        return [
            self._own(office, organization)
            for office, organization in zip(self.offices, self.organizations, strict=True)
        ]

    @property
    def home(self) -> str | None:
        """The state that the article names most."""
        return self._home(None)

    def known(self, office: Office, holding: Holding) -> str | None:
        """The state of an office whose one holder everybody knows."""
        of_body = office.span in self._of_bodies
        if self._known is None or len(holding.people) != 1 or of_body:
            return None
        return self._known(holding.people[0], office.words)

    def completed(
        self, own: Sequence[tuple[str, ...]], holdings: Sequence[Holding]
    ) -> list[tuple[tuple[str, ...], bool]]:
        """Add what the title does not say: by its holder, his other offices, the article's state.

        Papers leave out their own state (وزير الداخلية in Riyadh), and the title itself may tell
        of few states (خادم الحرمين).

        Returns:
            For each office its states, and whether they are only assumed to be the article's.
        """
        states = person_states(holdings, own)
        found: list[tuple[tuple[str, ...], bool]] = []
        for office, countries, holding in zip(self.offices, own, holdings, strict=True):
            if not countries and (state := self.known(office, holding)):
                countries = (state,)
            if not countries:
                near = (states[p].most_common(1)[0][0] for p in holding.people if states.get(p))
                countries = tuple(dict.fromkeys(near))
            home = None
            if not countries and not _stateless(office):
                home = self._home(states_with(office.title))
            found.append(((home,), True) if home else (countries, False))
        return found

    def _home(self, among: frozenset[str] | None) -> str | None:
        """The state named most, of some or of all; None where none stands out."""
        if among is not None and len(among) == 1:
            return next(iter(among))
        named = Counter({c: n for c, n in self._named.items() if among is None or c in among})
        if not named:
            return None
        state, count = named.most_common(1)[0]
        share = count / sum(self._named.values()) if among is None else 1.0
        return state if share >= HOME_SHARE else None

    def _count(self, spans: Sequence[Span]) -> Counter[str]:
        """How often each state is named, by itself, a place in it or a title that only it has.

        The first counts more.
        """
        named: Counter[str] = Counter()
        for index, span in enumerate(spans):
            entity = self.entities.get(self.entity_of[index] or "")
            if entity is not None and span.label in ("GPE", "NORP", "FAC") and entity.country:
                named[entity.country] += 1
        for office in self.offices:
            only = states_with(office.title)
            if only is not None and len(only) == 1:  # خادم الحرمين
                named.update(only)
        if named:
            named[next(iter(named))] += round(FIRST_NAMED * sum(named.values()))
        return named

    def _own(self, office: Office, organization: str | None) -> tuple[str, ...]:
        """By the words in the title, then after it, then by the body and places it names."""
        line = self.around.after(office.end)
        if office.title.number != "one" and (match := _EACH_AFTER.match(line.symbols)):
            each = self._countries_of(line.spans[: match.end()])
            return tuple(dict.fromkeys((*office.states, *each)))
        if office.states:
            envoy = office.title.head in words_of("envoys") and office.title.number == "one"
            return office.states[:1] if envoy else office.states
        only = states_with(office.title)
        if only is not None and len(only) == 1:
            return tuple(only)
        if match := _NISBA_AFTER.match(line.symbols):
            near = self._countries_of(line.spans[: match.end()])
            if near:
                return near
        if organization is not None and (state := self.entities[organization].country):
            return (state,)
        # لقاء الرئيسين في مدينة بحر دار الإثيوبية says where, not of which state
        if office.title.head not in words_of("envoys") and not office.title.bare:
            near = tuple(e.id for e in self._adjunct(office) if e.kind == "country")
            near = near or tuple(e.country for e in self._adjunct(office) if e.country)
            if near:
                return tuple(dict.fromkeys(near))
        return tuple(
            dict.fromkeys(c for place in office.places if (c := self.entities[place].country))
        )

    def _adjunct(self, office: Office) -> list[Entity]:
        """What stands with في or ب right after a title, or the body that stands with ل.

        A place with ل is mostly where its holder goes: زيارة رئيس الجمهورية لدولة قطر.
        """
        line = self.around.after(office.end)
        match = _PLACE_AFTER.match(line.symbols)
        if match is None:
            return []
        places = [i for i in line.spans[: match.end()] if i is not None]
        found = ((self.entities.get(self.entity_of[i] or ""), i) for i in places)
        return [
            entity
            for entity, i in found
            if entity is not None
            and (entity.kind == "organization" or self.around.letter_before(i) != "ل")
        ]

    def _countries_of(self, spans: Sequence[int | None]) -> tuple[str, ...]:
        ids = (self.entity_of[i] for i in spans if i is not None)
        return tuple(dict.fromkeys(i for i in ids if i and self.entities[i].kind == "country"))


def _stateless(office: Office) -> bool:
    """Whether the title tells of a body, which may serve no state or several."""
    return bool(office.organizations or office.title.words & words_of("no_state"))


def person_states(
    holdings: Sequence[Holding], countries: Sequence[tuple[str, ...]]
) -> dict[str, Counter[str]]:
    """How often each person holds an office of each state; only where it is clear whose it is."""
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for holding, codes in zip(holdings, countries, strict=True):
        if len(codes) == 1 or len(codes) == len(holding.people):
            pairs = zip(holding.people, codes * len(holding.people), strict=False)
            for person, code in pairs:
                states[person][code] += 1
    return states


__all__ = ["KnownState", "States", "person_states"]
