"""Once a local day is enough, and a day on which it failed does not count."""

from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.daily import Daily
from scheduler.setting import DutySetting
from tests.db.conftest import migrated_file as migrated_file  # noqa: PLC0414 - fixtures of the database
from tests.db.conftest import province as province  # noqa: PLC0414 - as above
from tests.db.conftest import province_file as province_file  # noqa: PLC0414 - as above
from tests.db.province import Province
from tests.db.test_reporting_rows import ORGANISATION
from texts.in_force import InForce

MIDNIGHT = datetime(2026, 11, 16, 17, tzinfo=UTC)
"""In Vietnam the 17th begins."""
SECOND = timedelta(seconds=1)


class Counted(Daily):
    """Notes the days on which it worked; fails as often as a test says."""

    def __init__(self, setting: DutySetting, failures: int = 0) -> None:
        super().__init__(setting)
        self.days: list[date] = []
        self._failures = failures

    async def _tidy_today(self, now: datetime, today: date) -> int:
        if self._failures:
            self._failures -= 1
            raise OSError
        self.days.append(today)
        return 3


@pytest.fixture
def setting(province: Province) -> DutySetting:
    return DutySetting(province.database, InForce(ORGANISATION))


async def test_it_is_done_once_a_local_day(setting: DutySetting) -> None:
    work = Counted(setting)
    done = [await work.tidy(MIDNIGHT + after) for after in (-2 * SECOND, -SECOND, 0 * SECOND, SECOND)]
    assert done == [3, 0, 3, 0]
    assert work.days == [date(2026, 11, 16), date(2026, 11, 17)]


async def test_what_failed_is_tried_again_the_same_day(setting: DutySetting) -> None:
    work = Counted(setting, failures=1)
    with pytest.raises(OSError):
        await work.tidy(MIDNIGHT)
    assert [await work.tidy(MIDNIGHT + SECOND), await work.tidy(MIDNIGHT + 2 * SECOND)] == [3, 0]
