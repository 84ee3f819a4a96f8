"""A chat on the page: nothing that was said or written may be missing from it."""

from typing import TYPE_CHECKING

import pytest

from bot.demo.pictures import picture
from tests.browser.conftest import Demo, visit
from tests.browser.test_demo_in_browser import SECRETARY, SILENT, drop, open_chat, say

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


def test_words_that_are_too_many_stay_in_the_box_with_what_was_chosen(browser: "Browser", demo: Demo) -> None:
    with visit(browser, demo) as page:
        panel = open_chat(page, SECRETARY)
        for limit in (4096, 1024):
            say(panel, "a" * (limit + 1))
            fault = panel.get_by_role("alert")
            fault.wait_for()
            assert f"Tin dài {limit + 1} ký tự, tối đa {limit}, nên chưa gửi" in fault.inner_text()
            assert len(panel.locator("textarea").input_value()) == limit + 1
            assert panel.locator(".turn.own .bubble", has_text="aaa").count() == 0
            drop(panel, "tin-bai.jpg", picture(f"beside {limit}"))
        assert panel.locator(".thumb").count() == 2
        say(panel, "vừa đủ")
        panel.get_by_text("Đã nhận 2 ảnh").wait_for()
