"""How does a chat of the built-in platform read on paper?

Markdown in the manner of a play: a day's date, then who said what at which local time. It is for the people who
review the conversations, so its four words are in their language and it shows no invitation code.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from channels.local.messages import LocalKind, LocalMessage

_MARKS = re.compile(r"([\\`*<])|^(?=[#>])", re.MULTILINE)


def transcript(messages: Iterable[LocalMessage], zone: ZoneInfo, message: Callable[[int], LocalMessage | None]) -> str:
    """The chat as markdown, times in `zone`. `message` finds the message that a press answers."""
    lines: list[str] = []
    day: date | None = None
    # The pictures of an album are one turn.
    for _, turn in groupby(messages, key=lambda each: each.album or each.id):
        together = list(turn)
        local = together[0].at.astimezone(zone)
        if local.date() != day:
            day = local.date()
            lines += ["", f"**{day:%d/%m/%Y}**", ""] if lines else [f"**{day:%d/%m/%Y}**", ""]
        who = "🤖" if together[0].from_bot else "👤"
        spoken = f"{who} {local:%H:%M} {_words(together, message)}"
        lines += [f"> {line}  " for line in spoken.split("\n")]
    return "\n".join(lines) + "\n" if lines else ""


def _words(together: list[LocalMessage], message: Callable[[int], LocalMessage | None]) -> str:
    first = together[0]
    if len({each.kind for each in together}) > 1 or (first.kind is LocalKind.FILE and len(together) > 1):
        return _several(together)
    match first.kind:
        case LocalKind.PHOTO:
            what = "*(ảnh)*" if len(together) == 1 else f"*({len(together)} ảnh)*"
            return " ".join(filter(None, (what, _escaped(first.text))))
        case LocalKind.FILE:
            return " ".join(filter(None, (f"*(tệp {_escaped(first.file_name or '')})*", _escaped(first.text))))
        case LocalKind.START:
            return "*(mở liên kết mời)*" if first.text else "*(bắt đầu)*"
        case LocalKind.PRESS:
            return _pressed(first, message)
        case LocalKind.TEXT:
            options = (f"[{number} {_escaped(o.label)}]" for number, o in enumerate(first.options, start=1))
            return " ".join((_escaped(first.text), *options))


def _several(together: list[LocalMessage]) -> str:
    """Files, and perhaps pictures, that came together."""
    names = [_escaped(each.file_name or "") for each in together if each.kind is LocalKind.FILE]
    photos = sum(each.kind is LocalKind.PHOTO for each in together)
    return f"*(tệp {', '.join(names)}{f'; {photos} ảnh' if photos else ''})*"


def _pressed(press: LocalMessage, message: Callable[[int], LocalMessage | None]) -> str:
    asked = None if press.under is None else message(press.under)
    actions = [option.action for option in asked.options] if asked else []
    number = f"{actions.index(press.pressed) + 1} " if press.pressed in actions else ""
    return f"[{number}{_escaped(press.text)}]"


def _escaped(text: str) -> str:
    """The text with the marks disarmed that markdown would take for its own. Lists and links may stay."""
    return _MARKS.sub(lambda found: "\\" + (found[1] or ""), text)
