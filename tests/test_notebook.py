"""The notebooks run from top to bottom, offline, and show what they promise."""

from __future__ import annotations

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


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
# the kernel's connection files are theirs: ipykernel and zmq warn of what they will change
@pytest.mark.filterwarnings("ignore")
def test_it_runs_and_shows_its_documents(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "saved with outputs"
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": FOLDER}})
    client.execute()
    pages = outputs(notebook, "text/html")
    assert any('dir="rtl"' in page for page in pages)
    assert any("<table" in page and "times met" in page for page in pages)
    printed = "".join(outputs(notebook, "stdout"))
    assert "after [('هيئة التنسيق الثلاثي', 'agency', 'CHN')]" in printed
    assert "'bundled'" in printed and "'rules'" in printed
