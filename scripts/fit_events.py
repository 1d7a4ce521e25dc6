"""Measure the event tables on annotated articles.

    python scripts/fit_events.py GOLD_FOLDER [PATTERNS_FOLDER]

writes `priors.tsv` (how often a spelling reports an event) and `weights.tsv` (what each feature of
the surroundings is worth) under src/arsec_ner/data/events. Counts and weights only; no text.
Logistic regressions by Adagrad, regularised; deterministic. The second look at the arguments is
fitted on what the first says of articles that its weights were not fitted on. Articles made by
patterns (`python -m training patterns`) teach the first look alone: they are no measure of how
often a word reports an event.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from arsec_ner.events import lexicon as lexicon_module
from arsec_ner.events.candidates import Candidate, Closed, candidates
from arsec_ner.events.decide import log_odds
from arsec_ner.events.evidence import Course, Features
from arsec_ner.events.options import Option, Story, argument_options, time_options
from arsec_ner.events.parts import ROLES, Chances, Part, by_entity, open_roles, together
from arsec_ner.events.report import trigger_features
from arsec_ner.events.scene import Cast, scenes
from arsec_ner.events.second import Chronicle, second_features
from arsec_ner.events.status import status_features
from arsec_ner.gold import GoldDocument, GoldEvent, is_country, read_gold
from arsec_ner.labels import EVENT_STATUSES
from arsec_ner.normalize import key
from arsec_ner.segment import segment
from arsec_ner.spans import Span
from arsec_ner.stages import Entity, EntityKind, Linking, RoleLink
from arsec_ner.tables import read_yaml

TABLES = Path(__file__).parents[1] / "src/arsec_ner/data/events"
ANSWERS = {"trigger": 2, "argument": 4, "time": 2, "status": 4, "second": 4}
PENALTY = {"trigger": 10.0, "argument": 8.0, "time": 3.0, "status": 3.0, "second": 2.0}
# Parts of the articles, each of which the first look reads with the weights of the others.
FOLDS = 3
# Log odds from which the first look's answer counts as a role that the entity had.
HELD = -0.5
EPOCHS, RATE, BATCH = 25, 0.1, 256
LEAST = 0.15
KINDS: dict[str, EntityKind] = {
    "PERSON": "person", "ORG": "organization", "NORP": "group", "EVENT": "event",
}  # fmt: skip


@dataclass
class Design:
    """Rows of features and the answers that were right."""

    index: dict[str, int] = field(default_factory=dict)
    rows: list[list[int]] = field(default_factory=list)
    values: list[list[float]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def add(self, features: Features, answer: int) -> None:
        """Take down a row."""
        self.rows.append([self.index.setdefault(n, len(self.index)) for n, _ in features])
        self.values.append([value for _, value in features])
        self.answers.append(answer)

    def arrays(self) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.int64]]:
        """Indices and values of the features of each row, and the right answers."""
        width = max(map(len, self.rows))
        at = np.zeros((len(self.rows), width), np.int32)
        by = np.zeros((len(self.rows), width))
        for number, (row, values) in enumerate(zip(self.rows, self.values, strict=True)):
            at[number, : len(row)], by[number, : len(row)] = row, values
        return at, by, np.array(self.answers)


@dataclass(frozen=True)
class Report:
    """A trigger that reports an annotated event, with whoever may take part."""

    at: int
    candidate: Candidate
    options: Sequence[Option]
    roles: dict[str, int]

    def answer(self, option: Option) -> int:
        """Number of the role that the option's words have; 0 for none."""
        return min((self.roles[e] for e in option.entities if e in self.roles), default=0)


@dataclass(frozen=True)
class Article:
    """An annotated article laid out for the extractor."""

    gold: GoldDocument
    story: Story
    closed: Closed

    def candidates(self) -> Iterator[tuple[int, Candidate, GoldEvent | None]]:
        """Each candidate with its sentence and the event it reports, if it does."""
        for at, scene in enumerate(self.story.scenes):
            for candidate in candidates(scene, self.closed):
                yield at, candidate, self._event(candidate)

    def reports(self) -> list[Report]:
        """The triggers of annotated events."""
        found = []
        for at, candidate, event in self.candidates():
            if event is not None:
                options = list(argument_options(self.story, at, candidate))
                roles = {name: 1 + ROLES.index(r) for r, name in reversed(event.arguments)}  # type: ignore[arg-type]
                found.append(Report(at, candidate, options, roles))
        return found

    def spelling(self, candidate: Candidate) -> tuple[str, str]:
        """Type and folded spelling, by which occurrences are counted."""
        return candidate.entry.type, key(self.gold.text[candidate.start : candidate.end])

    def _event(self, candidate: Candidate) -> GoldEvent | None:
        for event in self.gold.events:
            overlaps = candidate.start < event.end and event.start < candidate.end
            if overlaps and event.type == candidate.entry.type:
                return event
        return None


