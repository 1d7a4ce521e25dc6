from __future__ import annotations

import subprocess
import sys

import pytest

import arsec_ner

HEAVY = ("pydantic", "numpy", "onnxruntime", "regex", "yaml", "rich", "typer", "tokenizers")


@pytest.mark.parametrize("name", arsec_ner.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(arsec_ner, name) is not None
    assert name in dir(arsec_ner)


def test_names_are_sorted_and_unique() -> None:
    assert len(set(arsec_ner.__all__)) == len(arsec_ner.__all__)


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Extractor'"):
        _ = arsec_ner.Extractor


def test_nothing_loads_at_import() -> None:
    program = (
        "import sys, arsec_ner\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "assert not loaded, loaded\n"
        "assert [m for m in sys.modules if m.startswith('arsec_ner')] == ['arsec_ner']"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
