"""A chat on the page while the line is slow: nothing that was said may be missing from it."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Demo, visit
from tests.browser.test_demo_in_browser import SILENT, open_chat, say

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, Browser, Route

pytestmark = pytest.mark.long


def test_what_is_said_while_a_chat_is_still_loading_stays_in_it(browser: "Browser", demo: Demo) -> None:
    with visit(browser, demo) as page:
        held: list[tuple[Route, APIResponse]] = []
        page.route(f"**/api/chats/{SILENT}", lambda route: held.append((route, route.fetch())))
        panel = open_chat(page, SILENT)
        answers = panel.locator(".turn.bot", has_text="còn thiếu 1")
        say(panel, "toi con thieu gi")
        answers.wait_for()
        assert held
        for route, answer in held:
            route.fulfill(response=answer)
        say(panel, "con thieu gi")
        answers.nth(1).wait_for()
        assert panel.locator(".turn.own").count() == 2
