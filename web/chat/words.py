"""How do the things of the page look as JSON? Moments in ISO 8601, UTC, to the millisecond."""

from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.responses import JSONResponse

from channels.local.messages import LocalKind, LocalMessage
from web.chat.stage import ClockFace


def plain(value: Any) -> Any:
    """A dataclass, or anything made of them, as what JSON has."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def moment_words(moment: datetime) -> str:
    """ISO 8601 in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def face_words(face: ClockFace) -> dict[str, Any]:
    """What the clock shows."""
    return {name: plain(getattr(face, name)) for name in ("phase", "now", "since", "until", "coming", "people_live")}


def message_words(message: LocalMessage) -> dict[str, Any]:
    """One message as a bubble needs it; an invitation's code stays out."""
    words: dict[str, Any] = {
        "id": message.id,
        "chat": message.chat,
        "at": moment_words(message.at),
        "kind": message.kind.value,
        "bot": message.from_bot,
        "text": message.text,
    }
    if message.kind is LocalKind.START:
        words |= {"text": "", "invited": bool(message.text)}
    if message.options:
        words["options"] = [{"label": option.label, "action": option.action} for option in message.options]
    for name in ("upload", "size", "file_name", "album", "under"):
        value = getattr(message, name)
        if value is not None:
            words[name] = value
    return words


def refusal(status: int, error: str, **facts: object) -> JSONResponse:
    """An answer that says in one word (and facts) what was not done; the page has the sentence."""
    return JSONResponse({"error": error, **facts}, status)
