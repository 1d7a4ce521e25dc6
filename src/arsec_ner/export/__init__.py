"""Documents in the forms of other tools: CoNLL-U Plus, brat, CSV, followthemoney, PLOVER."""

from arsec_ner.export.brat import Brat, brat_configuration, to_brat
from arsec_ner.export.conll import to_conll
from arsec_ner.export.records import to_csv, to_ftm, to_plover

__all__ = ["Brat", "brat_configuration", "to_brat", "to_conll", "to_csv", "to_ftm", "to_plover"]
