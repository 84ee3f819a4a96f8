"""Where platforms push to."""

from core.pushing import Delivery, hook_path


def test_every_bot_has_a_path_of_its_own() -> None:
    assert hook_path("zalo", "zalo-2") == "/hook/zalo/zalo-2"


def test_a_probe_brings_nothing_and_wants_no_answer() -> None:
    assert Delivery() == Delivery(updates=(), answer=None)