def lay_out(gold: GoldDocument) -> Article:
    """Make the annotations into what the event stage looks at."""
    spans, linking, roles = as_stages(gold)
    cast = Cast.of(spans, linking, roles)
    layout = scenes(gold.text, segment(gold.text), cast)
    return Article(gold, Story(layout, [Course.of(s) for s in layout], cast), Closed(spans))


def as_stages(gold: GoldDocument) -> tuple[tuple[Span, ...], Linking, tuple[RoleLink, ...]]:
    """Make the annotations into what the stages before the events would hand on."""
    mentions = sorted(gold.mentions, key=lambda m: (m.start, -m.end))
    spans = tuple(Span(m.start, m.end, m.label) for m in mentions)  # type: ignore[arg-type]
    keys = [None if m.label in ("ROLE", "DATE") else m.key for m in mentions]
    members: dict[str, list[int]] = {}
    for number, name in enumerate(keys):
        if name is not None:
            members.setdefault(name, []).append(number)
    entities = []
    for name, numbers in members.items():
        state = is_country(name)
        kind = "country" if state else KINDS.get(mentions[numbers[0]].label, "place")
        country = name if state else gold.entities.get(name, {}).get("country")
        entities.append(Entity(name, kind, name, tuple(numbers), country=country))
    linking = Linking(tuple(entities), tuple(keys))
    at = {(m.start, m.end): n for n, m in enumerate(mentions) if m.label == "ROLE"}
    roles = tuple(
        RoleLink(
            at[role.start, role.end], "other", role.people,
            role.organizations[0] if role.organizations else None, role.countries,
        )
        for role in gold.roles
    )  # fmt: skip
    return spans, linking, roles


def count(articles: Sequence[Article]) -> list[tuple[Counter[tuple[str, str]], ...]]:
    """For each article how often each spelling reports an event, and how often it stands."""
    found = []
    for article in articles:
        hits: Counter[tuple[str, str]] = Counter()
        seen: Counter[tuple[str, str]] = Counter()
        for _, candidate, event in article.candidates():
            seen[article.spelling(candidate)] += 1
            hits[article.spelling(candidate)] += event is not None
        found.append((hits, seen))
    return found


def designs(
    articles: Sequence[Article],
    counts: Sequence[tuple[Counter[tuple[str, str]], ...]],
    patterns: Sequence[Article],
) -> dict[str, Design]:
    """The rows of all questions; priors leave the article itself out."""
    all_hits = sum((hits for hits, _ in counts), Counter())
    all_seen = sum((seen for _, seen in counts), Counter())
    found = {question: Design() for question in ANSWERS}
    for article, (hits, seen) in zip(articles, counts, strict=True):
        ranks: Counter[tuple[int, str]] = Counter()
        for at, candidate, event in article.candidates():
            word = article.spelling(candidate)
            others = all_hits[word] - hits[word], all_seen[word] - seen[word]
            rank = at, candidate.entry.type
            add_candidate(found, article, at, with_prior(candidate, *others), event, ranks[rank])
            ranks[rank] += 1
    reports = [article.reports() for article in articles]
    found["argument"] = first_look([*reports, *(article.reports() for article in patterns)])
    found["second"] = second_look(articles, reports)
    return found


def first_look(articles: Sequence[Sequence[Report]]) -> Design:
    """The rows of the units that may take part."""
    design = Design()
    for reports in articles:
        for report in reports:
            for option in report.options:
                design.add(option.features, report.answer(option))
    return design


def second_look(articles: Sequence[Article], reports: Sequence[Sequence[Report]]) -> Design:
    """The rows of the entities that may take part, as weights of the other folds see them."""
    design = Design()
    for fold in range(FOLDS):
        others = first_look([r for n, r in enumerate(reports) if n % FOLDS != fold])
        weights = fit(others, ANSWERS["argument"], PENALTY["argument"])
        for article, own in zip(articles[fold::FOLDS], reports[fold::FOLDS], strict=True):
            chronicle = Chronicle()
            for report in own:
                chains = article.story.scenes[report.at].chains
                chances = likely(report, chains, others.index, weights)
                place = report.at, report.candidate, chronicle
                for entity, features in second_features(chances, chains, *place):
                    design.add(features, report.roles.get(entity, 0))
                best = {e: max(ps.values(), key=lambda p: p.margin) for e, ps in chances.items()}
                held = {e: part.role for e, part in best.items() if part.margin > HELD}
                chronicle.add(report.at, report.candidate.entry.type, held)
    return design


