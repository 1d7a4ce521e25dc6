"""The notebooks run from top to bottom, offline, and show what they promise."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def outputs(notebook: nbformat.NotebookNode, kind: str) -> list[str]:
    """What the cells put out of one media type (or "stdout")."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "stream":
                found += [output.text] if kind == output.name else []
            elif kind in output.get("data", {}):
                found.append(output.data[kind])
    return found


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS


def cells(page: str) -> list[list[str]]:
    """The cells of a page's table, row by row, without the rows' numbers."""
    rows = re.findall(r"<tr.*?</tr>", page, re.S)
    return [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)[1:] for row in rows]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
# the kernel's connection files are theirs: ipykernel and zmq warn of what they will change
@pytest.mark.filterwarnings("ignore")
def test_it_runs_and_shows_its_documents(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "saved with outputs"
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": FOLDER}})
    client.execute()
    views, tables = [], []
    for page in outputs(notebook, "text/html"):
        (views if 'class="arsec"' in page else tables).append(cells(page))
    assert len(views) == 1
    people, changed, swapped, meetings, met = tables
    assert people[0] == ["person", "in Latin letters", "country", "office", "kind", "named"]
    assert changed[-1] == ["after", "هيئة التنسيق الثلاثي", "agency", "CHN", "gazetteer, bundled"]
    assert [row[0] for row in swapped[1:]] == ["bundled", "rules", "bundled and rules"]
    assert {row[1] for row in meetings[1:]} <= {"meeting", "call"}
    assert met[0] == ["one", "other", "meetings", "articles"]
    assert len(met) > 1
