"""Readers of the tables under `arsec_ner/data`, each read once, on first use."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from arsec_ner.errors import DataError


def read_bytes(name: str) -> bytes:
    """Return a data file as it is; DataError where the package lacks it."""
    path = files("arsec_ner").joinpath("data", *name.split("/"))
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"the package's table {name} is missing") from error


@cache
def read_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a TSV table, without blank lines and `#` comments."""
    lines = read_bytes(name).decode("utf-8").splitlines()
    return tuple(
        tuple(cell.strip() for cell in line.split("\t"))
        for line in lines
        if line.strip() and not line.startswith("#")
    )


@cache
def read_yaml(name: str) -> Any:
    """Return what a YAML table holds; callers must not change it."""
    # yaml takes longer to import than the rest of the package, so nothing loads it in vain.
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(read_bytes(name), Loader=loader)


__all__ = ["read_bytes", "read_rows", "read_yaml"]
