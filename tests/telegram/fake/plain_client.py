"""The barest bot: asks by name and looks at the answer as it came. For tests of the stand-in itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.telegram.fake.checks import Json
from tests.telegram.fake.stand_in import FakeTelegram


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: Json

    @property
    def result(self) -> Any:
        """The result; fails when the call was refused."""
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> tuple[int, str]:
        """Status and description; fails when the call went well."""
        assert not self.body["ok"], self.body
        assert self.body["error_code"] == self.status
        return self.status, self.body["description"]


class PlainClient:
    """Calls methods with JSON bodies."""

    def __init__(self, fake: FakeTelegram, session: ClientSession) -> None:
        self._fake = fake
        self.session = session

    async def __call__(self, method: str, **parameters: Any) -> Answer:
        """Call a method."""
        return await self.posts(method, json=parameters)

    async def posts(self, method: str, **body: Any) -> Answer:
        """Call a method with a body of any sort, in aiohttp's words (`json=`, `data=`, `params=`)."""
        async with self.session.post(self.url(method), **body) as answer:
            return Answer(answer.status, await answer.json())

    async def is_cut(self, method: str, **parameters: Any) -> bool:
        """Whether the connection breaks instead of an answer."""
        try:
            await self(method, **parameters)
        except ClientError:
            return True
        return False

    async def downloads(self, path: str) -> tuple[int, bytes]:
        """Fetch a file's bytes."""
        async with self.session.get(f"{self.file_url}/{path}") as answer:
            return answer.status, await answer.read()

    async def updates(self, offset: int = 0, **more: Any) -> list[Json]:
        """What waits from this offset on."""
        result: list[Json] = (await self("getUpdates", offset=offset, **more)).result
        return result

    @property
    def file_url(self) -> str:
        """Where files are fetched."""
        return f"{self._fake.file_url}{self._fake.token}"

    def url(self, method: str) -> str:
        """Where this method is called."""
        return f"{self._fake.api_url}{self._fake.token}/{method}"


@asynccontextmanager
async def calling(fake: FakeTelegram) -> AsyncIterator[PlainClient]:
    """A client of this stand-in."""
    async with ClientSession(timeout=ClientTimeout(total=10)) as session:
        yield PlainClient(fake, session)
