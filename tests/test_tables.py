import pytest

from arsec_ner.errors import DataError
from arsec_ner.tables import read_bytes, read_rows, read_yaml


def test_rows_leave_out_comments_and_blank_lines():
    rows = read_rows("proclitics.tsv")
    assert ("و", "and") in rows
    assert not any(row[0].startswith("#") for row in rows)


def test_tables_are_read_once():
    assert read_yaml("dates.yaml") is read_yaml("dates.yaml")


def test_a_missing_table_is_named():
    with pytest.raises(DataError, match=r"no/such\.tsv"):
        read_bytes("no/such.tsv")
