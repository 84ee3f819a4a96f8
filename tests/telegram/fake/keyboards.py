"""Are these buttons ones that Telegram shows?"""

from typing import Any, Final

from tests.telegram.fake.checks import Json
from tests.telegram.fake.refusals import BUTTON_DATA_INVALID, bad_request

DATA_LIMIT: Final = 64
"""Bytes of a button's callback_data, in UTF-8."""

BUTTON_LIMIT: Final = 100
"""Buttons under one message."""

_KINDS: Final = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)


def check_markup(markup: Any) -> None:
    """Raises Telegram's Refusal for buttons that it would not show."""
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if rows is None:
        return
    buttons = [button for row in rows for button in row]
    if len(buttons) > BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check_button(button)


def _check_button(button: Json) -> None:
    if not button["text"]:
        raise bad_request("can't parse inline keyboard button: text must be non-empty")
    if len(_KINDS & button.keys()) != 1:
        raise bad_request("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
    if len(button.get("callback_data", "").encode()) > DATA_LIMIT:
        raise bad_request(BUTTON_DATA_INVALID)


def inline_part(markup: Any) -> Json:
    """What the sent message says of its buttons: only inline ones are told back."""
    if isinstance(markup, dict) and markup.get("inline_keyboard"):
        return {"reply_markup": markup}
    return {}


def labels(message: Json) -> list[str]:
    """The labels of a message's buttons, in reading order."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return [button["text"] for row in rows for button in row]


def data_of(message: Json, label: str) -> str | None:
    """What the button with this label carries."""
    for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
        for button in row:
            if button["text"] == label and "callback_data" in button:
                return str(button["callback_data"])
    return None
