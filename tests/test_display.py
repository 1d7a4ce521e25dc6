from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from gold_documents import SEEDS, seed
from hypothesis import given
from test_document import ANY_TEXT, documents

from arsec_ner.display import render, render_page
from arsec_ner.document import Document, Event, Mention, Person, Sentence, Trigger
from arsec_ner.labels import MENTION_LABELS

VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Reads HTML strictly: every tag is closed in order; collects text, tags and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.around: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text_of: dict[str, str] = {}
        self.feed(html)
        self.close()
        assert not self.around

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.around.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.around.pop() == tag

    def handle_data(self, data: str) -> None:
        key = self.around[-1] if self.around else ""
        self.text_of[key] = self.text_of.get(key, "") + data


def marks(html: str) -> list[str]:
    """The labels of the marks, in order."""
    found = Reader(html).tags
    return [attrs["class"].removeprefix("arsec-") for tag, attrs in found if tag == "mark"]


def named(text: str, *spans: tuple[int, int, str], **fields: object) -> Document:
    return Document(
        text=text,
        mentions=[
            Mention(id=f"m{n}", start=s, end=e, text=text[s:e], label=label)
            for n, (s, e, label) in enumerate(spans)
        ],
        **fields,
    )


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("whole", [False, True])
def test_seeds(name: str, whole: bool) -> None:
    document = seed(name)
    page = render(document, page=whole)
    assert sorted(marks(page)) == sorted(m.label.lower() for m in document.mentions)
    assert page.count("<tr>") == 1 + len({event.group_id or event.id for event in document.events})
    assert page.count('class="arsec-card"') == len(document.people)
    assert page.startswith("<!DOCTYPE html>" if whole else "<style>")


def test_the_notebook_view_is_the_same() -> None:
    assert seed(SEEDS[0])._repr_html_() == render(seed(SEEDS[0]))


def test_marks_nest() -> None:
    page = render(named("وزير الدفاع الصيني", (0, 18, "ROLE"), (12, 18, "NORP")))
    assert re.search(
        r'<mark class="arsec-role"[^>]*>وزير الدفاع <mark class="arsec-norp"[^>]*>الصيني'
        r"<span[^>]*>NORP</span></mark><span[^>]*>ROLE</span></mark>",
        page,
    )


def test_equal_spans_nest() -> None:
    assert marks(render(named("الصين", (0, 5, "ORG"), (0, 5, "GPE")))) == ["org", "gpe"]


def test_right_to_left() -> None:
    page = render(named("الصين"))
    assert '<div class="arsec-text" lang="ar" dir="rtl">الصين</div>' in page


@pytest.mark.parametrize("start, end", [(3, 8), (0, 5), (5, 12), (6, 9)])
def test_a_trigger_gives_way_to_mentions(start: int, end: int) -> None:
    text = "قمة بريكس الأخيرة"
    event = Event(
        id="ev1", type="conference", trigger=Trigger(start=start, end=end, text=text[start:end])
    )
    page = render(named(text, (4, 9, "EVENT"), events=[event]))
    crosses = (start < 4 < end < 9) or (4 < start < 9 < end)
    assert ('<span class="arsec-trigger"' in page) is not crosses
    assert marks(page) == ["event"]


def test_page_remains_are_dimmed() -> None:
    text = "الصين\nأخبار ذات صلة"
    sentences = [Sentence(start=0, end=5), Sentence(start=6, end=len(text), zone="boilerplate")]
    page = render(named(text, (0, 5, "GPE"), sentences=sentences))
    assert '<span class="arsec-boilerplate">أخبار ذات صلة</span>' in page


def test_empty_lines_are_one_gap() -> None:
    page = render(named("الصين\n \n\nروسيا\nاليابان", (0, 5, "GPE")))
    assert '</mark><span class="arsec-gap">\n \n\n</span>روسيا\nاليابان</div>' in page


def reports(*words: tuple[int, int, str | None]) -> Document:
    """A text whose words report visits, of groups of these names."""
    text = "زار بكين ثم زار موسكو"
    events = [
        Event(
            id=f"ev{number}",
            type="visit",
            trigger=Trigger(start=start, end=end, text=text[start:end]),
            group_id=group,
        )
        for number, (start, end, group) in enumerate(words)
    ]
    return named(text, events=events)


@pytest.mark.parametrize(
    "first, second, numbers, counted",
    [
        ("eg1", "eg1", ["1", "1"], "1 event in 2 reports"),
        ("eg1", "eg2", ["1", "2"], "2 events"),
        (None, None, ["1", "2"], "2 events"),
    ],
)
def test_reports_of_one_event_have_one_number_and_row(
    first: str | None, second: str | None, numbers: list[str], counted: str
) -> None:
    page = render(reports((0, 3, first), (12, 15, second)))
    assert re.findall(r'<span class="arsec-number" dir="ltr">(\d+)', page) == numbers
    assert page.count("<tr>") == 1 + len(set(numbers))
    assert f"{counted}</bdi>" in page


def test_the_legend_names_what_is_there() -> None:
    legend = re.compile(r"<strong>(\w+)</strong>")
    assert legend.findall(render(named("الصين", (0, 5, "ORG"), (0, 5, "GPE")))) == ["ORG", "GPE"]
    assert "arsec-legend" not in render(named("الصين"), page=True).split("</style>")[1]


def test_every_label_has_a_place_in_the_legend() -> None:
    text = "ا" * len(MENTION_LABELS)
    spans = [(at, at + 1, label) for at, label in enumerate(MENTION_LABELS)]
    found = re.findall(r"<strong>(\w+)</strong>", render(named(text, *spans)))
    assert found == list(MENTION_LABELS)


def test_wikidata_is_linked() -> None:
    person = Person(id="p1", name="وانغ يي", wikidata_id="Q701801", country=None)
    page = render(named("وانغ يي", people=[person]))
    assert '<a href="https://www.wikidata.org/wiki/Q701801"' in page


MARKUP = "<script>alert('x')</script>&amp;\"<b>"


def test_markup_is_escaped_everywhere() -> None:
    document = Document(
        id=MARKUP,
        text=MARKUP,
        mentions=[
            Mention(id="m1", start=0, end=8, text="<script>", label="PERSON", entity_id="p1")
        ],
        people=[Person(id="p1", name=MARKUP, name_latin=MARKUP)],
        events=[
            Event(id="e", type="visit", trigger=Trigger(start=8, end=13, text="alert")),
        ],
    )
    page = render(document, page=True)
    assert "<script" not in page
    assert "<b>" not in page
    assert Reader(page).text_of["title"] == MARKUP


@given(documents())
def test_never_raises_and_keeps_the_text(document: Document) -> None:
    page = render(document, page=True)
    page.encode()
    assert len(marks(page)) == len(document.mentions)


@given(ANY_TEXT)
def test_text_alone_is_shown_letter_for_letter(text: str) -> None:
    shown = re.search(
        r'<div class="arsec-text"[^>]*>(.*)</div>\n</div>', render(Document(text=text)), re.S
    )
    written = re.sub('<span class="arsec-gap">(.*?)</span>', r"\1", shown[1], flags=re.S)
    hidden = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
    assert html.unescape(written) == hidden.sub("\ufffd", text)


def test_several_documents_on_a_page() -> None:
    page = render_page([seed(name) for name in SEEDS])
    assert page.count('class="arsec"') == len(SEEDS)
    assert page.count("<style>") == 1


def test_linear_in_length() -> None:
    words = "الصين " * 20_000
    spans = [(at, at + 5, "GPE") for at in range(0, len(words), 6)]
    assert render(named(words, *spans)).count("<mark ") == 20_000
