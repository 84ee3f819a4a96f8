"""Takes the pictures of the demo that the README shows: `.venv/bin/python tests/browser/take_screenshot.py`.

It starts a demo of its own in a temporary folder, plays a small scene in Debian's Chromium and writes docs/demo*.png.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 120_000  # milliseconds
COLOURS = 256


@contextmanager
def demo() -> Iterator[str]:
    """A demo at a free port; its address."""
    with tempfile.TemporaryDirectory(prefix="nhacnop-pictures-") as folder:
        config = Path(folder) / "config.yaml"
        config.write_text("database: {url: sqlite+aiosqlite:///data/nhacnop.db}\n", encoding="utf-8")
        command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--config", str(config)]
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        try:
            assert process.stderr is not None
            yield process.stderr.readline().split()[4]
        finally:
            process.terminate()
            process.communicate(timeout=30)


@contextmanager
def visit(browser: "Browser", address: str, width: int, height: int, *, dark: bool = False) -> Iterator["Page"]:
    """The page at this size, sharp enough for a good screen, once the province lives."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        device_scale_factor=1.5,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.locator("body[data-phase='running']").wait_for()
    page.locator(".tile").first.wait_for(state="attached")
    yield page
    context.close()


def take(page: "Page", name: str) -> None:
    """Write docs/NAME.png, small."""
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement?.blur()")
    page.wait_for_timeout(700)
    file = ROOT / "docs" / f"{name}.png"
    page.screenshot(path=file)
    Image.open(file).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    sys.stderr.write(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} kB\n")


def scene(page: "Page") -> None:
    """A secretary hands in, the clock is pushed to the warning, the coordinator is told."""
    secretary = page.locator(".panel").first
    secretary.locator(".composer .quiet").nth(1).click()
    secretary.get_by_text("Đã nhận 1 ảnh").last.wait_for()
    page.locator("#push-next", has_text="Cảnh báo").click()
    page.locator("#push-next", has_text="Nhắc việc").wait_for()
    page.locator("body[data-phase='running']").wait_for()
    page.locator(".panel").nth(1).get_by_text("còn 24 giờ là đến hạn").last.wait_for()
    page.locator(".tile.AT_RISK").first.wait_for()


def main() -> None:
    """Take them all."""
    with demo() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with visit(browser, address, 1360, 850) as page:
            scene(page)
            take(page, "demo")
        with visit(browser, address, 390, 844) as page:
            take(page, "demo-phone-people")
            page.locator(".tabs [data-view='chats']").click()
            take(page, "demo-phone-chat")
        with visit(browser, address, 1360, 850, dark=True) as page:
            for words in ("Nhắc việc", "Hết hạn", "Mở tuần", "Đóng tuần"):
                page.locator("#push-next", has_text=words).click()
                page.locator("#push-next").filter(has_not_text=words).wait_for()
                page.locator("body[data-phase='running']").wait_for()
            page.locator("#board-size").click()
            page.locator(".tile.MISSED").first.wait_for()
            take(page, "demo-board")
        browser.close()


if __name__ == "__main__":
    main()
