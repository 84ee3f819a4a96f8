"""Where does the Bot API listen, and which token opens it?

The token is part of every URL, so this is the only file that ever joins the two. Nothing here shows it.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from yarl import URL

from channels.hooking import secret_of
from core.ports import Misconfigured

_TOKEN = re.compile(r"([0-9]{1,20}):([A-Za-z0-9_-]+)")
_INSERTION: Final = "{token}"


@dataclass(frozen=True, slots=True)
class Access:
    """The Bot API's addresses and the bot's token. Its `repr` shows neither the token nor the proxy's password.

    The token follows `api_url` and `file_url`, or takes the place of "{token}" in them (an own relay, Telegram's
    test environment). `proxy` is an http:// URL, which may hold a user and a password.
    Raises Misconfigured for what cannot be a token; the message does not show it.
    """

    token: str = field(repr=False)
    api_url: str = "https://api.telegram.org/bot"
    file_url: str = "https://api.telegram.org/file/bot"
    proxy: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if _TOKEN.fullmatch(self.token) is None:
            raise Misconfigured("the Telegram token is not of the form 123456:letters, as @BotFather gives it")

    @property
    def account(self) -> str:
        """The bot's numeric id, which is the part of the token that is no secret."""
        return self.token.partition(":")[0]

    @property
    def hook_secret(self) -> str:
        """What Telegram shows with each webhook: made of the token, so that there is no second secret to keep."""
        return secret_of(self.token)

    def method_address(self, path: str) -> URL:
        """The URL of a method, "/sendMessage". To be passed on, never kept in a variable: tracebacks show those."""
        return URL(self._opened(self.api_url) + path)

    def file_address(self, path: str) -> URL:
        """The URL of a file, by the path that getFile gave. As secret as a method's."""
        return URL(f"{self._opened(self.file_url)}/{quote(path)}", encoded=True)

    def hide(self, content: bytes) -> bytes:
        """What a server said, without the token, which an error page may repeat. No spelling of it differs."""
        return content.replace(self.token.partition(":")[2].encode(), b"(hidden)")

    def _opened(self, url: str) -> str:
        return url.replace(_INSERTION, self.token) if _INSERTION in url else url + self.token
