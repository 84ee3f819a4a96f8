"""Telegram: a translator between the Bot API and the neutral words of core.ports.

Facts about the platform come from https://core.telegram.org/bots/api (10.1) and https://core.telegram.org/bots/faq
unless a comment names another source.
"""

import sys

# PTB imports httpx for a transport that is not used here, and httpx its own command line, with a highlighter of
# program texts: seven megabytes in every process that serves. Without that module httpx does without it.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
