"""The board in a real browser: the whole of every name, and the name that a unit has now."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Demo, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.long

LONG = "Hướng Phùng"
"""The longest name of the reference province."""


def renamed(page: "Page", name: str) -> None:
    """From now on the first unit of the board is called so."""

    def answer(route: "Route") -> None:
        response = route.fetch()
        document = response.json()
        document["groups"][0]["tiles"][0]["name"] = name
        route.fulfill(response=response, json=document)

    page.route("**/api/board*", answer)


def test_a_unit_that_was_renamed_is_called_so_at_once(browser: "Browser", demo: Demo) -> None:
    with visit(browser, demo, 1360, 850) as page:
        first = page.locator(".tile .name").first
        assert first.inner_text() != "Tân Hải"
        renamed(page, "Xã Tân Hải")
        page.locator("#push-hour").click()
        page.locator(".tile .name", has_text="Tân Hải").wait_for()


@pytest.mark.parametrize("width", [1024, 1320, 1360])
def test_no_name_on_the_board_is_cut(browser: "Browser", demo: Demo, width: int) -> None:
    with visit(browser, demo, width, 850) as page:
        renamed(page, f"Xã {LONG}")
        page.locator("#push-hour").click()
        if width < 1140:
            page.locator(".tabs [data-view='board']").click()
        name = page.locator(".tile .name", has_text=LONG)
        name.wait_for()
        assert name.evaluate("(node) => node.scrollWidth <= node.clientWidth")
        words = page.locator(".switch .words")
        if words.is_visible():
            assert "\u00a0" in words.inner_text(), "mô phỏng stays together"
