from __future__ import annotations

import io

import pytest
from gold_documents import SEEDS, seed
from hypothesis import given
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from test_document import ANY_TEXT

from arsec_ner.console import Cell, console, document_view
from arsec_ner.document import Document


def shown(view: object, width: int = 120) -> list[str]:
    screen = Console(file=io.StringIO(), width=width)
    with screen.capture() as captured:
        screen.print(view)
    return captured.get().splitlines()


def isolated(line: str) -> bool:
    """Whether each isolate of a line is closed in it, and no Arabic stands outside one."""
    depth = 0
    for character in line:
        depth += (character == "\u2067") - (character == "\u2069")
        if depth not in (0, 1) or (depth == 0 and "\u0621" <= character <= "\u064a"):
            return False
    return depth == 0


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("width", [80, 120, 200])
def test_columns_hold(name: str, width: int) -> None:
    lines = shown(document_view(seed(name)), width)
    widths = [cell_len(line) for line in lines[1:] if line.strip()]
    assert max(widths) <= width
    assert len(set(widths)) <= 10
    assert all(map(isolated, lines))


def test_a_wrapped_cell_is_isolated_line_by_line() -> None:
    table = Table("office")
    table.add_row(Cell.of("نائب رئيس اللجنة العسكرية المركزية الصينية"))
    lines = [line for line in shown(table, 24) if "\u2067" in line]
    assert len(lines) > 1
    assert all(map(isolated, lines))
    assert len({cell_len(line) for line in lines}) == 1


@given(ANY_TEXT)
def test_no_text_steers_the_terminal(text: str) -> None:
    lines = shown(Cell.of(text))
    assert not any(ord(c) < 32 or "\ud800" <= c <= "\udfff" for line in lines for c in line)
    "".join(lines).encode()


def test_markup_of_rich_is_plain_text() -> None:
    assert shown(Cell.of("[bold]x[/bold]", None, "y")) == ["[bold]x[/bold]", "y"]


def test_reports_of_one_event_are_one_row() -> None:
    document = seed("seed_001")
    grouped = [event.model_copy(update={"group_id": "eg1"}) for event in document.events]
    rows = shown(document_view(document.model_copy(update={"events": grouped})))
    start = rows.index(next(row for row in rows if row.startswith("Events")))
    assert [row.split()[-1] for row in rows[start:] if " actual " in row] == ["13"]


def test_empty_document() -> None:
    assert shown(document_view(Document(text="", id="\x1b[31m"))) == ["━━ \ufffd[31m"]


def test_width_without_a_terminal() -> None:
    assert console(file=io.StringIO()).width >= 120
