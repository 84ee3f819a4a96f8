"""Who may drive the page: only a page that came from here."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from web.chat.door import HEADERS, LoopbackDoor, loopback_hosts

OURS = {"host": "127.0.0.1:8080", "origin": "http://127.0.0.1:8080", "sec-fetch-site": "same-origin"}


async def _answer(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("done")


async def ask(method: str, path: str = "/", **headers: str) -> httpx.Response:
    routes = [Route(path, _answer, methods=["GET", "POST"]) for path in ("/", "/api/people")]
    app = LoopbackDoor(Starlette(routes=routes), loopback_hosts(8080))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8080") as client:
        return await client.request(method, path, headers=named)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
async def test_the_own_page_may_change_things_under_every_name_of_this_machine(name: str) -> None:
    answer = await ask("POST", host=f"{name}:8080", origin=f"http://{name}:8080")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://127.0.0.1:8080",
        "http://127.0.0.1:8081",
        "http://127.0.0.1",
        "http://127.0.0.1:8080.evil.example",
        "http://localhost:8080",
        "null",
        "",
    ],
)
async def test_a_page_of_any_other_origin_changes_nothing(origin: str) -> None:
    answer = await ask("POST", host="127.0.0.1:8080", origin=origin)
    assert (answer.status_code, answer.json()) == (403, {"error": "other_site"})


async def test_another_origin_is_refused_whatever_else_the_browser_says() -> None:
    assert (await ask("POST", **OURS | {"origin": "http://evil.example"})).status_code == 403


async def test_without_an_origin_the_browser_must_say_that_the_request_is_from_here() -> None:
    assert (await ask("POST", host="127.0.0.1:8080", sec_fetch_site="same-origin")).status_code == 200
    for site in ("same-site", "cross-site", "none"):
        assert (await ask("POST", host="127.0.0.1:8080", sec_fetch_site=site)).status_code == 403


async def test_a_request_that_says_nothing_of_where_it_comes_from_changes_nothing() -> None:
    assert (await ask("POST", host="127.0.0.1:8080")).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example:8080", "127.0.0.1", "127.0.0.1:8081", "127.0.0.1.evil.example:8080", ""]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_name_that_somebody_points_here_is_refused_even_for_looking(method: str, host: str) -> None:
    answer = await ask(method, host=host, origin=f"http://{host}")
    assert (answer.status_code, answer.json()) == (403, {"error": "wrong_host"})


async def test_looking_is_free_for_the_address_bar_and_the_own_page() -> None:
    for site in ("none", "same-origin"):
        assert (await ask("GET", host="127.0.0.1:8080", sec_fetch_site=site)).status_code == 200


async def test_other_sites_may_not_even_look() -> None:
    for site in ("cross-site", "same-site"):
        assert (await ask("GET", host="127.0.0.1:8080", sec_fetch_site=site)).status_code == 403


async def test_a_link_on_another_site_opens_the_page_and_nothing_else() -> None:
    link = {"host": "127.0.0.1:8080", "sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}
    assert (await ask("GET", **link, sec_fetch_dest="document")).status_code == 200
    assert (await ask("GET", **link, sec_fetch_dest="iframe")).status_code == 403
    assert (await ask("GET", "/api/people", **link, sec_fetch_dest="document")).status_code == 403
    assert (await ask("POST", **link, sec_fetch_dest="document", origin="http://evil.example")).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "evil.example"])
async def test_every_answer_carries_the_safe_headers(host: str) -> None:
    answer = await ask("GET", host=host)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_on_port_80_browsers_leave_the_port_out() -> None:
    assert "localhost" in loopback_hosts(80)
    assert "localhost" not in loopback_hosts(8080)
