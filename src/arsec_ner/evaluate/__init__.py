"""Scores extracted documents against gold annotations.

Extracted documents are mappings in the terms of the document JSON (`Document.model_dump()`, or
a line of `--format jsonl`); only its documented fields are read, so that another system's output
can be scored too. A gold document that was not extracted counts as extracted empty.
"""

from arsec_ner.evaluate.calibration import Claim, calibration_error, claims
from arsec_ner.evaluate.counts import Counts, Scores, align, total
from arsec_ner.evaluate.report import MentionError, Report, evaluate, mention_errors
from arsec_ner.evaluate.scores import score

__all__ = [
    "Claim",
    "Counts",
    "MentionError",
    "Report",
    "Scores",
    "align",
    "calibration_error",
    "claims",
    "evaluate",
    "mention_errors",
    "score",
    "total",
]
