from pathlib import Path

import pytest

from arsec_ner.gazetteer import Gazetteer
from arsec_ner.gazetteer.build import build
from arsec_ner.gazetteer.index import Index

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer([Index(build(HERE))])
