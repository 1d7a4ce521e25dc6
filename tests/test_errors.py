import pickle

import pytest

from arsec_ner import errors


@pytest.mark.parametrize(
    ("error", "also", "message"),
    [
        (errors.GazetteerError("no label", file="a.csv", row=3), ValueError, "a.csv:3: no label"),
        (errors.GazetteerError("no label"), ValueError, "no label"),
        (errors.ModelError("damaged"), ValueError, "damaged"),
        (errors.DataError("missing"), ValueError, "missing"),
        (
            errors.MissingExtra("stanza"),
            ImportError,
            "the 'stanza' backend needs: pip install 'arsec-ner[stanza]'",
        ),
    ],
)
def test_every_error_is_ours_and_built_in_and_pickles(error, also, message):
    assert isinstance(error, errors.ArsecError)
    assert isinstance(error, also)
    assert str(error) == message
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == message
    assert vars(again) == vars(error)
