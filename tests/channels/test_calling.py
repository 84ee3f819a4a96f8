"""What a failed call means for a send, whatever the platform, and what of an answer or an update can be trusted."""

from datetime import UTC, datetime

import pytest

from channels.calling import CallFault, NoAnswer, Refusal, TokenRejected, TooFast, object_of_answer, send_error
from channels.payloads import arrived, id_in, made_up_key, object_in, with_arrival
from core.ports import Misconfigured, Refused, SendError, Throttled, Unavailable, Unreachable


def refused(code: int, text: str) -> SendError:
    return Unreachable(text) if code == 6 else Refused(text)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (TooFast("slower"), Throttled),
        (TokenRejected("who?"), Misconfigured),
        (Refusal(6, "gone"), Unreachable),
        (Refusal(3, "bad"), Refused),
        (NoAnswer("cut"), Unavailable),
        (CallFault("anything else"), Unavailable),
        (ValueError("odd"), Unavailable),
    ],
)
def test_each_fault_says_whether_trying_again_makes_sense(fault: Exception, kind: type[SendError]) -> None:
    error = send_error(fault, "Toy", 7.0, refused)
    assert type(error) is kind
    assert not isinstance(error, Throttled) or error.after == 7.0


@pytest.mark.parametrize("payload", [b"", b"<html>", b"[1]", b"null", b"[" * 200_000, b"\xff"])
def test_what_is_no_json_object_is_an_empty_one(payload: bytes) -> None:
    assert object_of_answer(payload) == {}


def test_an_update_is_dated_and_keyed_by_us_where_it_is_not_by_its_platform() -> None:
    moment = datetime(2026, 11, 17, 2, tzinfo=UTC)
    dated = with_arrival({"a": 1}, moment)
    assert arrived(dated) == moment
    assert made_up_key({"a": 1, "b": 2}) == made_up_key({"b": 2, "a": 1}) != made_up_key({"a": 1})


def test_ids_and_objects_are_taken_only_for_what_they_are() -> None:
    body = {"n": 7, "t": "x", "yes": True, "empty": "", "o": {"k": 1}, "list": []}
    assert [id_in(body, key) for key in ("n", "t", "yes", "empty", "o", "nothing")] == [
        "7",
        "x",
        None,
        None,
        None,
        None,
    ]
    assert (object_in(body, "o"), object_in(body, "list"), object_in(body, "nothing")) == ({"k": 1}, {}, {})
