"""The line from a text to its Document, for one text, many texts and many processes."""

from __future__ import annotations

import datetime
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from typing import Any, Literal, TypeVar

from arsec_ner import dates, events, grammar, officials, roles
from arsec_ner.assemble import assemble
from arsec_ner.document import Document
from arsec_ner.errors import WorkerDied
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.gazetteer.load import EntrySource
from arsec_ner.link import link
from arsec_ner.merge import merge
from arsec_ner.normalizers import ARSEC, Normalizer, load_normalizer, split
from arsec_ner.segment import segment
from arsec_ner.spans import Sentence, Span
from arsec_ner.taggers import Combine, Tagger, Tagging, load_tagger
from arsec_ner.taggers.rules import names_beside
from arsec_ner.tidy import tidied, with_genitives

OnError = Literal["raise", "skip", "record"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """A text to be read, with what is known of it beforehand."""

    text: str
    id: str | None = None
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A text that could not be read, in its place in the stream (`on_error="record"`)."""

    id: str | None
    error: Exception


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A source with all that the tagger needs to see."""

    source: Source
    sentences: tuple[Sentence, ...]
    hints: tuple[Span, ...]
    dates: tuple[Span, ...]


class Pipeline:
    """Reads Arabic news: call it on a text, or `pipe` many.

    Immutable, thread-safe and picklable once made; `arsec_ner.load` makes one.

    Args:
        tagger: the statistical half.
        gazetteer: the other half.
        normalizer: what names are compared by, and who knows their particles.
    """

    def __init__(
        self, tagger: Tagger, gazetteer: Gazetteer, normalizer: Normalizer = ARSEC
    ) -> None:
        self.tagger = tagger
        self.gazetteer = gazetteer.normalized(normalizer)
        self.normalizer = normalizer

    def __call__(
        self, text: str, *, id: str | None = None, date: datetime.date | str | None = None
    ) -> Document:
        """Extract one document.

        Args:
            text: any text; it is kept as it is, and all offsets count its code points.
            id: a name for the document, free to choose.
            date: the day the article appeared (a date or "YYYY-MM-DD"), against which weekdays
                and relative days are resolved; without it, the article's own dateline is used.

        Returns:
            The document, with mentions, entities, roles and events.

        Raises:
            TypeError: `text` is no str, or `date` no date.
            ValueError: `date` is a string that names no day.
        """
        return self._read([as_source(text, id=id, date=date)])[0]

    def pipe(
        self,
        texts: Iterable[Any],
        *,
        batch_size: int = 16,
        n_process: int = 1,
        as_tuples: bool = False,
        progress: bool = False,
        on_error: OnError = "raise",
    ) -> Iterator[Any]:
        """Extract a stream of documents, in order and in flat memory.

        Args:
            texts: str, or mappings with "text" and, where known, "id" and "date".
            batch_size: documents read together.
            n_process: worker processes; -1 for one a core.
            as_tuples: `texts` are (text, context) pairs, and (document, context) come out.
            progress: show a progress bar on standard error.
            on_error: what a text that cannot be read does: "raise", be left out ("skip"), or
                leave a `Failure` in its place ("record").

        Yields:
            Documents, or (document, context) pairs with `as_tuples`.

        Raises:
            ValueError: an argument is out of its range.
            WorkerDied: a worker process was killed; the documents it held are named.
        """
        if batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, not {batch_size}")
        if n_process < 1 and n_process != -1:
            raise ValueError(f"n_process must be at least 1, or -1 for all cores, not {n_process}")
        if on_error not in ("raise", "skip", "record"):
            raise ValueError(f'on_error must be "raise", "skip" or "record", not {on_error!r}')
        pairs = texts if as_tuples else ((text, None) for text in texts)
        batches = _batches(_progress(pairs, texts) if progress else pairs, batch_size)
        results = (
            ((self._read_each([t for t, _ in b], on_error), [c for _, c in b]) for b in batches)
            if n_process == 1
            else self._read_parallel(batches, n_process, on_error)
        )
        for documents, contexts in results:
            for document, context in zip(documents, contexts, strict=True):
                if document is not None:
                    yield (document, context) if as_tuples else document

    def _read_parallel(
        self, batches: Iterable[list[tuple[Any, Any]]], n_process: int, on_error: OnError
    ) -> Iterator[tuple[list[Document | Failure | None], list[Any]]]:
        """Read batches in worker processes; at most two batches a worker are under way."""
        workers = (os.cpu_count() or 1) if n_process == -1 else n_process
        with ProcessPoolExecutor(
            workers, get_context("spawn"), initializer=_start_worker, initargs=(self,)
        ) as pool:
            waiting: deque[tuple[Future[list[Document | Failure | None]], list[Any], list[Any]]]
            waiting = deque()
            for batch in batches:
                texts = [text for text, _ in batch]
                future = pool.submit(_work, texts, on_error)
                waiting.append((future, texts, [context for _, context in batch]))
                if len(waiting) >= 2 * workers:
                    yield _collect(*waiting.popleft())
            while waiting:
                yield _collect(*waiting.popleft())

    def _read_each(
        self, texts: Sequence[Any], on_error: OnError
    ) -> list[Document | Failure | None]:
        """Read a batch; where one text fails, read the others one by one."""
        try:
            return list(self._read([as_source(text) for text in texts]))
        except Exception:
            if on_error == "raise":
                raise
        return [self._read_one(text, on_error) for text in texts]

    def _read_one(self, text: Any, on_error: OnError) -> Document | Failure | None:
        try:
            return self._read([as_source(text)])[0]
        except Exception as error:
            name = text.get("id") if isinstance(text, Mapping) else None
            return Failure(name, error) if on_error == "record" else None

    def _read(self, sources: Sequence[Source]) -> list[Document]:
        """Run the line over a batch; only the tagger sees the documents together."""
        prepared = [self._prepare(source) for source in sources]
        taggings = self.tagger.tag([p.sentences for p in prepared], [p.hints for p in prepared])
        return [self._finish(p, t) for p, t in zip(prepared, taggings, strict=True)]

    def _prepare(self, source: Source) -> _Prepared:
        sentences = split(segment(source.text), self.normalizer)
        found = self.gazetteer.find(source.text, sentences)
        composed = grammar.compose(source.text, sentences, found)
        hints = (*found, *composed)
        return _Prepared(source, sentences, hints, tuple(dates.find_dates(source.text, sentences)))

    def _finish(self, prepared: _Prepared, tagging: Tagging) -> Document:
        text, sentences = prepared.source.text, prepared.sentences
        names: tuple[Span, ...] = ()
        if self.tagger.name != "rules":
            names = names_beside(text, sentences, prepared.hints, tagging.people)
        found = tidied(text, tagging.spans, names)
        spans = with_genitives(text, merge(found, names, prepared.hints, prepared.dates))
        linking = link(text, sentences, spans, self.gazetteer, tagging.relations)
        date = prepared.source.date or dates.document_date(text, sentences)
        known = officials.states_of_known(linking, date)
        offices = roles.find_roles(text, sentences, spans, linking, tagging.relations, known)
        titles = {r.span: text[spans[r.span].start : spans[r.span].end] for r in offices}
        linking = roles.people_countries(linking, offices)
        linking = officials.identify(linking, offices, titles, date)
        offices = officials.settle(offices, linking, titles)
        drafts = events.extract(text, sentences, spans, linking, offices, tagging)
        return assemble(
            text=text,
            id=prepared.source.id,
            date=date,
            sentences=sentences,
            spans=spans,
            linking=linking,
            roles=offices,
            events=drafts,
            gazetteer=self.gazetteer,
        )


def load(
    *,
    tagger: str | Tagger | Sequence[str | Tagger] = "bundled",
    combine: Combine = "union",
    gazetteers: Sequence[EntrySource] = (),
    normalizer: str | Normalizer = "arsec",
    threads: int = 1,
) -> Pipeline:
    """Make a pipeline; nothing is downloaded.

    Args:
        tagger: "bundled" (the model in the package), "rules" (no model), "stanza" or "camel"
            (their own installed models), "hf:FOLDER" (a model of Hugging Face's form), a
            Tagger of yours, or several of these.
        combine: how the mentions of several taggers are joined: "union", or "vote" for those
            that most of them found.
        gazetteers: further entries, each a YAML, CSV or JSONL file or a list of rows (spaCy's
            EntityRuler patterns too); they take precedence over the bundled ones.
        normalizer: what names are compared by: "arsec" (the library's own), "camel" (CAMeL
            Tools' foldings, and its morphology where its data are installed), or a Normalizer.
        threads: processor threads of the bundled model.

    Raises:
        ValueError: no tagger or normalizer of that name.
        MissingExtra: a package is not installed; names the pip command.
        ModelError: a model is missing or damaged.
        GazetteerError: an entry cannot be used; names file, row and reason.
    """
    gazetteer = Gazetteer.load()
    for source in gazetteers:
        gazetteer = gazetteer.extended(source)
    made = load_tagger(tagger, combine=combine, threads=threads)
    return Pipeline(made, gazetteer, load_normalizer(normalizer))


def as_source(
    value: Any, *, id: str | None = None, date: datetime.date | str | None = None
) -> Source:
    """Check a text (or a mapping with "text", "id", "date") and make a Source of it.

    Raises:
        TypeError, ValueError: as `Pipeline.__call__`.
    """
    if isinstance(value, Mapping):
        if "text" not in value:
            raise ValueError('a mapping given as a document needs the key "text"')
        return as_source(value["text"], id=value.get("id"), date=value.get("date"))
    if not isinstance(value, str):
        raise TypeError(f"a document's text must be a str, not {type(value).__name__}")
    return Source(str(value), id, as_date(date))


def as_date(value: datetime.date | str | None) -> datetime.date | None:
    """A day from a date, a datetime or an ISO string; None stays None.

    Raises:
        TypeError: the value is of another type.
        ValueError: the string names no day.
    """
    if isinstance(value, datetime.datetime):
        return value.date()
    if value is None or isinstance(value, datetime.date):
        return value
    if not isinstance(value, str):
        raise TypeError(f"a date must be a date or a str, not {type(value).__name__}")
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"a date must be written YYYY-MM-DD, not {value!r}") from None


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _progress(items: Iterable[T], texts: Iterable[Any]) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import track

    total = len(texts) if isinstance(texts, Sequence) else None
    yield from track(items, "Reading", total, console=Console(stderr=True))


_worker: Pipeline


def _start_worker(pipeline: Pipeline) -> None:
    global _worker
    _worker = pipeline


def _work(texts: list[Any], on_error: OnError) -> list[Document | Failure | None]:
    return _worker._read_each(texts, on_error)


def _collect(
    future: Future[list[Document | Failure | None]], texts: list[Any], contexts: list[Any]
) -> tuple[list[Document | Failure | None], list[Any]]:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result(), contexts
    except BrokenProcessPool:
        names = [str(t.get("id")) if isinstance(t, Mapping) else repr(str(t)[:40]) for t in texts]
        raise WorkerDied(
            f"a worker process was killed while reading {', '.join(names)}"
            " (out of memory? try a smaller batch_size or fewer processes)"
        ) from None
