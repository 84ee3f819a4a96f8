"""Where does Viber listen, and which token opens it? The token travels in a header and signs what Viber pushes."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from yarl import URL

from core.ports import Misconfigured

_TOKEN = re.compile(r"[A-Za-z0-9-]{16,256}")


@dataclass(frozen=True, slots=True)
class Access:
    """The platform's address and the bot's token. Its `repr` does not show the token.

    Raises Misconfigured for what cannot be a token; the message does not show it.
    """

    token: str = field(repr=False)
    api_url: str = "https://chatapi.viber.com/pa"

    def __post_init__(self) -> None:
        if _TOKEN.fullmatch(self.token) is None:
            raise Misconfigured("the Viber token is not of the form that Viber's admin panel gives: letters, digits, -")

    def method_address(self, method: str) -> URL:
        """The URL of a method."""
        return URL(f"{self.api_url}/{method}")

    def headers(self) -> Mapping[str, str]:
        """What opens every method. To be passed on, never kept in a variable: tracebacks show those."""
        return {"X-Viber-Auth-Token": self.token}

    def signed(self, body: bytes, signature: str) -> bool:
        """Whether Viber signed this body: the hex HMAC-SHA256 with the token as the key. In constant time."""
        wanted = hmac.new(self.token.encode(), body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(signature.strip().lower().encode(), wanted.encode())

    def hide(self, content: bytes) -> bytes:
        """What a server said, without the token, which an error page may repeat."""
        return content.replace(self.token.encode(), b"(hidden)")
