"""The demo as a visitor uses it, in a real browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.demo.pictures import picture
from tests.browser.conftest import Demo, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

SECRETARY, SILENT, COORDINATOR = "s-X12", "s-X13", "c-H1"

pytestmark = pytest.mark.long


def open_chat(page: "Page", chat: str) -> "Locator":
    """Open a chat from the list and give its panel."""
    page.locator(f".person[data-chat='{chat}']").click()
    panel = page.locator(f".panel[data-chat='{chat}']")
    panel.locator("textarea").wait_for()
    return panel


def say(panel: "Locator", text: str) -> None:
    """Type and press Enter."""
    panel.locator("textarea").fill(text)
    panel.locator("textarea").press("Enter")


def to_next_event(page: "Page", *what: str) -> None:
    """Push the clock from event to event; each must be the one that is named."""
    for words in what:
        button = page.locator("#push-next", has_text=words)
        button.click()
        page.locator("#push-next").filter(has_not_text=words).wait_for()
        page.locator("body[data-phase='running']").wait_for()


def drop(panel: "Locator", name: str, content: bytes) -> None:
    """Drag a file from the desktop into a chat."""
    make = """([name, bytes]) => {
        const held = new DataTransfer();
        held.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
        return held;
    }"""
    held = panel.page.evaluate_handle(make, [name, list(content)])
    panel.dispatch_event("dragover", {"dataTransfer": held})
    assert panel.get_attribute("data-drop")
    panel.dispatch_event("drop", {"dataTransfer": held})
    assert panel.get_attribute("data-drop") is None


def test_a_photo_is_receipted_and_a_missed_week_reaches_the_coordinator_and_the_board(
    browser: "Browser", demo: Demo
) -> None:
    with visit(browser, demo) as page:
        secretary = open_chat(page, SECRETARY)
        drop(secretary, "tin-bai.jpg", picture("visitor"))
        say(secretary, "Tin bài tuần này")
        secretary.get_by_text("Đã nhận 1 ảnh").last.wait_for()
        page.locator(".tile.MET[data-unit='X12']").wait_for()

        silent = open_chat(page, SILENT)
        say(silent, "toi con thieu gi")
        silent.get_by_text("0/1, còn thiếu 1").last.wait_for()

        to_next_event(page, "Nhắc việc", "Cảnh báo")
        page.locator(".tile.AT_RISK[data-unit='X13']").wait_for()
        coordinator = open_chat(page, COORDINATOR)
        coordinator.get_by_text("còn 24 giờ là đến hạn").last.wait_for()

        to_next_event(page, "Nhắc việc", "Hết hạn", "Mở tuần", "Đóng tuần")
        page.locator(".tile.MISSED[data-unit='X13']").wait_for()
        assert page.locator(".tile[data-unit='X13']").get_attribute("aria-label") is not None
        assert "Thiếu, 0/1" in str(page.locator(".tile[data-unit='X13']").get_attribute("aria-label"))
        assert page.locator(".tile.MET[data-unit='X12']").count() == 1
        coordinator.get_by_text("đã đóng lúc").last.wait_for()
        coordinator.locator(".option").first.click()
        coordinator.get_by_text("Em đã ghi").last.wait_for()


def test_the_album_is_shown_together_and_photos_open_large(browser: "Browser", demo: Demo, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.jpg" for number in range(3)]
    for file in files:
        file.write_bytes(picture(file.name))
    with visit(browser, demo) as page:
        panel = open_chat(page, SECRETARY)
        panel.locator("input[type=file]").set_input_files(files)
        assert panel.locator(".thumb").count() == 3
        panel.locator(".send").click()
        panel.get_by_text("Đã nhận 3 ảnh").wait_for()
        panel.locator(".album[data-count='3'] button.photo").nth(1).click()
        light = page.locator("#light")
        light.get_by_text("2/3").wait_for()
        page.keyboard.press("ArrowRight")
        light.get_by_text("3/3").wait_for()
        page.keyboard.press("Escape")
        light.wait_for(state="hidden")


def test_a_visitor_registers_by_typing_numbers(browser: "Browser", demo: Demo) -> None:
    with visit(browser, demo) as page:
        waiting = page.locator("section[data-group='waiting'] .person")
        assert waiting.count() == 2
        chat = str(waiting.first.get_attribute("data-chat"))
        panel = open_chat(page, chat)
        assert panel.locator("code").inner_text()
        panel.get_by_role("button", name="Mở lời mời").click()
        panel.get_by_role("button", name="Đúng", exact=False).first.wait_for()
        say(panel, "1")
        panel.get_by_role("button", name="Tôi đồng ý").wait_for()
        say(panel, "1")
        panel.get_by_text("Từ nay anh/chị cứ gửi ảnh").wait_for()
        page.locator("section[data-group='waiting'] .person").nth(1).wait_for(state="detached")


def test_a_photo_of_30_mb_is_refused_in_words_and_nothing_is_sent(
    browser: "Browser", demo: Demo, tmp_path: Path
) -> None:
    heavy = tmp_path / "rat-nang.jpg"
    heavy.write_bytes(b"\xff\xd8\xff".ljust(30 * 1024 * 1024, b"\0"))
    with visit(browser, demo) as page:
        panel = open_chat(page, SECRETARY)
        panel.locator("input[type=file]").set_input_files(heavy)
        fault = panel.get_by_role("alert")
        fault.wait_for()
        assert "“rat-nang.jpg” nặng 30 MB; mỗi tệp tối đa 20 MB" in fault.inner_text()
        assert panel.locator(".thumb").count() == 0


def test_the_page_says_that_the_program_is_gone_and_comes_back_by_itself(browser: "Browser", demo: Demo) -> None:
    with visit(browser, demo) as page:
        panel = open_chat(page, SECRETARY)
        before = page.locator("#date").inner_text()
        demo.kill()
        page.locator("#notice", has_text="Mất kết nối").wait_for()
        say(panel, "con thieu gi")
        panel.get_by_text("Chờ nối lại để gửi").wait_for()
        demo.start()
        page.locator("#notice").wait_for(state="hidden")
        panel.locator(".turn.bot .bubble", has_text="tuần 40").last.wait_for()
        panel.locator(".pending").wait_for(state="detached")
        assert panel.locator(".turn.own .bubble", has_text="con thieu gi").count() == 1
        assert page.locator("#date").inner_text() == before


def test_two_tabs_see_the_same(browser: "Browser", demo: Demo) -> None:
    with visit(browser, demo) as one, visit(browser, demo, language="en") as other:
        here, there = open_chat(one, SECRETARY), open_chat(other, SECRETARY)
        say(here, "một câu ở đây")
        there.get_by_text("một câu ở đây").wait_for()
        other.locator("#push-hour").click()
        one.locator("#time", has_text="10:0").wait_for()


def test_everything_can_be_done_from_the_keyboard(browser: "Browser", demo: Demo) -> None:
    with visit(browser, demo) as page:
        page.keyboard.press("/")
        page.keyboard.type("hoa son 1")
        page.keyboard.press("Enter")
        panel = page.locator(f".panel[data-chat='{SILENT}']")
        panel.locator("textarea:focus").wait_for()
        page.keyboard.type("toi con thieu gi")
        page.keyboard.press("Enter")
        panel.get_by_text("còn thiếu 1").last.wait_for()
        page.keyboard.press("Alt+b")
        page.locator(".tile:focus").wait_for()
        first = page.evaluate("document.activeElement.dataset.unit")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.dataset.unit") != first
        page.keyboard.press("Alt+1")
        page.locator(".panel textarea:focus").first.wait_for()
        page.keyboard.press("Alt+n")
        page.locator("#time", has_text="19:30").wait_for()


@pytest.mark.parametrize(
    ("language", "dark"),
    [
        pytest.param("vi", False, id="light-vi"),
        pytest.param("vi", True, id="dark-vi", marks=pytest.mark.long),
        pytest.param("en", False, id="light-en", marks=pytest.mark.long),
        pytest.param("en", True, id="dark-en", marks=pytest.mark.long),
    ],
)
def test_nothing_is_cut_off_at_any_width(browser: "Browser", demo: Demo, language: str, dark: bool) -> None:
    with visit(browser, demo, language=language, dark=dark) as page:
        open_chat(page, SECRETARY)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert overlapping(page) == [], width
            for view in ("people", "chats", "board"):
                page.evaluate("view => { document.body.dataset.view = view; }", view)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, view)
                for part in ("#push-hour", "#push-next", "#time", f"main > .{view}"):
                    box = page.locator(part).bounding_box()
                    assert box is not None, (width, view, part)
                    assert box["x"] >= 0 and box["x"] + box["width"] <= width + 1, (width, view, part)
        assert page.locator("html").get_attribute("lang") == language


SIZES = [
    *((320, 568), (360, 640), (390, 844), (768, 1024), (820, 1180), (900, 700), (1024, 768), (1140, 800), (1240, 800)),
    *((1280, 800), (1440, 900), (1920, 1080), (3840, 2160)),
]


def overlapping(page: "Page") -> list[tuple[str, str]]:
    """The parts of the top that cover each other, and on a narrow page switches that take a line of their own."""
    parts = [
        ".brand img",
        ".brand h1",
        "#time",
        "#date",
        "#push-hour",
        "#push-day",
        "#push-next",
        "#push-more",
        ".switch",
        ".languages",
    ]
    boxes = {part: box for part in parts if (box := page.locator(part).bounding_box()) and box["width"] > 1}
    assert abs(boxes["#time"]["y"] - boxes[".languages"]["y"]) < 20
    return [
        (one, other)
        for one, first in boxes.items()
        for other, second in boxes.items()
        if one < other
        and first["x"] < second["x"] + second["width"] - 1
        and second["x"] < first["x"] + first["width"] - 1
        and first["y"] < second["y"] + second["height"] - 1
        and second["y"] < first["y"] + first["height"] - 1
    ]


def test_another_site_in_the_same_browser_cannot_drive_the_page(browser: "Browser", demo: Demo) -> None:
    with visit(browser, demo) as page, other_site(demo.address) as site:
        before = page.locator("#time").inner_text()
        stranger = browser.new_page()
        stranger.goto(site)
        stranger.locator("#done").wait_for()
        assert stranger.locator("#done").inner_text() == "sent 4, read 0"
        stranger.close()
        panel = open_chat(page, SECRETARY)
        say(panel, "???")
        panel.locator(".turn.bot").last.wait_for()
        assert panel.get_by_text("from elsewhere").count() == 0
        assert page.locator("#time").inner_text()[:3] == before[:3]


ATTACK = """<!doctype html><script>
const target = "ADDRESS";
const send = (path, init) => fetch(target + path, init).then((answer) => answer.ok && answer.text()).catch(() => null);
(async () => {
  let read = 0;
  const text = JSON.stringify({ text: "from elsewhere", push: "day" });
  for (const path of ["api/chats/s-X12/say", "api/clock"]) {
    if (await send(path, { method: "POST", mode: "no-cors", body: text })) read += 1;
    if (await send(path, { method: "POST", headers: { "content-type": "application/json" }, body: text })) read += 1;
  }
  if (await send("api/people", {})) read += 1;
  const done = document.createElement("p");
  done.id = "done";
  done.textContent = `sent 4, read ${read}`;
  document.body.append(done);
})();
</script><body></body>"""


@contextmanager
def other_site(address: str) -> Iterator[str]:
    """A page of another origin that tries what it can; its address."""
    html = ATTACK.replace("ADDRESS", address).encode()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(html)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
