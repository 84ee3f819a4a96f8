"""A real browser on a real server: Debian's Chromium, driven by playwright, on the small province."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.processes import waited_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Demo:
    """A demo in a process of its own."""

    folder: Path
    port: int = 0
    process: "subprocess.Popen[str] | None" = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Where its page is."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start it (again), at the same port if it had one. Returns when the page can be opened."""
        command = [sys.executable, "-m", "tests.web.small_province", str(self.folder), str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        with waited_for(self.process):
            said = self.process.stderr.readline()
        assert said.startswith("http://"), said + self.process.stderr.read()
        self.port = int(said.strip().rstrip("/").rpartition(":")[2])

    def kill(self) -> None:
        """As a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            assert self.process.stderr is not None
            self.process.stderr.close()
            self.process = None


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A fresh demo."""
    demo = Demo(tmp_path / "demo")
    demo.start()
    yield demo
    demo.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium; without it, or without playwright, the test is skipped and says so.

    Not for the session: while playwright is driven, no test of another file could have an event loop here.
    """
    if not CHROMIUM.exists():
        pytest.skip(f"there is no Chromium at {CHROMIUM}; Debian's package is called chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def visit(
    browser: "Browser", demo: Demo, width: int = 1280, height: int = 800, language: str = "vi", dark: bool = False
) -> Iterator["Page"]:
    """A visitor's page, once the province lives. Whatever goes wrong in it fails the test."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    )
    context.add_init_script(f"localStorage.setItem('nhacnop.language', '{language}')")
    page = context.new_page()
    page.set_default_timeout(60_000)
    wrong: list[str] = []
    asked: set[str] = set()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("request", lambda request: asked.add(request.url))
    page.goto(demo.address)
    page.locator("body[data-phase='running']").wait_for()
    page.locator(".tile").first.wait_for(state="attached")
    yield page
    context.close()
    # A program that is gone, or that is just coming up again (503), is part of the play.
    expected = ("ERR_CONNECTION", "ERR_INCOMPLETE", "503")
    assert [text for text in wrong if not any(mark in text for mark in expected)] == []
    elsewhere = {url for url in asked if not url.startswith((demo.address, "blob:"))}
    assert elsewhere == set()


SHORT = ("test_a_photo_is_receipted_and_a_missed_week_reaches_the_coordinator_and_the_board", "[light-vi]")
"""What `make test` does in the browser; the rest takes a minute and belongs to `make test-long`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave all but the main path and one look at every width to the long part."""
    for item in items:
        if (
            item.path.parent == Path(__file__).parent
            and not item.name.startswith(SHORT[0])
            and SHORT[1] not in item.name
        ):
            item.add_marker(pytest.mark.long)
