"""The reports that a replay leaves behind: those of every month that was frozen in it, of the whole organisation."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from bot.installation import Installation
from db import editions
from media.store import MediaStore
from reports.files import NotWritten
from reports.month import write_month
from reports.word.document import Wish
from reports.word.template import BrokenTemplate
from texts.report import ReportTexts

FOLDER = "reports"


class NoReports(Exception):
    """The reports could not be written; the text says why. What was lived is kept."""


async def write_reports(installation: Installation, folder: Path, tell: Callable[[str, int, int], None]) -> list[Path]:
    """Write each frozen month's files, a folder a month; the same weeks give the same bytes. Raises NoReports.

    `tell` hears the month, and how many of its pictures are done, of how many.
    """
    organisation = installation.organisation
    texts = ReportTexts(organisation.words, organisation.calendar.zone, organisation.language)
    template = organisation.layout.template
    wish = Wish(template=None if template is None else Path(template), layout=organisation.layout)
    async with installation.database.snapshot() as tx:
        months = sorted(await editions.frozen_months(tx))
    written: list[Path] = []
    for month in months:
        async with installation.database.snapshot() as tx:
            facts = await editions.facts_of(tx, month)
        assert facts is not None, "it is frozen"

        def told(done: int, total: int, month: str = month) -> None:
            tell(month, done, total)

        target = folder / FOLDER / month
        try:
            store = MediaStore(folder / "media")
            written += await asyncio.to_thread(
                write_month, facts, texts, store, target, wish=wish, progress=told
            )  # fmt: skip
        except (NotWritten, BrokenTemplate) as error:
            raise NoReports(str(error)) from error
    return written
