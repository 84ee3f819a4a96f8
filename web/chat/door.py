"""Who may drive this page? Only a page that came from here, in a browser on this machine.

The server listens on loopback, but every page in the visitor's browser can send requests there. So each request
must name this host (a name that an attacker's DNS points here is refused), and each one that changes something must
come from a page of this very origin.
"""

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from web.safe_headers import sent_with

READING = frozenset({"GET", "HEAD"})

HEADERS = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class LoopbackDoor:
    """Wraps an application. `hosts` are the Host headers under which it may be called."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through with the safe headers, or answer 403 saying why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        send_safely = sent_with(HEADERS, send)
        reason = self._refusal(scope["method"], scope["path"], Headers(scope=scope))
        if reason is None:
            await self._app(scope, receive, send_safely)
        else:
            await JSONResponse({"error": reason}, 403)(scope, receive, send_safely)

    def _refusal(self, method: str, path: str, headers: Headers) -> str | None:
        """Why this request is refused; None when it may pass."""
        host = headers.get("host", "").lower()
        if host not in self._hosts:
            return "wrong_host"
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if method in READING:
            return (
                "other_site" if site not in (None, "same-origin", "none") and not _follows_link(path, headers) else None
            )
        if origin is not None:
            return None if origin.lower() == f"http://{host}" else "other_site"
        return None if site == "same-origin" else "other_site"


def _follows_link(path: str, headers: Headers) -> bool:
    """Whether somebody clicked a link to the page, in a mail or in a README: it opens for the visitor alone.

    The other site sees nothing of it, and a frame would say `iframe` instead of `document`.
    """
    return path == "/" and (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")


def loopback_hosts(port: int) -> list[str]:
    """The Host headers of a page served on this port of this machine."""
    names = ["127.0.0.1", "localhost", "[::1]"]
    return [f"{name}:{port}" for name in names] + (names if port == 80 else [])
