"""Where does the Zalo Bot Platform listen, and which token opens it?

The token is part of every URL, so this is the only file that ever joins the two. Nothing here shows it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from yarl import URL

from channels.hooking import secret_of
from core.ports import Misconfigured

_TOKEN = re.compile(r"[A-Za-z0-9_.:-]{8,512}")


@dataclass(frozen=True, slots=True)
class Access:
    """The platform's address and one bot's token, which follows `api_url`. Its `repr` does not show the token.

    Raises Misconfigured for what cannot be a token; the message does not show it.
    """

    token: str = field(repr=False)
    api_url: str = "https://bot-api.zaloplatforms.com/bot"

    def __post_init__(self) -> None:
        if _TOKEN.fullmatch(self.token) is None:
            raise Misconfigured("the Zalo token is not of the form that Zalo Bot Manager gives: 123456:letters")

    def method_address(self, method: str) -> URL:
        """The URL of a method. To be passed on, never kept in a variable: tracebacks show those."""
        return URL(f"{self.api_url}{self.token}/{method}", encoded=True)

    def headers(self) -> Mapping[str, str]:
        """Nothing: the token stands in the address."""
        return {}

    def hide(self, content: bytes) -> bytes:
        """What a server said, without the token, which an error page may repeat. No spelling of its end differs."""
        return content.replace((self.token.partition(":")[2] or self.token).encode(), b"(hidden)")

    @property
    def hook_secret(self) -> str:
        """What the platform shows with each webhook: made of the token, so that there is no second secret to keep."""
        return secret_of(self.token)
