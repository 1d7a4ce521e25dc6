from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gold_documents import ROOT, SEEDS, gold_folder, seed
from typer.testing import CliRunner, Result

import arsec_ner
from arsec_ner.cli import app
from arsec_ner.document import Document
from arsec_ner.errors import GazetteerError
from arsec_ner.pipeline import Failure

TEXTS = {seed(name).text: seed(name) for name in SEEDS}


class FakePipeline:
    """Knows the seeds by heart; fails on the text "fail"."""

    def __call__(self, text: str, *, id: str | None = None, date: object = None) -> Document:
        if text.strip() == "fail":
            raise RuntimeError("could not")
        known = TEXTS.get(text, Document(text=text))
        return known.model_copy(update={"id": id, "date": date})

    def pipe(self, texts: Iterable[dict[str, Any]], **options: Any) -> Iterator[Any]:
        assert options["on_error"] == "record"
        for text in texts:
            try:
                yield self(**text)
            except RuntimeError as error:
                yield Failure(text["id"], error)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Replace the pipeline; returns the arguments of each `load`."""
    calls: list[dict[str, Any]] = []

    def load(**arguments: Any) -> FakePipeline:
        calls.append(arguments)
        for path in arguments["gazetteers"]:
            if not path.exists():
                raise GazetteerError("no such file", file=path)
        return FakePipeline()

    monkeypatch.setattr(arsec_ner, "load", load, raising=False)
    return calls


def run(*arguments: object, input: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=input)


SEED = ROOT / "seeds" / "seed_000.txt"


@pytest.mark.usefixtures("loads")
class TestExtract:
    def test_table(self) -> None:
        done = run("extract", SEED)
        assert done.exit_code == 0
        assert "seed_000" in done.stdout
        assert "\u2067تشن يي شين\u2069" in done.stdout
        assert done.stderr == ""

    def test_json_of_one(self) -> None:
        done = run("extract", SEED, "--format", "json")
        assert Document.model_validate_json(done.stdout) == seed("seed_000")

    def test_json_of_many(self) -> None:
        found = json.loads(run("extract", ROOT / "seeds", "-f", "json").stdout)
        assert [document["id"] for document in found] == list(SEEDS)

    def test_jsonl(self) -> None:
        lines = run("extract", ROOT / "seeds", "-f", "jsonl").stdout.splitlines()
        assert [Document.model_validate_json(line).id for line in lines] == list(SEEDS)

    def test_html(self) -> None:
        done = run("extract", ROOT / "seeds", "-f", "html")
        assert done.stdout.startswith("<!DOCTYPE html>")
        assert done.stdout.count('class="arsec"') == len(SEEDS)

    def test_conll(self) -> None:
        done = run("extract", ROOT / "seeds", "-f", "conll")
        assert done.stdout.count("# global.columns") == 1
        assert done.stdout.count("B-PERSON") == 64

    def test_csv(self) -> None:
        done = run("extract", SEED, "-f", "csv", "--table", "roles")
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        assert len(rows) == len(seed("seed_000").roles)

    def test_records(self) -> None:
        for name in ("ftm", "plover"):
            done = run("extract", SEED, "-f", name)
            assert all(json.loads(line)["id"] for line in done.stdout.splitlines())

    def test_brat(self, tmp_path: Path) -> None:
        assert run("extract", ROOT / "seeds", "-f", "brat", "-o", tmp_path / "b").exit_code == 0
        names = {path.name for path in (tmp_path / "b").iterdir()}
        assert names == {
            "annotation.conf",
            *(f"{name}.{ending}" for name in SEEDS for ending in ("txt", "ann")),
        }
        assert (tmp_path / "b" / "seed_000.txt").read_bytes() == SEED.read_bytes()
        assert run("extract", SEED, "-f", "brat").stdout.startswith("T1\tLOC 3 18")

    def test_csv_folder(self, tmp_path: Path) -> None:
        assert run("extract", ROOT / "seeds", "-f", "csv", "-o", tmp_path).exit_code == 0
        assert {path.stem for path in tmp_path.iterdir()} == {
            "mentions",
            "entities",
            "roles",
            "events",
        }
        lines = (tmp_path / "roles.csv").read_text(encoding="utf-8").splitlines()
        assert len(lines) == 1 + sum(len(seed(name).roles) for name in SEEDS)

    def test_out_file(self, tmp_path: Path) -> None:
        out = tmp_path / "new" / "documents.jsonl"
        done = run("extract", ROOT / "seeds", "-f", "jsonl", "--out", out)
        assert (done.exit_code, done.stdout) == (0, "")
        assert len(out.read_text(encoding="utf-8").splitlines()) == len(SEEDS)

    def test_standard_input(self) -> None:
        done = run("extract", "-", "-f", "json", input="\ufeffالصين\r\n".encode())
        found = Document.model_validate_json(done.stdout)
        assert (found.id, found.text) == (None, "الصين\r\n")

    def test_date(self) -> None:
        done = run("extract", SEED, "-f", "json", "--date", "2024-05-28")
        assert json.loads(done.stdout)["date"] == "2024-05-28"
        assert run("extract", SEED, "--date", "yesterday").exit_code == 2

    def test_folder_ids_are_relative(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / "x.txt").write_text("الصين", encoding="utf-8")
        (tmp_path / "x.txt").write_text("روسيا", encoding="utf-8")
        (tmp_path / "x.md").write_text("فرنسا", encoding="utf-8")
        lines = run("extract", tmp_path, "-f", "jsonl").stdout.splitlines()
        assert [json.loads(line)["id"] for line in lines] == ["a/x", "x"]

    def test_what_cannot_be_read_is_named_and_skipped(self, tmp_path: Path) -> None:
        latin = tmp_path / "latin.txt"
        latin.write_bytes("الصين".encode("cp1256"))
        failing = tmp_path / "failing.txt"
        failing.write_text("fail", encoding="utf-8")
        missing = tmp_path / "missing.txt"
        (tmp_path / "empty").mkdir()
        done = run("extract", latin, missing, tmp_path / "empty", failing, SEED, "-f", "jsonl")
        assert done.exit_code == 1
        assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["seed_000"]
        assert done.stderr.splitlines() == [
            f"skipped {tmp_path / 'empty'}: the folder holds no .txt file",
            f"skipped {latin}: not UTF-8 (byte 0)",
            f"skipped {missing}: No such file or directory",
            "skipped failing: could not",
        ]

    def test_empty_text(self, tmp_path: Path) -> None:
        (tmp_path / "e.txt").touch()
        for name in ("table", "json", "jsonl", "html", "conll", "brat", "csv", "ftm", "plover"):
            assert run("extract", tmp_path / "e.txt", "-f", name).exit_code == 0

    def test_unknown_format(self) -> None:
        assert run("extract", SEED, "-f", "xml").exit_code == 2


class TestLoading:
    def test_options_reach_the_pipeline(self, loads: list[dict[str, Any]], tmp_path: Path) -> None:
        own = tmp_path / "own.yaml"
        own.touch()
        run("extract", SEED, "--tagger", "rules", "-g", own)
        assert loads == [{"tagger": "rules", "gazetteers": [own]}]

    def test_what_cannot_be_loaded(self, loads: list[dict[str, Any]], tmp_path: Path) -> None:
        done = run("extract", SEED, "-g", tmp_path / "own.yaml")
        assert done.exit_code == 2
        assert done.stderr == f"error: {tmp_path / 'own.yaml'}: no such file\n"


@pytest.mark.usefixtures("loads")
class TestEvaluate:
    @pytest.fixture
    def gold(self, tmp_path: Path) -> Path:
        (tmp_path / "gold").mkdir()
        return gold_folder(tmp_path / "gold")

    def test_table(self, gold: Path) -> None:
        done = run("evaluate", gold)
        assert done.exit_code == 0
        assert done.stdout.startswith("5 documents, 5 extracted")
        line = next(line for line in done.stdout.splitlines() if line.split()[:1] == ["mentions"])
        assert line.split() == ["mentions", "1.000", "1.000", "1.000", "466", "466"]

    def test_json(self, gold: Path) -> None:
        found = json.loads(run("evaluate", gold, "--json").stdout)
        assert found["arguments"] == {
            "precision": 1.0,
            "recall": 1.0,
            "f1": 1.0,
            "gold": 284,
            "predicted": 284,
        }

    def test_given_documents(self, gold: Path, tmp_path: Path) -> None:
        given, errors = tmp_path / "given.jsonl", tmp_path / "errors.tsv"
        given.write_text(seed("seed_000").model_dump_json() + "\n\n", encoding="utf-8")
        done = run("evaluate", gold, "--predicted", given, "--errors", errors, "--per-document")
        assert "5 documents, 1 extracted" in done.stdout
        assert "seed_000 mentions 1.000 countries 1.000" in done.stdout
        rows = [line.split("\t") for line in errors.read_text(encoding="utf-8").splitlines()]
        assert len(rows) == 466 - len(seed("seed_000").mentions)
        assert {len(row) for row in rows} == {5}
        assert {row[1] for row in rows} == {"missed"}

    def test_no_gold(self, tmp_path: Path) -> None:
        done = run("evaluate", tmp_path)
        assert done.exit_code == 2
        assert "no .ann files" in done.stderr

    def test_damaged_documents(self, gold: Path, tmp_path: Path) -> None:
        (tmp_path / "given.jsonl").write_text("{}\n", encoding="utf-8")
        done = run("evaluate", gold, "--predicted", tmp_path / "given.jsonl")
        assert done.exit_code == 2
        assert "given.jsonl:1: no document with an id" in done.stderr


def test_schema() -> None:
    found = json.loads(run("schema").stdout)
    assert found["title"] == "Document"
    assert "mentions" in found["properties"]


def test_info() -> None:
    found = json.loads(run("info", "--json").stdout)
    assert found["version"] == arsec_ner.__version__
    assert found["licence"] == "MIT"
    assert any("GeoNames" in line for line in found["data"])
    assert "GeoNames" in run("info").stdout


def test_gazetteer_commands_are_mounted() -> None:
    done = run("gazetteer", "--help")
    assert done.exit_code == 0
    assert "search" in done.stdout


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys, arsec_ner.cli\n"
        "heavy = {'pydantic', 'numpy', 'onnxruntime', 'regex', 'yaml', 'arsec_ner.pipeline'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_closed_pipe_is_no_crash() -> None:
    command = f"{sys.executable} -m arsec_ner schema | head -c 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout == "{"
    assert done.stderr == ""
