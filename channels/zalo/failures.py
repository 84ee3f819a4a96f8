"""Why could a message not be sent, in the neutral words of core.ports?

The platform documents few codes and no descriptions. Words decide first, in English and Vietnamese; a 403 without
any known words is taken for a person who does not want the bot, because whoever writes again is reachable again.
"""

import re
from typing import Final

from channels import calling
from channels.zalo.answers import QuotaUsedUp
from core.ports import OutOfQuota, Refused, SendError, Unavailable, Unreachable

SLOWER_SECONDS: Final = 5.0
"""How long nothing is sent after the front door wanted us slower; it does not say how long."""

_PERSON: Final = r"(?:chat|user|recipient|conversation|người dùng|cuộc trò chuyện)"
_MISSING: Final = r"(?:not (?:found|exist)|không tồn tại|không tìm thấy)"
_GONE: Final = re.compile(
    rf"block|unfollow|not follow|deactivat|left the|kicked|chặn|{_PERSON}.{{0,20}}{_MISSING}"
    rf"|(?:unknown|no such|invalid) {_PERSON}\b",
    re.IGNORECASE,
)
_THEIRS: Final = re.compile(r"internal|server error|temporar", re.IGNORECASE)


def send_error(error: Exception) -> SendError:
    """What became of a send that raised this."""
    if isinstance(error, QuotaUsedUp):
        return OutOfQuota(str(error))
    return calling.send_error(error, "Zalo", SLOWER_SECONDS, _refused)


def _refused(code: int, text: str) -> SendError:
    if _GONE.search(text):
        return Unreachable(text)
    if _THEIRS.search(text):
        return Unavailable(text)
    return Unreachable(text) if code == 403 else Refused(text)
