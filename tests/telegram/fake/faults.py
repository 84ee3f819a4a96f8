"""What goes wrong, when a test wants it to?"""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, Literal

from tests.telegram.fake.refusals import Refusal

CutWhen = Literal["before", "in mid-answer", "after"]

_PHRASES: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
}
_HTML: Final = (
    "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)


@dataclass(frozen=True, slots=True)
class Fate:
    """What happens to one call instead of a plain answer."""

    refusal: Refusal | None = None
    html: tuple[int, str] | None = None
    cut: CutWhen | None = None
    seconds_before: float = 0.0
    seconds: float = 0.0

    @property
    def lets_happen(self) -> bool:
        """Whether the call does what it asks for, whatever becomes of the answer."""
        return self.refusal is None and self.html is None and self.cut in (None, "after")


@dataclass(slots=True)
class Script:
    """Some calls fare ill. `met` counts how many did so far."""

    method: str | None
    chat: int | str | None
    nth: int
    times: int | None
    fate: Fate = field(default_factory=Fate)
    seen: int = 0
    met: int = 0

    def answers(
        self, status: int, description: str = "", *, retry_after: int | None = None, html: bool | None = None
    ) -> "Script":
        """An error and nothing done: from 500 on with an HTML body, below with JSON in Telegram's manner.

        With a `description` it is always JSON. `html` is a page whatever the status: some proxy's, on the way.
        """
        if html or (html is None and status >= 500 and not description):
            title = f"{status} {HTTPStatus(status).phrase}"
            return self._does(Fate(html=(status, _HTML.format(title=title))))
        if retry_after is not None:
            told = description or f"Too Many Requests: retry after {retry_after}"
            return self._does(Fate(refusal=Refusal(status, told, {"retry_after": retry_after})))
        return self._does(Fate(refusal=Refusal(status, description or _PHRASES[status])))

    def refuses(self, refusal: Refusal) -> "Script":
        """Exactly this refusal, and nothing done."""
        return self._does(Fate(refusal=refusal))

    def resets(self, when: CutWhen = "in mid-answer") -> "Script":
        """The connection is reset and nothing was done: before any answer, or after half of one."""
        return self._does(Fate(cut=when))

    def loses_answer(self) -> "Script":
        """Everything is done, then the connection is cut without an answer."""
        return self._does(Fate(cut="after"))

    def waits(self, seconds: float) -> "Script":
        """Everything is done at once and answered after so many seconds."""
        return self._does(Fate(seconds=seconds))

    def holds(self, seconds: float) -> "Script":
        """Nothing is done for so many seconds, then everything; never, if the caller is gone by then."""
        return self._does(Fate(seconds_before=seconds))

    def _does(self, fate: Fate) -> "Script":
        self.fate = fate
        return self


class Faults:
    """The scripts, in the order they were written. A call meets the first one that is due."""

    def __init__(self) -> None:
        self._scripts: list[Script] = []

    def when(self, method: str | None, chat: int | str | None, nth: int, times: int | None) -> Script:
        """A script for calls of this method ("download" for a file's bytes; None: any call) to this chat.

        It begins with the nth such call from now and ends after `times` of them (None: never).
        """
        script = Script(method, chat, nth, times)
        self._scripts.append(script)
        return script

    def clear(self) -> None:
        """Forget all scripts."""
        self._scripts.clear()

    def meet(self, method: str, chat: int | str | None) -> Fate | None:
        """What befalls this call."""
        befallen: Script | None = None
        for script in self._scripts:
            if script.method not in (None, method) or script.chat not in (None, chat):
                continue
            script.seen += 1
            due = script.seen >= script.nth and (script.times is None or script.met < script.times)
            if due and befallen is None:
                befallen = script
        if befallen is None:
            return None
        befallen.met += 1
        return befallen.fate
