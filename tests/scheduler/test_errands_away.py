"""An errand that meets a database that is away is done later, as if it had not begun."""

import pytest
from sqlalchemy.exc import OperationalError

from core.documents import Told
from scheduler.errands import Errands
from tests.db.conftest import migrated_file as migrated_file  # noqa: PLC0414 - fixtures of the database
from tests.db.conftest import province as province  # noqa: PLC0414 - as above
from tests.db.conftest import province_file as province_file  # noqa: PLC0414 - as above
from tests.db.province import Province
from tests.scheduler.test_errands import NOW, StandIn, queued, the_errand, wanted
from tests.scheduler.test_errands import clerk as clerk  # noqa: PLC0414 - as above
from tests.scheduler.test_errands import office as office  # noqa: PLC0414 - as above
from tests.scheduler.test_errands import store as store  # noqa: PLC0414 - as above
from tests.scheduler.test_failing import away


async def test_no_try_is_lost_while_the_database_is_away(province: Province, office: Errands, clerk: StandIn) -> None:
    await wanted(province, asked=True)

    async def disk_is_full(_: Told) -> None:
        raise away()

    clerk.works = disk_is_full
    with pytest.raises(OperationalError):
        await office.do_next(NOW)
    found = await the_errand(province.database)
    assert (found.state, found.tries) == ("WANTED", 0)
    assert await queued(province.database, "") == []
    clerk.works = None
    assert await office.do_next(NOW)
    assert (await the_errand(province.database)).state == "DONE"
