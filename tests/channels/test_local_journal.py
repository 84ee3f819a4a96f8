"""The built-in platform outlives its process."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.local.changes import Blocked, Change, Confirmed, Opened, Posted, change_from, change_record
from channels.local.journal import Journal, JournalBroken
from channels.local.messages import LocalKind, LocalMessage
from channels.local.platform import LocalPlatform
from core.ports import Option
from tests.processes import waited_for

MONDAY = datetime(2026, 11, 16, 1, 0, 0, 123456, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def opened(folder: Path) -> LocalPlatform:
    return LocalPlatform(folder, lambda: MONDAY)


def lived_in(folder: Path) -> LocalPlatform:
    """A platform on which everything happened that can."""
    platform = opened(folder)
    platform.open_chat("an", "Chị An")
    platform.open_chat("ba", "Anh Ba")
    platform.open_chat("ba", "Anh Ba (cũ)")
    platform.start("an", "code")
    asked = int(platform.bot_send("an", "Đúng không ạ?\n\u2028😀", [Option("Đúng", "yes"), Option("Không", "no")]))
    platform.press("an", asked, "yes", once="p")
    platform.say("an", "một\nhai", once="k")
    platform.send_pictures("an", [b"1", b"2", b"3"], "ba ảnh", once="a")
    platform.send_file("an", "danh sách.xlsx", b"PK", content_type="application/zip")
    platform.confirm(platform.updates()[3].key)
    platform.deliver_again(1)
    platform.block("ba")
    return platform


def state(platform: LocalPlatform) -> object:
    chats = platform.chats()
    return (
        chats,
        [platform.messages(chat.chat) for chat in chats],
        [platform.last_options(chat.chat) for chat in chats],
        platform.updates(),
    )


def test_a_platform_opened_again_is_as_it_was(tmp_path: Path) -> None:
    with lived_in(tmp_path) as before:
        expected = state(before)
    with opened(tmp_path) as after:
        assert state(after) == expected
        assert after.say("an", "khác", once="k").text == "một\nhai"
        assert len(after.send_pictures("an", [b"9"], once="a")) == 3
        assert after.say("an", "mới").id == max(m.id for m in before.messages("an")) + 1
        assert after.bot_fetch(after.messages("an")[4].upload or "") == b"1"


def test_it_goes_on_where_a_process_vanished_without_closing(tmp_path: Path) -> None:
    expected = state(lived_in(tmp_path))
    with opened(tmp_path) as after:
        assert state(after) == expected


def test_a_torn_last_line_is_dropped_and_writing_goes_on_cleanly(tmp_path: Path) -> None:
    lived_in(tmp_path).close()
    journal = tmp_path / "chat.jsonl"
    with opened(tmp_path) as platform:
        whole = state(platform)
        size = journal.stat().st_size
        platform.send_pictures("an", [b"x", b"y"], "bị cắt", once="torn")
    end = journal.stat().st_size
    for cut in (size + 1, (size + end) // 2, end - 1):
        content = journal.read_bytes()
        os.truncate(journal, cut)
        with opened(tmp_path) as platform:
            assert state(platform) == whole
            assert journal.stat().st_size == size
            assert len(platform.send_pictures("an", [b"x", b"y"], "bị cắt", once="torn")) == 2
        with opened(tmp_path) as platform:
            assert platform.messages("an")[-1].album is not None
        assert len(journal.read_bytes()) == len(content)


def test_a_foreign_line_in_the_middle_is_named(tmp_path: Path) -> None:
    lived_in(tmp_path).close()
    journal = tmp_path / "chat.jsonl"
    lines = journal.read_bytes().split(b"\n")
    for foreign in (
        b"{",
        b"[]",
        b'{"change":"unknown"}',
        b"{}",
        b'{"change":"blocked","chat":"nobody","blocked":true}',
    ):
        journal.write_bytes(b"\n".join([*lines[:2], foreign, *lines[2:]]))
        with pytest.raises(JournalBroken, match="line 3"):
            opened(tmp_path)


def test_after_closing_nothing_can_be_changed(tmp_path: Path) -> None:
    platform = lived_in(tmp_path)
    platform.close()
    platform.close()
    before = state(platform)
    with pytest.raises(ValueError, match="closed"):
        platform.say("an", "muộn")
    assert state(platform) == before


def test_every_change_is_one_line(tmp_path: Path) -> None:
    journal = tmp_path / "chat.jsonl"

    def lines() -> int:
        return journal.read_bytes().count(b"\n")

    with lived_in(tmp_path) as platform:
        before = lines()
        platform.send_pictures("an", [b"1"] * 10)
        assert lines() == before + 1
        platform.bot_send("an", "hai\ndòng", [])
        assert lines() == before + 2
        platform.open_chat("an", "Chị An")
        platform.block("ba")
        platform.deliver_again(0)
        assert lines() == before + 2


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limits")
def test_a_full_disk_leaves_no_half_line(tmp_path: Path) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
from channels.local.journal import Journal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
journal = Journal(Path(sys.argv[1]))
journal.append({"n": 1})
resource.setrlimit(resource.RLIMIT_FSIZE, (50, resource.RLIM_INFINITY))
try:
    journal.append({"n": "x" * 100})
except OSError:
    print("full")
journal.append({"n": 3})
"""
    path = tmp_path / "chat.jsonl"
    done = run(script, str(path))
    assert done.stdout.strip() == "full", done.stderr
    journal = Journal(path)
    assert journal.read() == [{"n": 1}, {"n": 3}]
    journal.close()


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_whatever_was_answered_survives_kill_9(tmp_path: Path) -> None:
    script = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from channels.local.platform import LocalPlatform
