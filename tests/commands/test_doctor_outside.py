"""`nhacnop doctor`: tokens, the platforms' clocks and the certificate, against real servers on this machine."""

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.commands.doctor_machine import WRONG_BY
from tests.commands.conftest import Office
from tests.commands.test_doctor_command import found
from tests.commands.test_doctor_command import house as house  # noqa: PLC0414 - fixtures of the office
from tests.commands.test_doctor_command import imported as imported  # noqa: PLC0414 - as above

TOKEN = "7100000001:AAFakeTokenOfTheStandInForTelegram0"
SOME = timedelta(seconds=10)


@contextmanager
def serving(ahead: timedelta = timedelta(), certificate: Path | None = None, status: int = 200) -> Iterator[int]:
    """A web server whose clock is ahead of ours: its port. It takes every bot for one that it knows, or none."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = b'{"ok": true, "result": {"id": 7100000001, "is_bot": true, "username": "mau_bot"}}'
            if status != 200:
                content = b'{"ok": false, "error_code": %d, "description": "Unauthorized"}' % status
            self.send_response_only(status)
            self.send_header("Date", format_datetime(SystemClock().now() + ahead, usegmt=True))
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def with_telegram(house: Office, port: int) -> None:
    """The office's bot is at this server."""
    address = f"http://127.0.0.1:{port}"
    text = house.config.read_text(encoding="utf-8")
    telegram = f'{{enabled: true, api_url: "{address}/bot", file_url: "{address}/file/bot"}}'
    house.config.write_text(f"{text}channels: {{telegram: {telegram}}}\n", encoding="utf-8")


@pytest.mark.parametrize(("ahead", "wrong"), [(WRONG_BY - SOME, False), (WRONG_BY + SOME, True)])
def test_a_platform_with_another_time_says_that_the_clock_is_wrong(
    house: Office, monkeypatch: pytest.MonkeyPatch, ahead: timedelta, wrong: bool
) -> None:
    monkeypatch.setenv("NHACNOP_TELEGRAM_TOKEN", TOKEN)
    with serving(ahead) as port:
        with_telegram(house, port)
        printed = house.run("doctor")
        assert set(found(house.run("doctor", "--json"))) == ({"platform_clock"} if wrong else set())
    assert ("WRONG this machine's clock is wrong; to mend: have the clock set from the network" in printed.out) is wrong
    assert ("behind that of 127.0.0.1" in printed.out) is wrong


@pytest.mark.parametrize(("token", "status"), [(None, 200), (TOKEN, 401), (TOKEN, 200)])
def test_a_bot_without_a_token_that_its_platform_takes_is_named_with_how_to_mend_it(
    house: Office, monkeypatch: pytest.MonkeyPatch, token: str | None, status: int
) -> None:
    if token:
        monkeypatch.setenv("NHACNOP_TELEGRAM_TOKEN", token)
    with serving(status=status) as port:
        with_telegram(house, port)
        printed = house.run("doctor")
    wrong = token is None or status == 401
    assert ("WRONG 1 bot cannot work" in printed.out) is wrong
    assert ("set NHACNOP_TELEGRAM_TOKEN" in printed.out) is wrong
    assert TOKEN.partition(":")[2] not in printed.out + printed.err


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize(("days", "wrong"), [(13, True), (16, False)])
def test_a_certificate_near_its_end_is_told(
    house: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, wrong: bool
) -> None:
    certificate = made_certificate(tmp_path, days)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(certificate=certificate) as port:
        at_door(house, port)
        printed = house.run("doctor")
    assert ("WRONG the certificate of web.public_url is in trouble; to mend: renew it" in printed.out) is wrong
    assert ("localhost: it ends in 12 days" in printed.out) is wrong
    assert ("ok    the certificate of localhost is good for 15 days" in printed.out) is not wrong


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_certificate_that_nobody_trusts_and_a_door_that_does_not_answer_are_told(
    house: Office, tmp_path: Path
) -> None:
    with serving(certificate=made_certificate(tmp_path, 90)) as port:
        at_door(house, port)
        assert "localhost: nobody trusts it (self" in house.run("doctor").out
    assert f"localhost:{port} does not answer (ConnectionRefusedError)" in house.run("doctor").out


def at_door(house: Office, port: int) -> None:
    """The world reaches the office there."""
    text = house.config.read_text(encoding="utf-8").partition("web:")[0]
    house.config.write_text(f'{text}web: {{public_url: "https://localhost:{port}"}}\n', encoding="utf-8")


def made_certificate(folder: Path, days: int) -> Path:
    """A certificate of localhost with its key, good for so many days."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
         str(days), "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out",
         certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    certificate.write_bytes(certificate.read_bytes() + key.read_bytes())
    return certificate
