"""Where a pair stands: one pair and many pairs at once give the same row."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from arsec_ner.taggers.pairs import PLACES, place, place_of


@given(st.integers(-500, 500), st.integers(-20, 20))
def test_one_pair_and_many_pairs_agree(step, back):
    row = place_of(step, back)
    assert 0 <= row < PLACES
    assert place(np.array([step]), np.array([back]))[0] == row
