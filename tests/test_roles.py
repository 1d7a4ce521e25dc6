from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import read_marked, small_gazetteer

from arsec_ner.labels import MENTION_LABELS
from arsec_ner.link import link
from arsec_ner.merge import merge
from arsec_ner.normalize import key
from arsec_ner.roles import find_roles, people_countries
from arsec_ner.roles.titles import read_title
from arsec_ner.segment import segment
from arsec_ner.spans import Span

GAZETTEER = small_gazetteer()


def read(marked: str, relations=None):
    text, sentences, spans = read_marked(marked)
    linking = link(text, sentences, spans, GAZETTEER)
    roles = find_roles(text, sentences, spans, linking, relations)
    names = {entity.id: entity.name for entity in linking.entities}
    return roles, names, linking


def held(marked: str):
    """For each office its people's names and its states, as one line."""
    roles, names, _ = read(marked)
    return [
        (" + ".join(names[p] for p in role.person_ids) or "-", " ".join(role.countries) or "-")
        for role in roles
    ]


# Each case: a marked text, then one line an office: who holds it, of which states.
CASES = {
    "right after": (
        "قال {ROLE وزير الدفاع {NORP=norp:CHN الصيني}} {PERSON دونغ جون} إن",
        [("دونغ جون", "CHN")],
    ),
    "after a comma": (
        "قال {ROLE رئيس الوزراء {NORP=norp:VNM الفيتنامي}}، {PERSON فام مينه}، إن",
        [("فام مينه", "VNM")],
    ),
    "after honorifics": (
        "استقبل {ROLE وزير الداخلية {NORP=norp:SAU السعودي}} السابق الدكتور {PERSON أحمد} أمس",
        [("أحمد", "SAU")],
    ),
    "apposition": (
        "قال {PERSON تو لام}، {ROLE وزير الأمن العام {NORP=norp:VNM الفيتنامي}} خلال الاجتماع",
        [("تو لام", "VNM")],
    ),
    "right before": (
        "التقى {PERSON سامح} {ROLE وزير الخارجية {NORP=norp:SYR السوري}} أمس",
        [("سامح", "SYR")],
    ),
    "stacked offices": (
        "قال {ROLE عضو {ORG مجلس الدولة}} و{ROLE وزير الأمن العام {NORP=norp:CHN الصيني}}"
        " {PERSON تشاو} أمس",
        [("تشاو", "CHN"), ("تشاو", "CHN")],
    ),
    "stacked after the name": (
        "قال {PERSON تو لام}، {ROLE عضو {ORG المكتب السياسي}} "
        "و{ROLE وزير الأمن العام {NORP=norp:VNM الفيتنامي}}.",
        [("تو لام", "VNM"), ("تو لام", "VNM")],
    ),
    "two people, two offices": (
        "التقى {ROLE الرئيس {NORP=norp:RUS الروسي}} {PERSON بوتين} "
        "و{ROLE نظيره {NORP=norp:TUR التركي}} {PERSON أردوغان} أمس",
        [("بوتين", "RUS"), ("أردوغان", "TUR")],
    ),
    "an office of another stands between": (
        "بحث {ROLE الرئيس {NORP=norp:RUS الروسي}} و{ROLE وزير الخارجية} {PERSON لافروف} أمس",
        [("-", "RUS"), ("لافروف", "RUS")],
    ),
    "distributive dual": (
        "بحث {ROLE رئيسا الدبلوماسية {NORP=norp:RUS الروسية} و{NORP=norp:CHN الصينية}}، "
        "{PERSON سيرغي لافروف}، و{PERSON وانغ يي}، الملف",
        [("سيرغي لافروف + وانغ يي", "RUS CHN")],
    ),
    "dual whose names come one by one": (
        "بين {ROLE الرئيسين {NORP=norp:USA الأمريكي}} {PERSON ترامب} "
        "و{NORP=norp:RUS الروسي} {PERSON بوتين} في القمة",
        [("ترامب + بوتين", "USA RUS")],
    ),
    "states in an adjunct": (
        "اتفق {ROLE وزيرا الأمن العام} في {GPE=country:CHN الصين} و{GPE=country:VNM فيتنام} على",
        [("-", "CHN VNM")],
    ),
    "the title stands for its holder": (
        "قال {ROLE وزير الخارجية {NORP=norp:IRN الإيراني}} {PERSON ظريف} ذلك.\n"
        "وأضاف {ROLE الوزير} أن {ROLE الوزير {NORP=norp:IRN الإيراني}} سيسافر.",
        [("ظريف", "IRN")] * 3,
    ),
    "a headline before the name": (
        "{ROLE الرئيس {NORP=norp:TUR التركي}} في بغداد\nوصل {ROLE الرئيس {NORP=norp:TUR التركي}}"
        " {PERSON أردوغان}.",
        [("أردوغان", "TUR")] * 2,
    ),
    "the same title of another state is another's": (
        "قال {ROLE الرئيس {NORP=norp:TUR التركي}} {PERSON أردوغان} ذلك.\n"
        "ورد {ROLE الرئيس {NORP=norp:IRN الإيراني}} عليه.",
        [("أردوغان", "TUR"), ("-", "IRN")],
    ),
    "the two ministers": (
        "التقى {ROLE وزير الدفاع {NORP=norp:RUS الروسي}} {PERSON شويغو} "
        "{ROLE وزير الدفاع {NORP=norp:TUR التركي}} {PERSON أكار}.\nوبحث {ROLE الوزيران} الأزمة.",
        [("شويغو", "RUS"), ("أكار", "TUR"), ("أكار + شويغو", "TUR RUS")],
    ),
    "one king of each state": (
        "حضر {ROLE الملك} {PERSON حمد} {ROLE ملك {GPE=country:BHR البحرين}} والملك "
        "{PERSON عبدالله} {ROLE ملك {GPE=country:JOR الأردن}}.\n"
        "وشكر {ROLE عاهلي {GPE=country:BHR البحرين} و{GPE=country:JOR الأردن}}.",
        [("حمد", "BHR"), ("حمد", "BHR"), ("عبدالله", "JOR"), ("حمد + عبدالله", "BHR JOR")],
    ),
    "an ambassador serves one state": (
        "استدعت {ROLE سفير {GPE=country:RUS روسيا} لدى {GPE=country:TUR تركيا}}",
        [("-", "RUS")],
    ),
    "by the body": (
        "قال {ROLE المتحدث باسم {ORG=org:kremlin الكرملين}} {PERSON بيسكوف}",
        [("بيسكوف", "RUS")],
    ),
    "between two titles of one person stands a place": (
        "قال {ROLE قائد المنطقة} بمدينة {GPE=city:hanoi هانوي} {ROLE العميد} {PERSON نغوين} إن",
        [("نغوين", "VNM"), ("نغوين", "VNM")],
    ),
    "a party before the name": (
        "وعد {ROLE رئيس المجلس}، {NORP الجمهوري} {PERSON جون بينر} بذلك",
        [("جون بينر", "-")],
    ),
    "the subject before an office of another state does not hold it": (
        "قال {ROLE الرئيس {NORP=norp:TUR التركي}} {PERSON أردوغان}. ويطالب {PERSON أردوغان} "
        "{ROLE الرئيس {NORP=norp:USA الأمريكي}} بالرد",
        [("أردوغان", "TUR"), ("-", "USA")],
    ),
    "the head of diplomacy is the foreign minister": (
        "قال {ROLE وزير الخارجية {NORP=norp:RUS الروسي}} {PERSON لافروف}. وأضاف "
        "{ROLE رئيس الدبلوماسية {NORP=norp:RUS الروسية}} أن",
        [("لافروف", "RUS"), ("لافروف", "RUS")],
    ),
    "the ministers are not the one minister": (
        "قال {ROLE الوزير} {PERSON حمدان} إن {ROLE الوزراء} غابوا",
        [("حمدان", "-"), ("-", "-")],
    ),
    "the counterpart has the office of whom he is set beside": (
        "قال {ROLE وزير الخارجية {NORP=norp:TUR التركي}} {PERSON بوريطة}. وحضر {ROLE الملك} "
        "{NORP=norp:TUR التركي} {PERSON محمد}. وأشاد {ROLE وزير الخارجية {NORP=norp:SYR السوري}} "
        "{PERSON شكري} بلقاء {ROLE نظيره {NORP=norp:TUR التركي}}",
        [("بوريطة", "TUR"), ("محمد", "TUR"), ("شكري", "SYR"), ("بوريطة", "TUR")],
    ),
    "the president of a state is no head of a town": (
        "قال {ROLE رئيس بلدية موسكو} {PERSON ديلانوي} ذلك. وتنتمي إليه أحزاب {ROLE الرئيس "
        "{NORP=norp:RUS الروسي}}",
        [("ديلانوي", "RUS"), ("-", "RUS")],
    ),
    "two offices with the name of each one's state": (
        "شدد {ROLE وزيري خارجية {GPE=country:RUS روسيا}} {PERSON لافروف} و{GPE=country:CHN الصين} "
        "{PERSON وانغ} على ذلك",
        [("لافروف + وانغ", "RUS CHN")],
    ),
    "an accusative is no dual": (
        "عين {PERSON أحمد} {ROLE وزيرا للداخلية} وسمى {PERSON علي} {ROLE رئيسا جديدا}",
        [("أحمد", "-"), ("علي", "-")],
    ),
    "of two, each of a state, the one who is meant": (
        "التقى {ROLE الرئيسان {NORP=norp:USA الأمريكي}} {PERSON ترامب} و{NORP=norp:RUS الروسي} "
        "{PERSON بوتين}. وأضاف {ROLE الرئيس {NORP=norp:RUS الروسي}} ذلك",
        [("ترامب + بوتين", "USA RUS"), ("بوتين", "RUS")],
    ),
    "what stands with ل is where the holder goes": (
        "أكد زيارة {ROLE وزير الدفاع} لـ{GPE=country:CHN الصين} أمس",
        [("-", "CHN")],
    ),
    "two meet in a city of one": (
        "قال {ROLE الرئيس {NORP=norp:CHN الصيني}} {PERSON شي} و{ROLE الرئيس {NORP=norp:VNM "
        "الفيتنامي}} {PERSON لام} ذلك. وجرى لقاء {ROLE الرئيسين} في {GPE=city:hanoi هانوي} أمس",
        [("شي", "CHN"), ("لام", "VNM"), ("لام + شي", "VNM CHN")],
    ),
    "a title that only one state has": (
        "استقبل {ROLE خادم الحرمين الشريفين} {PERSON سلمان} الوفد {NORP=norp:USA الأمريكي}",
        [("سلمان", "SAU")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_offices(name):
    marked, wanted = CASES[name]
    assert held(marked) == wanted


def test_who_is_known_holds_no_office_of_another_state():
    text, sentences, spans = read_marked(
        "رد على {ROLE الرئيس} {PERSON دونالد ترامب}. وقال {ROLE الرئيس {NORP=norp:CHN الصيني}} ذلك"
    )
    linking = link(text, sentences, spans, GAZETTEER)
    assert [
        (len(role.person_ids), role.countries)
        for role in find_roles(text, sentences, spans, linking, known=lambda person, words: "USA")
    ] == [(1, ("USA",)), (0, ("CHN",))]


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        ("{ROLE الرئيس {NORP=norp:RUS الروسي} السابق} {PERSON ميدفيديف}", "former"),
        ("{ROLE الرئيس {NORP=norp:RUS الروسي}} السابق {PERSON ميدفيديف}", "former"),
        ("{ROLE وزير الدفاع بالإنابة} {PERSON شاناهان}", "acting"),
        ("{ROLE الرئيس المنتخب} {PERSON بايدن}", "future"),
        ("{ROLE الرئيس} {PERSON بايدن}", "current"),
        ("{ROLE الوزير المكلف} {PERSON حمدان}", "acting"),
        ("{ROLE الوزير المكلف بالعلاقات مع البرلمان} {PERSON حمدان}", "current"),
    ],
)
def test_status(marked, status):
    (role,), _, _ = read(marked)
    assert role.status == status


def test_the_body_of_an_office():
    roles, names, _ = read(
        "{ROLE عضو {ORG مجلس الدولة}} و{ROLE المتحدث} بـ{ORG وزارة الدفاع {NORP=norp:CHN الصينية}}"
    )
    assert [names.get(role.organization_id or "") for role in roles] == [
        "مجلس الدولة",
        "وزارة الدفاع الصينية",
    ]


@pytest.mark.parametrize(
    ("marked", "body"),
    [
        ("قال {ORG=org:nato حلف شمال الأطلسي} إنه باق. وقال {ROLE المتحدث باسم الحلف} ذلك",
         "حلف شمال الأطلسي"),
        ("نفت {ORG وزارة الدفاع {NORP=norp:TUR التركية}} ذلك. وأكد {ROLE ناطق باسم الوزارة} النفي",
         "وزارة الدفاع التركية"),
        ("قال {ROLE متحدث باسم {ORG الجيش {NORP=norp:TUR التركي}}} ذلك. وأضاف {ROLE المتحدث} هذا",
         "الجيش التركي"),
        ("يقاتل {ORG الجيش {NORP=norp:TUR التركي}} هناك. واتصل {ROLE قائد الجيش} بالوزير", None),
        ("رد {ORG الجيش {NORP=norp:TUR التركي}}. وقال {ROLE المتحدث باسم الجيش "
         "{NORP=norp:SYR السوري}} ذلك", None),
        ("زار {ROLE مندوب {GPE=country:CHN الصين} لدى {ORG=org:nato الناتو}} المقر", "الناتو"),
    ],
)  # fmt: skip
def test_the_body_that_a_class_word_stands_for(marked, body):
    roles, names, _ = read(marked)
    assert names.get(roles[-1].organization_id or "") == body


def test_the_countries_of_people():
    roles, _, linking = read(
        "{ROLE رئيسا الدبلوماسية {NORP=norp:RUS الروسية} و{NORP=norp:CHN الصينية}}، "
        "{PERSON سيرغي لافروف}، و{PERSON وانغ يي}، و{PERSON تشن} "
        "و{ROLE وزير الدفاع {NORP=norp:TUR التركي}} {PERSON أكار}"
    )
    entities = people_countries(linking, roles).by_id()
    people = {e.name: e.country for e in entities.values() if e.kind == "person"}
    assert people == {"سيرغي لافروف": "RUS", "وانغ يي": "CHN", "تشن": None, "أكار": "TUR"}


class Scores:
    """A backend that gives one pair of a title and a name a score, and all others 0."""

    def __init__(self, words: str, score: float) -> None:
        self.words, self.high = words, score
        self.at = -1

    def score(self, relation, head, tail):
        assert relation == "role_person"
        return self.high if tail == self.at else 0.0


def test_a_backend_gives_nobody_the_office_of_another_state():
    marked = (
        "تأتي رحلة {ROLE وزير الدفاع {NORP=norp:RUS الروسي}} قبل زيارة {ROLE الزعيم "
        "{NORP=norp:CHN الصيني}} {PERSON شي} للبلاد"
    )
    text, sentences, spans = read_marked(marked)
    scores = Scores("شي", 0.9)
    scores.at = text.index("شي ")
    linking = link(text, sentences, spans, GAZETTEER)
    roles = find_roles(text, sentences, spans, linking, scores)
    assert [len(role.person_ids) for role in roles] == [0, 1]


@pytest.mark.parametrize(("score", "wanted"), [(0.9, "لافروف"), (0.3, "-")])
def test_a_backend_finds_holders_that_no_rule_finds(score, wanted):
    marked = "أكد {PERSON لافروف} خلال لقاء طويل أن {ROLE وزير الخارجية} سيسافر"
    text, sentences, spans = read_marked(marked)
    linking = link(text, sentences, spans, GAZETTEER)
    scores = Scores("", score)
    scores.at = spans[0].start
    (role,) = find_roles(text, sentences, spans, linking, scores)
    assert role.person_ids == (("p1",) if wanted != "-" else ())


@pytest.mark.parametrize(
    ("title", "head", "number"),
    [
        ("وزيرا الأمن العام", "وزير", "pair"),
        ("وزيرا للداخلية", "وزير", "one"),
        ("الوزيرين", "وزير", "pair"),
        ("رؤساء الدول", "رييس", "many"),
        ("رئيسة الوزراء", "رييس", "one"),
        ("نظيريه", "نظير", "pair"),
        ("المتحدثة باسم الجيش", "متحدث", "one"),
    ],
)
def test_titles(title, head, number):
    found = read_title([key(word) for word in title.split()])
    assert (found.head, found.number) == (head, number)


TEXT = "قال وزير الخارجية الروسي سيرغي لافروف، ونظيره الصيني وانغ يي. وأضاف الوزير في موسكو"
SPANS = st.lists(
    st.builds(
        lambda start, length, label: Span(start, min(start + length, len(TEXT)), label),
        st.integers(0, len(TEXT) - 1),
        st.integers(1, 25),
        st.sampled_from(MENTION_LABELS),
    ),
    max_size=12,
)


@given(SPANS)
def test_every_office_has_one_link_whose_people_exist(spans):
    merged = merge(spans)
    sentences = segment(TEXT)
    linking = link(TEXT, sentences, merged, GAZETTEER)
    roles = find_roles(TEXT, sentences, merged, linking)
    assert [role.span for role in roles] == [i for i, s in enumerate(merged) if s.label == "ROLE"]
    people = {entity.id for entity in linking.entities if entity.kind == "person"}
    assert all(set(role.person_ids) <= people for role in roles)
    assert len(people_countries(linking, roles).entities) == len(linking.entities)


def test_many_offices_take_linear_time():
    marked = "{ROLE الوزير} {PERSON علي} ثم {ROLE الوزير} قال " * 1000
    text, sentences, spans = read_marked(marked)
    linking = link(text, sentences, spans, GAZETTEER)
    assert len(find_roles(text, sentences, spans, linking)) == 2000
