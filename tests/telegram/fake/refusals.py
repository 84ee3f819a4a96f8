"""In which words does Telegram refuse? The descriptions are its own, letter by letter."""

from collections.abc import Mapping
from typing import Any, Final


class Refusal(Exception):
    """The Bot API answers with this HTTP status and description, and maybe with parameters."""

    def __init__(self, status: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        told: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        return told | ({"parameters": dict(self.parameters)} if self.parameters else {})


def bad_request(reason: str) -> Refusal:
    """A 400 for this reason."""
    return Refusal(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    """A 403 for this reason."""
    return Refusal(403, f"Forbidden: {reason}")


def too_many_requests(retry_after: int) -> Refusal:
    """A 429: try again after so many seconds."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def conflict(reason: str) -> Refusal:
    """A 409 for this reason."""
    return Refusal(409, f"Conflict: {reason}")


CHAT_NOT_FOUND: Final = "chat not found"
NOT_UTF8: Final = "strings must be encoded in UTF-8"
NO_RIGHTS: Final = "not enough rights to send {what} to the chat"
GROUP_DELETED: Final = "the group chat was deleted"
TEXT_EMPTY: Final = "message text is empty"
TEXT_TOO_LONG: Final = "message is too long"
CAPTION_TOO_LONG: Final = "message caption is too long"
NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
EDIT_NOT_FOUND: Final = "message to edit not found"
CANNOT_BE_EDITED: Final = "message can't be edited"
NO_TEXT_TO_EDIT: Final = "there is no text in the message to edit"
QUERY_TOO_OLD: Final = "query is too old and response timeout expired or query ID is invalid"
FILE_TOO_BIG: Final = "file is too big"
WRONG_FILE: Final = "wrong file_id or the file is temporarily unavailable"
BUTTON_DATA_INVALID: Final = "BUTTON_DATA_INVALID"
UPGRADED: Final = "group chat was upgraded to a supergroup chat"

BLOCKED: Final = "bot was blocked by the user"
DEACTIVATED: Final = "user is deactivated"
NEVER_STARTED: Final = "bot can't initiate conversation with a user"

OTHER_POLL: Final = "terminated by other getUpdates request; make sure that only one bot instance is running"
POLL_ENDED_BY_WEBHOOK: Final = "terminated by setWebhook request"
WEBHOOK_ACTIVE: Final = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)

UNAUTHORIZED: Final = Refusal(401, "Unauthorized")
METHOD_NOT_FOUND: Final = Refusal(404, "Not Found: method not found")
NOT_FOUND: Final = Refusal(404, "Not Found")
