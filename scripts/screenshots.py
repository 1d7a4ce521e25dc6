"""Makes the pictures of the README and the docs: a document's display and the notebook.

    screenshots.py [--chromium PROGRAM] [--out FOLDER]

Each is taken in light and in dark by a headless Chromium, which must be installed; nothing is
loaded from the network. What is shown are articles of `seeds/`.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

import arsec_ner
from arsec_ner.display import render

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "docs" / "notebooks" / "quickstart.ipynb"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SCHEMES = ("light", "dark")
ARTICLE, PARAGRAPHS = "seed_000", slice(1, 4)
"""What of which article is shown: enough for people who meet, and no more than a screen."""
FIRST_CELL = "Who met whom"
"""The heading from which the notebook is shown; above it stands the display, a picture itself."""
SCALE = 1.5
COLOURS = 256
LARGEST = 150_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in each scheme, and what of it is shown."""

    name: str
    pages: Mapping[str, str]
    width: int
    first: str | None = None


def document_picture() -> Picture:
    """The display of some paragraphs of an article."""
    article = (ROOT / "seeds" / f"{ARTICLE}.txt").read_text(encoding="utf-8")
    text = "\n\n".join(article.split("\n\n")[PARAGRAPHS])
    page = render(arsec_ner.load()(text, id=ARTICLE), page=True)
    return Picture("document", dict.fromkeys(SCHEMES, page), 960)


def notebook_picture() -> Picture:
    """The notebook, run just now."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(
        notebook, timeout=600, resources={"metadata": {"path": NOTEBOOK.parent}}
    ).execute()
    pages = {s: HTMLExporter(theme=s).from_notebook_node(notebook)[0] for s in SCHEMES}
    return Picture("notebook", pages, 960, FIRST_CELL)


@contextmanager
def opened(browser: Browser, picture: Picture, scheme: str) -> Iterator[Page]:
    """A page of the picture in one scheme, cut off from the network."""
    context = browser.new_context(
        color_scheme=scheme,
        device_scale_factor=SCALE,
        viewport={"width": picture.width, "height": 800},
    )
    context.route("**", lambda route: route.abort())
    page = context.new_page()
    page.set_content(picture.pages[scheme], wait_until="domcontentloaded")
    page.evaluate("document.fonts.ready")
    yield page
    context.close()


def taken(page: Page, first: str | None) -> bytes:
    """The page from a heading on, or all of it."""
    height = page.evaluate("document.documentElement.scrollHeight")
    top = 0.0
    if first is not None:
        box = page.get_by_role("heading", name=first, exact=True).bounding_box()
        if box is None:
            raise LookupError(f"no heading {first!r} is shown")
        top = box["y"] - 12
    clip = {"x": 0, "y": top, "width": page.viewport_size["width"], "height": height - top}
    return page.screenshot(full_page=True, clip=clip)


def written(path: Path, png: bytes) -> None:
    """Write a picture with few colours, which flat pages do not show."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}: {image.width} x {image.height}, {size / 1000:.0f} kB")
    if size > LARGEST:
        raise ValueError(f"{path.name} is larger than {LARGEST / 1000:.0f} kB: show less")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chromium", default=next(filter(None, map(shutil.which, PROGRAMS)), None))
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    options = parser.parse_args()
    if options.chromium is None:
        print("no Chromium is installed; --chromium names one", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium)
        for picture in (document_picture(), notebook_picture()):
            for scheme in SCHEMES:
                with opened(browser, picture, scheme) as page:
                    png = taken(page, picture.first)
                written(options.out / f"{picture.name}-{scheme}.png", png)
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
