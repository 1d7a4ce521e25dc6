from pathlib import Path

import pytest

from arsec_ner.gazetteer import Gazetteer
from arsec_ner.gazetteer.build import read_tsv, settle
from arsec_ner.gazetteer.index import Index, pack

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer([Index(pack(settle(list(read_tsv(HERE / "names.tsv")))))])
