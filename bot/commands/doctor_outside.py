"""`nhacnop doctor`: what does the world say? The bots' tokens, the platforms' clocks, our own door's certificate."""

import asyncio
import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from bot.channels import planned_bots
from bot.clock import SystemClock
from bot.commands.check import look_at_bot
from bot.commands.doctor_machine import clock_finding, in_words, wrong_by
from bot.commands.finding import Finding, number_of
from bot.config import Config

ANSWER_SECONDS = 5.0
"""How long anybody outside may take to answer."""

CERTIFICATE_DAYS = timedelta(days=14)
"""Certificates that are renewed by themselves are renewed a month before their end: with less left, nobody does it."""


async def look(config: Config) -> list[Finding]:
    """Everything side by side; a machine without a network waits a few seconds."""
    return list(await asyncio.gather(_tokens(config), _clocks(config), _certificate(config)))


async def _tokens(config: Config) -> Finding:
    """Whether each platform takes each bot for what it is."""
    found = await asyncio.gather(*(look_at_bot(config, bot) for bot in planned_bots(config)))
    wrong = [each for each in found if not each.fine]
    return Finding(
        "tokens",
        "every bot's platform knows it" if found else "no bot of a platform is enabled",
        f"{number_of(len(wrong), 'bot')} cannot work",
        "see each line",
        len(wrong),
        [{"told": each.what, "mend": each.mend} for each in wrong],
        [f"{each.what}; {each.mend}" for each in wrong],
    )


async def _clocks(config: Config) -> Finding:
    """Whether the platforms have the same time as this machine. Who does not answer says nothing about it."""
    enabled = [settings for _, settings in config.channels if settings.enabled]
    lines = []
    for place in {f"{url.scheme}://{url.netloc}/" for each in enabled if (url := urlsplit(each.api_url))}:
        theirs = await date_of(place)
        if theirs is not None and (told := wrong_by(SystemClock().now(), theirs)):
            lines.append(f"it is {told} that of {urlsplit(place).hostname}")
    return clock_finding("platform_clock", "no platform has another time than this machine", lines)


async def date_of(url: str) -> datetime | None:
    """The moment at which this web server says it answers, to the second; None when it does not."""
    from aiohttp import ClientError, ClientSession, ClientTimeout  # noqa: PLC0415 - not every office has a platform

    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=ANSWER_SECONDS)) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            return parsedate_to_datetime(answer.headers["Date"])
    except (TimeoutError, ClientError, OSError, KeyError, ValueError):
        return None


async def _certificate(config: Config) -> Finding:
    """That of web.public_url, as the world sees it."""
    url = urlsplit(config.web.public_url or "")
    if url.scheme != "https" or url.hostname is None:
        return _of_certificate("the door has no certificate of its own", [])
    name, port = url.hostname, url.port or 443
    try:
        ends = await asyncio.to_thread(certificate_ends, name, port)
    except ssl.SSLCertVerificationError as error:
        return _of_certificate("", [f"{name}: nobody trusts it ({error.verify_message})"])
    except (OSError, ValueError) as error:
        return _of_certificate("", [f"{name}:{port} does not answer ({type(error).__name__}), so no platform can push"])
    left = ends - SystemClock().now()
    if left < CERTIFICATE_DAYS:
        return _of_certificate("", [f"{name}: it ends in {in_words(left)}"])
    return _of_certificate(f"the certificate of {name} is good for {in_words(left)}", [])


def certificate_ends(name: str, port: int) -> datetime:
    """When the certificate of this door ends. Raises OSError, of which a certificate that is not trusted is one."""
    context = ssl.create_default_context()
    with (
        socket.create_connection((name, port), timeout=ANSWER_SECONDS) as connection,
        context.wrap_socket(connection, server_hostname=name) as secured,
    ):
        certificate = secured.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)


def _of_certificate(fine: str, lines: Sequence[str]) -> Finding:
    mend = "renew it where TLS ends (certbot renew; Caddy does it by itself while port 443 can be reached)"
    told = "the certificate of web.public_url is in trouble"
    return Finding("certificate", fine, told, mend, len(lines), [{"told": line} for line in lines], lines)
