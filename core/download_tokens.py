"""An address that lets one person fetch one file for a while: what it says, and its signature."""

import base64
import binascii
import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

KEY_BYTES = 32
"""The length of a signing key."""

LONGEST_TOKEN = 1000
"""Longer ones are refused unread."""

_SIGNATURE_BYTES = 16
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Shelf(StrEnum):
    """Where the file lies. A link to one shelf opens nothing on another."""

    DOCUMENT = "d"
    PICTURE = "p"


@dataclass(frozen=True, slots=True)
class Download:
    """One file for one member (None: for whoever has the link, a platform's server say) until a moment (UTC).

    `name` is what the file is called on the other side.
    """

    shelf: Shelf
    sha256: str
    name: str
    member: int | None
    until: datetime


def sign(key: bytes, download: Download) -> str:
    """The token: letters, digits, `-`, `_` and one dot."""
    said = json.dumps(
        [download.shelf, download.sha256, download.name, download.member, int(download.until.timestamp())],
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    return f"{_text(said)}.{_text(_signature(key, said))}"


def verify(key: bytes, token: str, now: datetime) -> Download | None:
    """What the token opens; None for one that is forged, changed, over, or not a token. Takes as long for each."""
    said, dot, signature = token.partition(".")
    content, proof = _bytes(said), _bytes(signature)
    if not dot or len(token) > LONGEST_TOKEN or content is None or proof is None:
        return None
    if not hmac.compare_digest(proof, _signature(key, content)):
        return None
    shelf, sha256, name, member, until = json.loads(content)
    download = Download(Shelf(shelf), sha256, name, member, datetime.fromtimestamp(until, UTC))
    return download if now < download.until and _SHA256.fullmatch(sha256) else None


def _signature(key: bytes, said: bytes) -> bytes:
    return hmac.new(key, said, hashlib.sha256).digest()[:_SIGNATURE_BYTES]


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes | None:
    """Only the one way of writing these bytes: a token must not be written in two."""
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return content if _text(content) == text else None
