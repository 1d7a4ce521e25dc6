import unicodedata

import regex

from arsec_ner import chars

EVERYTHING = "".join(map(chr, range(0x110000)))


def members(inside: str) -> set[str]:
    return set(regex.findall(f"[{inside}]", EVERYTHING))


def test_sets_do_not_overlap():
    named = [chars.ARABIC_LETTER, chars.TATWEEL, chars.ARABIC_MARK, chars.FORMAT, chars.DIGIT]
    sets = [members(inside) for inside in (*named, chars.SPACE)]
    for index, one in enumerate(sets):
        for other in sets[index + 1 :]:
            assert not one & other


def test_arabic_letters_are_letters_of_the_arabic_script():
    assert all(unicodedata.category(letter)[0] == "L" for letter in members(chars.ARABIC_LETTER))


def test_space_is_what_python_calls_space():
    assert members(chars.SPACE) == {char for char in EVERYTHING if char.isspace()}


def test_line_breaks_are_those_of_splitlines():
    assert members(chars.LINE_BREAK) == {
        char for char in EVERYTHING if len(f"a{char}b".splitlines()) == 2
    }
