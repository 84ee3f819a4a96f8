"""Takes the pictures of the Vietnamese guides: `.venv/bin/python -m tests.browser.take_guides`.

A demo of its own in a temporary folder, a small scene in Debian's Chromium, one chat a picture.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.take_screenshot import CHROMIUM, COLOURS, FLAGS, ROOT, demo, scene, visit

if TYPE_CHECKING:
    from playwright.sync_api import Locator

FOLDER = ROOT / "docs"


def take(panel: "Locator", name: str, folder: Path = FOLDER) -> None:
    """Write one chat as docs/NAME.png, small."""
    panel.page.evaluate("document.activeElement?.blur()")
    panel.page.wait_for_timeout(700)
    file = folder / f"{name}.png"
    panel.screenshot(path=file)
    Image.open(file).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    sys.stderr.write(f"{file.name}: {file.stat().st_size // 1024} kB\n")


def main(folder: Path = FOLDER) -> None:
    """Take them all."""
    with demo() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with visit(browser, address, 1360, 850) as page:
            scene(page)
            take(page.locator(".panel").first, "huong-dan-bi-thu", folder)
            coordinator = page.locator(".panel").nth(1)
            coordinator.get_by_text("Xem danh sách gọi").last.click()
            coordinator.get_by_text("Gọi xong, ").last.wait_for()
            take(coordinator, "huong-dan-dieu-phoi", folder)
        browser.close()


if __name__ == "__main__":
    main()
