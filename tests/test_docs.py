"""The Python blocks of the README and the docs run, and print what the pages say they print.

A block of Python may be followed by a block of text, its output. A block after the comment
`<!-- no-run: reason -->` is only compiled. `python tests/test_docs.py` writes the outputs anew.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(
    r"(?P<skip><!-- no-run: [^\n]+ -->\n)?"
    r"```python\n(?P<code>.*?)```\n"
    r"(?P<between>\n*)(?:```text\n(?P<output>.*?)```\n)?",
    re.DOTALL,
)


def executed(page: Path) -> str:
    """The page with the outputs its blocks really have; all blocks share their names."""
    names: dict[str, object] = {"__name__": "__main__"}

    def run(block: re.Match[str]) -> str:
        code = compile(block["code"], str(page), "exec")
        if block["skip"]:
            return block[0]
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, names)
        if block["output"] is None:
            return block[0]
        return (
            f"```python\n{block['code']}```\n{block['between']}```text\n{printed.getvalue()}```\n"
        )

    return BLOCK.sub(run, page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_blocks_run_and_print_what_is_shown(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert executed(page) == page.read_text(encoding="utf-8")


if __name__ == "__main__":
    os.chdir(ROOT)
    for path in [Path(name).resolve() for name in sys.argv[1:]] or PAGES:
        path.write_text(executed(path), encoding="utf-8")
