"""The reverse proxies of deploy/, for real: what the world may reach comes through, everything else stays inside."""

import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession, web

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
STARTS_WITHIN = 30.0

pytestmark = pytest.mark.long


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Door:
    """Nhắc Nộp's door, as far as a proxy sees it."""

    def __init__(self) -> None:
        self.port = 0
        self.seen: list[tuple[str, int]] = []

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.seen.append((request.path, len(await request.read())))
        return web.Response(text="inside")


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    """A real server on this machine."""
    made = Door()
    runner = web.ServerRunner(web.Server(made.answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.port = runner.addresses[0][1]
    yield made
    await runner.cleanup()


def _nginx(folder: Path, outside: int, inside: int) -> list[str]:
    """The example with a port and a certificate of this test."""
    example = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    example = example.replace("listen 443 ssl;", f"listen 127.0.0.1:{outside};")
    example = example.replace("server 127.0.0.1:8080;", f"server 127.0.0.1:{inside};")
    kept = [line for line in example.splitlines() if "ssl_certificate" not in line]
    (folder / "site.conf").write_text("\n".join(kept), encoding="utf-8")
    around = f"""
        daemon off; pid {folder}/pid; error_log stderr; worker_processes 1;
        events {{ worker_connections 64; }}
        http {{
            client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
            uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
            include {folder}/site.conf;
        }}
    """
    (folder / "nginx.conf").write_text(around, encoding="utf-8")
    return [shutil.which("nginx") or "/usr/sbin/nginx", "-e", "stderr", "-p", str(folder), "-c", f"{folder}/nginx.conf"]


def _caddy(folder: Path, outside: int, inside: int) -> list[str]:
    """The example without a name, so that it wants no certificate."""
    example = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    example = example.replace("nhacnop.example.org {", f"http://127.0.0.1:{outside} {{")
    example = example.replace("127.0.0.1:8080", f"127.0.0.1:{inside}")
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + example, encoding="utf-8")
    return [shutil.which("caddy") or "caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


PROXIES = {"nginx": _nginx, "caddy": _caddy}


@pytest.fixture(params=PROXIES)
def proxy(request: pytest.FixtureRequest, tmp_path: Path, door: Door) -> Iterator[str]:
    """Each of them, in front of the door."""
    name = request.param
    if shutil.which(name) is None and not Path(f"/usr/sbin/{name}").exists():
        pytest.skip(f"{name} is not installed")
    outside = _port()
    write: Callable[[Path, int, int], list[str]] = PROXIES[name]
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(write(tmp_path, outside, door.port), stdout=log, stderr=log, env=environment)
    try:
        _until_it_listens(process, outside, tmp_path / "log")
        yield f"http://127.0.0.1:{outside}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _until_it_listens(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8"))


async def test_deliveries_and_files_come_through(proxy: str, door: Door) -> None:
    async with ClientSession() as session:
        async with session.post(f"{proxy}/hook/zalo/zalo-1", data=b"{}") as answer:
            assert (answer.status, await answer.text()) == (200, "inside")
        async with session.get(f"{proxy}/f/abc.def") as answer:
            assert answer.status == 200
    assert door.seen == [("/hook/zalo/zalo-1", 2), ("/f/abc.def", 0)]


async def test_everything_else_stays_inside(proxy: str, door: Door) -> None:
    async with ClientSession() as session:
        for path in ("/", "/healthz", "/metrics", "/hook", "/f", "/api/anything"):
            async with session.get(f"{proxy}{path}") as answer:
                assert answer.status == 404, path
    assert door.seen == []


async def test_a_delivery_that_is_far_too_large_is_stopped_on_the_way(proxy: str, door: Door) -> None:
    async with ClientSession() as session:
        try:
            async with session.post(f"{proxy}/hook/zalo/zalo-1", data=BytesIO(bytes(50 * 1024 * 1024))) as answer:
                assert answer.status in (413, 502)
        except ClientError:
            pass  # the connection was closed while we were still sending
    assert all(size <= 1024 * 1024 for _, size in door.seen)
