"""English phrases put together of the glosses of a title's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Sort = Literal["head", "fields", "bodies", "former", "linking", "name", "nation", "body_name"]

# After these an office follows as it is: deputy prime minister.
_BEFORE_OFFICE: Final = ("deputy", "assistant", "deputies", "assistants", "chief")
_STATES_WITH_ARTICLE: Final = ("United ", "Netherlands", "Philippines", "Kingdom", "Central ")
_NO_ARTICLE: Final = ("of", "to", "the", "for")


@dataclass(frozen=True, slots=True)
class Part:
    """The gloss of one part of a title.

    Attributes:
        sort: what the part is.
        gloss: its English words; those that end in "of" expect what follows.
        joined: whether و stands before it.
    """

    sort: Sort
    gloss: str
    joined: bool = False


def english(parts: Sequence[Part]) -> str:
    """Put the parts of a title together; adjectives go before what they belong to."""
    said: list[str] = []
    before: list[str] = []
    start = 0
    for part in parts:
        if part.sort == "former":
            before.append(part.gloss)
        elif part.sort == "nation":
            said.insert(start, part.gloss)
        elif part.sort == "linking":
            said.append(part.gloss)
            start = len(said)
        else:
            said.append(_joint(said, part) + part.gloss)
    return " ".join([*before, *said])


def _joint(said: Sequence[str], part: Part) -> str:
    """What has to stand between what is said and the next part."""
    if not said:
        return ""
    if part.joined:
        return "and "
    last = said[-1].split()[-1]
    article = "the " if _takes_article(part) else ""
    if last in _NO_ARTICLE:
        return article if last in ("of", "to") else ""
    if part.gloss.startswith("for "):
        return ""
    if part.sort == "head":
        return "" if last in _BEFORE_OFFICE else "of the "
    return f"of {article}"


def _takes_article(part: Part) -> bool:
    if part.sort == "name":
        return part.gloss.startswith(_STATES_WITH_ARTICLE)
    # The United Nations, but NATO.
    return part.sort == "bodies" or (part.sort == "body_name" and " " in part.gloss)


__all__ = ["Part", "english"]
