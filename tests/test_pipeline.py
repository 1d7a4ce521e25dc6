"""The pipeline as a user meets it: one text, many texts, bad input, user entries."""

import datetime
import os
import pickle
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import arsec_ner
from arsec_ner.errors import WorkerDied
from arsec_ner.pipeline import Failure, as_date
from arsec_ner.taggers import Tagging

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
TEXT = "التقى وزير الدفاع الصيني دونغ جون نظيره الروسي أندريه بيلوسوف في موسكو يوم الاثنين."


@pytest.fixture(scope="module")
def nlp():
    return arsec_ner.load(tagger="rules")


def test_one_text(nlp):
    doc = nlp(TEXT, id="a", date="2024-06-05")
    assert doc.id == "a"
    assert doc.date == datetime.date(2024, 6, 5)
    assert [p.name_latin for p in doc.people] == ["Dong Jun", "Andrey Belousov"]
    assert doc.people[0].roles[0].country.iso3 == "CHN"
    meeting = doc.events[0]
    assert (meeting.type, meeting.trigger.text) == ("meeting", "التقى")
    assert [e.name for e in meeting.agents] == ["دونغ جون"]
    assert [m.value for m in doc.mentions if m.label == "DATE"] == ["2024-06-03"]


@pytest.mark.parametrize("wrong", [None, b"text", 7, ["text"]])
def test_what_is_no_text_is_a_type_error_that_says_what_it_got(nlp, wrong):
    with pytest.raises(TypeError, match=type(wrong).__name__):
        nlp(wrong)
    with pytest.raises(TypeError, match=type(wrong).__name__):
        list(nlp.pipe([wrong]))


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "\x00\ud800\u202e", "Nothing Arabic here.", "。" * 9]
)
def test_odd_texts_give_documents(nlp, text):
    assert nlp(text).text == text


def test_dates(nlp):
    assert as_date(datetime.datetime(2024, 1, 2, 3)) == datetime.date(2024, 1, 2)
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        nlp(TEXT, date="5 June")
    with pytest.raises(TypeError, match="int"):
        nlp(TEXT, date=20240605)


@given(st.text(alphabet=st.characters(), max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_true_offsets(nlp, text):
    doc = nlp(text)
    assert all(doc.text[m.start : m.end] == m.text for m in doc.mentions)
    assert nlp(text) == doc


@given(
    st.lists(st.sampled_from([*TEXT.split(), "،", "\n", "محمد", "بن", "رئيس", "قال"]), max_size=60)
)
@settings(max_examples=60, deadline=None)
def test_any_arabic_gives_a_document_that_reads_itself_back(nlp, words):
    doc = nlp(" ".join(words))
    assert arsec_ner.Document.model_validate_json(doc.model_dump_json()) == doc


def test_a_long_line_takes_linear_time(nlp):
    text = TEXT.replace("\n", " ") + " "
    started = time.perf_counter()
    nlp(text * 100)
    short = time.perf_counter() - started
    started = time.perf_counter()
    nlp(text * 800)
    assert time.perf_counter() - started < 20 * short + 1


def test_pipe_gives_what_single_calls_give_in_order(nlp):
    texts = [path.read_text(encoding="utf-8") for path in SEEDS]
    alone = [nlp(text) for text in texts]
    assert list(nlp.pipe(texts, batch_size=2)) == alone
    assert list(nlp.pipe(iter(texts), batch_size=99)) == alone


def test_pipe_on_two_processes(nlp):
    texts = [TEXT, "زار الرئيس الفرنسي إيمانويل ماكرون القاهرة.", "", TEXT] * 3
    assert list(nlp.pipe(texts, batch_size=2, n_process=2)) == [nlp(text) for text in texts]


def test_pipe_as_tuples_and_with_known_dates(nlp):
    given = [({"text": TEXT, "id": "x", "date": "2024-06-05"}, 1), ("", 2)]
    (doc, one), (empty, two) = nlp.pipe(given, as_tuples=True)
    assert (doc.id, one, empty.text, two) == ("x", 1, "", 2)
    assert doc.date == datetime.date(2024, 6, 5)


def test_a_text_that_cannot_be_read_costs_no_other(nlp):
    texts = ["أ", None, "ب", {"id": "n", "text": 3}, "ج"]
    with pytest.raises(TypeError):
        list(nlp.pipe(texts))
    assert [d.text for d in nlp.pipe(texts, on_error="skip")] == ["أ", "ب", "ج"]
    recorded = list(nlp.pipe(texts, on_error="record", batch_size=2))
    assert [type(r) for r in recorded] == [
        arsec_ner.Document, Failure, arsec_ner.Document, Failure, arsec_ner.Document,
    ]  # fmt: skip
    assert recorded[3].id == "n"
    assert isinstance(recorded[3].error, TypeError)


class Killed:
    name = "killed"

    def tag(self, documents, hints):
        if any(s.tokens and s.tokens[0].text == "اقتل" for d in documents for s in d):
            os._exit(9)
        return [Tagging(()) for _ in documents]


def test_a_killed_worker_is_named():
    nlp = arsec_ner.load(tagger=Killed())
    with pytest.raises(WorkerDied, match="bad one"):
        list(nlp.pipe([{"id": "bad one", "text": "اقتل"}], n_process=2))


@pytest.mark.parametrize(
    "arguments", [{"batch_size": 0}, {"n_process": 0}, {"n_process": -2}, {"on_error": "ignore"}]
)
def test_arguments_out_of_range(nlp, arguments):
    with pytest.raises(ValueError, match=next(iter(arguments))):
        list(nlp.pipe([TEXT], **arguments))


def test_progress_goes_to_standard_error(nlp, capsys):
    list(nlp.pipe([TEXT], progress=True))
    captured = capsys.readouterr()
    assert "Reading" in captured.err
    assert captured.out == ""


def test_a_pipeline_can_be_pickled(nlp):
    assert pickle.loads(pickle.dumps(nlp))(TEXT) == nlp(TEXT)


def test_the_users_own_entries_are_found(nlp):
    text = "أعلنت هيئة الرصد الشمالي نتائجها."
    own = arsec_ner.load(
        tagger="rules", gazetteers=[[{"label": "ORG", "name": "هيئة الرصد الشمالي"}]]
    )
    assert "هيئة الرصد الشمالي" in [o.name for o in own(text).organizations]


def test_taggers_by_name():
    with pytest.raises(ValueError, match=r"bundled, .*rules"):
        arsec_ner.load(tagger="nonesuch")
    with pytest.raises(TypeError, match="tag"):
        arsec_ner.load(tagger=object())