def likely(
    report: Report,
    chains: Mapping[int, int],
    index: Mapping[str, int],
    weights: NDArray[np.float64],
) -> Chances:
    """What the first look says of a report by given weights."""
    parts = []
    for option in report.options:
        known = [(index[n], value) for n, value in option.features if n in index]
        powers = np.exp(sum((weights[at] * value for at, value in known), np.zeros(len(ROLES))))
        chance = powers / (1 + powers.sum())
        parts += [Part(log_odds(float(chance[n])), r, option) for n, r in open_roles(option)]
    return by_entity(together(parts, chains))


def with_prior(candidate: Candidate, hits: int, seen: int) -> Candidate:
    kind, number = candidate.entry.row.split("/")
    strength = read_yaml("events/triggers.yaml")[kind][int(number)]["strength"]
    weight = lexicon_module.PRIOR_WEIGHT
    prior = min(0.99, (hits + weight * strength) / (seen + weight))
    return replace(candidate, entry=replace(candidate.entry, prior=prior))


def add_candidate(
    found: dict[str, Design],
    article: Article,
    at: int,
    candidate: Candidate,
    event: GoldEvent | None,
    rank: int,
) -> None:
    story = article.story
    scene, course = story.scenes[at], story.courses[at]
    features = trigger_features(scene, course, candidate, rank)
    found["trigger"].add(features, int(event is not None))
    if event is None:
        return
    status = EVENT_STATUSES.index(event.status)  # type: ignore[arg-type]
    found["status"].add(status_features(scene, course, candidate), status)
    for option in time_options(story, at, candidate):
        unit = option.unit
        hit = any(start < unit.end and unit.start < end for start, end in event.times)
        found["time"].add(option.features, int(hit))


def fit(design: Design, answers: int, penalty: float) -> NDArray[np.float64]:
    """Weights of each feature for each answer against the first."""
    at, by, right = design.arrays()
    total, width = len(right), len(design.index)
    weights = np.zeros((width, answers))
    squares = np.full((width, answers), 1e-2)
    random = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = random.permutation(total)
        for low in range(0, total, BATCH):
            batch = order[low : low + BATCH]
            rows, values = at[batch], by[batch]
            sums = np.einsum("nm,nmc->nc", values, weights[rows])
            errors = np.exp(sums - sums.max(1, keepdims=True))
            errors /= errors.sum(1, keepdims=True)
            errors[np.arange(len(batch)), right[batch]] -= 1
            slope = np.stack(
                [
                    np.bincount(rows.ravel(), (values * errors[:, [c]]).ravel(), width)
                    for c in range(answers)
                ],
                axis=1,
            )
            slope = slope / len(batch) + penalty * weights / total
            squares += slope * slope
            weights -= RATE * slope / np.sqrt(squares)
    return weights[:, 1:] - weights[:, :1]


def write(name: str, comment: str, rows: Sequence[Sequence[str]]) -> None:
    lines = [*(f"# {line}" for line in comment.splitlines()), *("\t".join(row) for row in rows)]
    (TABLES / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(folder: str, made: str | None = None) -> None:
    """Measure and write both tables."""
    lexicon_module.read_rows = lambda name: ()  # type: ignore[assignment]  # not the old counts
    articles = [lay_out(read_gold(path)) for path in sorted(Path(folder).glob("*.ann"))]
    patterns = [lay_out(read_gold(p)) for p in sorted(Path(made).glob("*.ann"))] if made else []
    counts = count(articles)
    hits = sum((part for part, _ in counts), Counter())
    seen = sum((part for _, part in counts), Counter())
    write(
        "priors.tsv",
        "How often a spelling reported an event of a type, and how often it stood, in annotated\n"
        "news articles. Source: own count, by scripts/fit_events.py.",
        [(*word, str(hits[word]), str(seen[word])) for word in sorted(seen)],
    )
    rows = []
    for question, design in designs(articles, counts, patterns).items():
        weights = fit(design, ANSWERS[question], PENALTY[question])
        for feature, number in design.index.items():
            if np.abs(weights[number]).max() >= LEAST:
                rows.append((question, feature, *(f"{w:.2f}" for w in weights[number])))
        print(question, len(design.rows), "rows", len(design.index), "features")
    write(
        "weights.tsv",
        "What a feature of the surroundings is worth, in log odds: for a trigger; for an argument\n"
        "as agent, target, place; for a time; for the status planned, requested, denied.\n"
        "Source: own measurement on annotated news articles, by scripts/fit_events.py.",
        sorted(rows),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
