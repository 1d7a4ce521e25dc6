"""Lets these tests use the marked sentences of the tests above them."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent))
