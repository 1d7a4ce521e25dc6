from __future__ import annotations

import pytest
from story import told

from arsec_ner.events import group_events, plover_code
from arsec_ner.stages import ArgumentDraft, EventDraft

# type, status, agents, targets, text with the trigger in «» | event, mode
CODES = """
meeting planned CHN RUS من المقرر أن تعقد «محادثات» | AGREE -
visit planned p1 CHN «سيزور» بكين | AGREE -
exercise planned CHN,RUS - ستجري «مناورات» مشتركة | AGREE -
exercise actual CHN,RUS - «مناورات» بحرية | COOPERATE -
exercise actual CHN - «مناورات» بحرية | MOBILIZE troops
exercise actual o1 - «دورية» مشتركة | COOPERATE -
agreement actual CHN,KHM - «وقعت» مذكرة | SUPPORT -
pledge actual CHN,KHM - «اتفقت» على التعاون | AGREE -
protest actual SWE IRN «استدعت» السفير | ACCUSE disapprove
protest actual l1 - «تظاهر» الآلاف | PROTEST demo
protest actual l1 - «إضراب» عام | PROTEST strike
meeting denied CHN RUS ألغى «اجتماع» القمة | REJECT meet
meeting denied CHN RUS لم «يلتق» نظيره | - -
visit actual p1 CHN «زيارة» رسمية | CONSULT visit
call actual p1 p2 «اتصال هاتفي» | CONSULT phone
meeting actual p1 p2 «التقى» الرئيس | CONSULT -
meeting actual CHN,RUS,IRN - «اجتماع» ثلاثي | CONSULT multilateral
meeting actual QAT - «وساطة» قطرية | CONSULT third-party
conference actual CHN - «قمة» دولية | CONSULT multilateral
meeting requested CHN RUS «لقاء» عاجل | REQUEST meet
concession requested ISR - «وقف إطلاق النار» فورا | REQUEST yield
accusation actual UKR RUS «اتهمت» موسكو | ACCUSE allege
accusation actual UKR RUS «أدانت» الهجوم | ACCUSE disapprove
sanction actual POL RUS «طرد» دبلوماسيين | SANCTION expel
sanction actual USA IRN «عقوبات» على طهران | SANCTION discontinue
coercion actual TUR - «اعتقلت» مشتبها به | COERCE arrest
coercion actual TUR p1 «حكم» عليه بالسجن | SANCTION convict
coercion actual TUR - «حظر التجول» ليلا | COERCE curfew
attack actual ISR - «غارة» على المدينة | ASSAULT aerial
attack actual RUS - «قصف» بطائرات مسيرة | ASSAULT drone
attack actual l1 p1 «اغتيال» القائد | ASSAULT targeted
attack actual l1 - «تفجير» سيارة | ASSAULT explosives
attack actual l1 - «تفجير» انتحاري | ASSAULT suicide-attack
concession actual USA - «انسحبت» قواتها | RETREAT withdraw
concession planned USA - سوف «تنسحب» قواتها | CONCEDE -
concession actual USA - أعلنت «انسحاب» قواتها | CONCEDE -
concession actual o1 - «أفرجت» عن رهينتين | RETREAT release
concession actual o1 - «هدنة» إنسانية | RETREAT ceasefire
concession actual USA IRN «رفع» العقوبات | CONCEDE -
mobilization actual CHN TWN «نشرت» سفنا حربية | MOBILIZE weapons
threat actual PRK KOR «هددت» بضربة نووية | THREATEN violence
appointment actual p1 - «عين» وزيرا جديدا | - -
aid actual DEU UKR «مساعدات» عسكرية | AID -
"""
ROWS = [line.split("|") for line in CODES.strip().splitlines()]


@pytest.mark.parametrize(("case", "code"), ROWS, ids=[case.strip() for case, _ in ROWS])
def test_codes(case, code):
    kind, status, agents, targets, marked = case.strip().split(" ", 4)
    start, end = marked.index("«"), marked.index("»") - 1
    text = marked.replace("«", "").replace("»", "")
    arguments = tuple(
        ArgumentDraft(role, entity)
        for role, names in (("agent", agents), ("target", targets))
        for entity in names.split(",")
        if entity != "-"
    )
    draft = EventDraft(kind, start, end, 0, status, arguments)
    found = plover_code(draft, text, told("").linking.by_id())
    event, mode = code.split()
    wanted = None if event == "-" else (event, None if mode == "-" else mode)
    assert found == wanted


# sentences | the group of each event in turn
GROUPS = [
    (
        "التقى {PERSON=p1 لي} {PERSON=p2 شويغو}. واجتمع {PERSON=p1 لي} مع {PERSON=p2 شويغو} مجددا. "
        "والتقى {PERSON=p1 لي} {PERSON=p3 مودي}.",
        [1, 1, 2],
    ),
    (
        "اتهمت {GPE=UKR أوكرانيا} {GPE=RUS روسيا}. ثم اتهمت {GPE=RUS روسيا} {GPE=UKR أوكرانيا}.",
        [1, 2],
    ),
    (
        "استقبل {PERSON=p1 لي} {PERSON=p2 شويغو} في {DATE 3 مايو}. "
        "واستقبل {PERSON=p1 لي} {PERSON=p2 شويغو} في {DATE 7 يونيو}.",
        [1, 2],
    ),
]


@pytest.mark.parametrize(("marked", "groups"), GROUPS)
def test_groups(marked, groups):
    story = told(marked)
    drafts = [d for d in story.events() if d.type in ("meeting", "accusation")]
    found = group_events(drafts, story.spans, story.linking)
    assert found == tuple(f"eg{number}" for number in groups)
