"""A strict stand-in for Telegram's Bot API, on loopback: a real HTTP server with people whose side is scripted.

    async with serving() as fake:                        # in this event loop; or: with serving_in_thread() as fake
        ...Bot(fake.token, base_url=fake.api_url, base_file_url=fake.file_url)...
        hanh = fake.person("Hạnh", phone="+84905000111")  # has not pressed Start yet: cannot be written to
        hanh.opens_link("CODE")                          # /start CODE; hanh.starts() without a payload
        hanh.says("https://example.com/bai-1")
        receipt = await hanh.hears("Đã nhận")            # the oldest unheard message with these words
        hanh.presses("Xem lại")                          # the newest message's button with this label
        hanh.sends_photo(jpeg, "chú thích")              # also sends_album, sends_file, shares_contact, forwards, edits
        hanh.blocks()
        print(hanh.transcript())
    # leaving fails when a request, an answer or an update broke the specification (`fake.assert_clean()`)

    group = fake.group("Điều phối")
    group.takes_bot_in(hanh)
    hanh.says("/nhom", to=group)
    await group.hears("...")

Everything a person does is an ordinary call, from any thread; only `hears`, `fake.until(condition)` and
`fake.is_polled()` wait. `Person` inherits from `Writer` (what can be sent) and `Reader` (what can be heard).

What goes wrong is scripted. Each script counts what it met (`script.met`), so that a test can wait for it:

    fake.when("sendMessage").answers(429, retry_after=3)         # the next one
    fake.when("sendMessage", nth=3, times=2).answers(502)        # the third and fourth from now, with an HTML body
    fake.when("sendMessage", chat=hanh).loses_answer()           # delivered, then the connection is cut
    fake.when("getUpdates").resets()                             # cut in mid-answer, nothing done
    fake.when("getFile", times=None).waits(0.2)                  # slow from now on; the deed is done at once
    fake.when("sendMessage").holds(5)                            # slow before anything is done: time for a kill
    fake.when("download").answers(404)                           # fetching a file's bytes
    fake.latency = 0.05                                          # seconds, each call
    fake.limits.enforce()                                        # 30/s, 1/s a chat, 20/min a group; else 429
    fake.repeats_updates()                                       # the next answer repeats the one before

`fake.calls` is the log of every call: monotonic time, method, chat, whether it went well; `calls.busiest()` is the
most messages delivered within a second. `with fake.expecting_violations() as found:` is for tests that break the
specification on purpose. `fake.feed(updates)` takes raw updates in bulk; `serving(checking=False)` is for benches.

Where it is laxer than Telegram: texts are plain (`parse_mode` is a violation), a webhook may be http on loopback, a
press may be answered twice, and asking again with the same offset at once is neither slowed nor cut to one update.
"""

from tests.telegram.fake.calls import Call, Calls
from tests.telegram.fake.checks import SpecViolation
from tests.telegram.fake.groups import Group
from tests.telegram.fake.messages import Heard
from tests.telegram.fake.people import Person
from tests.telegram.fake.refusals import Refusal
from tests.telegram.fake.serving import served, serving, serving_in_thread
from tests.telegram.fake.stand_in import FakeTelegram

__all__ = [
    "Call",
    "Calls",
    "FakeTelegram",
    "Group",
    "Heard",
    "Person",
    "Refusal",
    "SpecViolation",
    "served",
    "serving",
    "serving_in_thread",
]