platform = LocalPlatform(Path(sys.argv[1]), lambda: datetime(2026, 11, 16, tzinfo=UTC))
platform.open_chat("an", "An")
while True:
    photos = platform.send_pictures("an", [b"1", b"2"], "x" * 1000)
    print(photos[-1].id, flush=True)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with waited_for(process):
        answered = [int(process.stdout.readline()) for _ in range(50)]
    process.send_signal(signal.SIGKILL)
    answered += [int(line) for line in process.stdout.read().split("\n") if line]
    process.stdout.close()
    process.wait()
    with opened(tmp_path) as platform:
        messages = platform.messages("an")
        assert len(messages) in (answered[-1], answered[-1] + 2)
        assert [message.id for message in messages] == list(range(1, len(messages) + 1))
        assert platform.bot_fetch(messages[-1].upload or "") == b"2"


def test_nine_weeks_of_a_province_open_fast_and_appending_stays_fast(tmp_path: Path) -> None:
    """Generous borders: the point is that nothing grows with the square of the chats."""
    with opened(tmp_path) as platform:
        for n in range(125):
            platform.open_chat(f"c{n}", f"Xã {n}")
        first = timed(platform, 2_500)
        timed(platform, 2_500)
        last = timed(platform, 2_500)
        assert last < 8 * first + 2
    began = time.process_time()
    with opened(tmp_path) as platform:
        assert len(platform.messages("c1")) == 120
    assert time.process_time() - began < 10


def timed(platform: LocalPlatform, rounds: int) -> float:
    began = time.process_time()
    for n in range(rounds):
        platform.say(f"c{n % 125}", "https://example.org/tin-bai")
        platform.bot_send(f"c{n % 125}", "Đã nhận 1 đường dẫn", [Option("Xem lại", "a"), Option("Rút lại", "b")])
    return time.process_time() - began


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
messages = st.builds(
    LocalMessage,
    id=st.integers(1, 10**9),
    chat=texts,
    at=st.datetimes(timezones=st.just(UTC)),
    kind=st.sampled_from(LocalKind),
    from_bot=st.booleans(),
    text=texts,
    options=st.lists(st.builds(Option, texts, texts), max_size=3).map(tuple),
    upload=st.none() | texts,
    size=st.none() | st.integers(0, 10**8),
    file_name=st.none() | texts,
    content_type=st.none() | texts,
    album=st.none() | texts,
    under=st.none() | st.integers(),
    pressed=st.none() | texts,
)
changes = st.one_of(
    st.builds(Opened, texts, texts, st.datetimes(timezones=st.just(UTC))),
    st.builds(Blocked, texts, st.booleans()),
    st.builds(Confirmed, st.integers(0)),
    st.builds(Posted, st.lists(messages, min_size=1, max_size=3).map(tuple), st.none() | texts),
)


@given(changes)
def test_a_change_reads_back_as_it_was_written(change: Change) -> None:
    assert change_from(change_record(change)) == change
