"""While an emergency stop is on, the command line says so wherever somebody might wonder why nothing is sent."""

import asyncio

from bot.clock import SystemClock
from db import people, stopping
from db.engine import open_database
from tests.commands.conftest import Office

LINE = "emergency stop on since"


def stop(office: Office) -> None:
    async def write() -> None:
        now = SystemClock().now()
        database = open_database(f"sqlite+aiosqlite:///{(office.folder / 'nhacnop.db').as_posix()}", passing=True)
        async with database.transaction() as tx:
            admin = await people.add_member(tx, "Đỗ Quang Khải")
            await stopping.begin(tx, admin, "gửi nhầm", now)
        await database.close()

    asyncio.run(write())


def test_status_plan_and_doctor_say_that_a_stop_is_on(office: Office) -> None:
    office.run("roster", "import", office.roster, "--yes")
    assert LINE not in office.run("plan").err + office.run("doctor").out
    stop(office)
    told = "ordered by Đỗ Quang Khải (gửi nhầm): nothing but answers and receipts goes out"
    planned = office.run("plan", "--json")
    assert LINE in planned.err and told in planned.err and isinstance(planned.json, list)
    doctor = office.run("doctor")
    assert f"WRONG {LINE}" in doctor.out and told in doctor.out and "/tamdung" in doctor.out
    assert doctor.code == 1
    findings = {finding["kind"]: finding for finding in office.run("doctor", "--json").json["findings"]}
    assert findings["stopped"]["number"] == 1
    assert told in findings["stopped"]["rows"][0]["told"]
