"""How commands end when they cannot start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from arsec_ner.errors import ArsecError


@contextmanager
def explained() -> Iterator[None]:
    """Turn the library's errors into a line on standard error and exit code 2."""
    try:
        yield
    except (ArsecError, OSError) as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from None


__all__ = ["explained"]
