from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from arsec_ner.gazetteer.charset import charset_of, decode, encode

ROWS = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))


@given(ROWS)
@example(["\ufffe", "𐀀"])
def test_rows_come_back(rows: list[str]) -> None:
    charset = charset_of(rows)
    assert len(charset) == 256
    assert [decode(row, charset) for row in encode(rows, charset)] == rows


def test_arabic_takes_one_byte_a_letter() -> None:
    rows = ["الأمم المتحدة", "Türkiye"]
    assert [len(row) for row in encode(rows, charset_of(rows))] == [13, 7]


def test_letters_beyond_the_set_are_kept() -> None:
    rows = ["الصين", "".join(map(chr, range(0x4E00, 0x4F00)))]
    charset = charset_of(rows * 2)
    short, long = encode(rows, charset)
    assert len(short) == 5 or len(long) > 256
    assert [decode(short, charset), decode(long, charset)] == rows
