"""One Monday morning on which everything that can wait for somebody waits: the scene of the walk.

It is about xã Tân Lập (X3, thành phố Đông Hà). A week of it was missed, an item was returned, and everything that
its secretary can ask for was asked for. Nobody of the other town has anything to do with it.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.roster_import import accept
from core.documents import GatheredMonth
from core.organisation import PersonalRule
from core.roles import Role
from core.roster_table import HEADER
from db import editions, submissions
from db.insert import insert_one
from db.tables import PERIOD, REPORTED_WEEK
from sheets.writing import write_csv
from tests.core.rosters import roster
from tests.journeys.cast import PARTS, ROWS
from tests.journeys.people import Somebody
from tests.journeys.pictures import screenshot
from tests.journeys.stage import Stage

UNIT, UNIT_NAME = "X3", "Xã Tân Lập"
HOLDER = "Hồ Văn Lâm"
"""The secretary, whose name nobody without a right to the unit may learn."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who tries everything. `near`: the scene's unit is the own one, or lies below the own seat."""

    chat: str
    role: Role
    near: bool = False


ACTORS = (
    Actor("la", Role.STRANGER),
    Actor("moi", Role.INVITED),
    Actor("thay", Role.DELEGATE, near=True),
    Actor("khach", Role.DELEGATE),
    Actor("lam", Role.SECRETARY, near=True),
    Actor("hanh", Role.SECRETARY),
    Actor("son", Role.SECRETARY),
    Actor("phong", Role.DEPUTY, near=True),
    Actor("giup", Role.DEPUTY),
    Actor("nam", Role.COORDINATOR, near=True),
    Actor("binh", Role.COORDINATOR),
    Actor("hung", Role.COORDINATOR, near=True),
    Actor("phonam", Role.DEPUTY_COORDINATOR, near=True),
    Actor("phobinh", Role.DEPUTY_COORDINATOR),
    Actor("dong", Role.LOCAL_ADMIN, near=True),
    Actor("tri", Role.LOCAL_ADMIN),
    Actor("khai", Role.ADMIN),
    Actor("hai", Role.FORMER),
)
"""Of the scene's own unit and of others, of the own town and of the other one; Hải gave his seat up."""


async def set_the_scene(stage: Stage) -> None:
    """Live until Monday 23 November, 09:00."""
    for part in PARTS:
        stage.somebody(part.chat, part.who)
    lam, nam, son = stage.lam, stage.nam, stage.son
    await stage.at("2026-11-16 09:00")
    for secretary in (lam, son):
        await secretary.sends_pictures(screenshot(f"bài của {secretary.chat}"))
    await stage.compares()
    await stage.at("2026-11-22 09:00")
    await nam.says("/duyet")
    await nam.presses("Trả lại")
    await nam.presses("Ảnh cũ")
    stage.hai.blocks_the_bot()  # his coordinator is told in the week's summary
    await stage.at("2026-11-23 09:00")
    await lam.sends_pictures(screenshot("bài thay"))  # mends the returned one
    await lam.says("\n".join(f"https://vi-du.vn/bai-{number}" for number in range(12)))
    await lam.says("https://vi-du.vn/bai-1")  # handed in before: not counted
    await lam.presses("Không phải bài cũ")
    await lam.presses("Không cần nói thêm")
    await _ask_for_everything(lam)
    for secretary, stand_in in ((son, "khach"), (lam, "thay")):
        await secretary.says("/vang")
        code = stage.code_in(await secretary.presses("Nhờ người nộp thay"))
        somebody = stage.somebody(stand_in, "Người nộp thay")
        await somebody.opens(code)
        await somebody.presses("Tôi đồng ý")
    await _ask_to_join(stage.somebody("xin", "Người xin vào"))
    await stage.somebody("moi", "Người được mời").opens(await stage.code_for("X7"))
    stage.somebody("la", "Người lạ")
    for chat, unit in (
        ("phong", UNIT_NAME), ("giup", "Xã Hải Lệ"), ("phonam", "Thành phố Đông Hà"), ("phobinh", "Thị xã Quảng Trị"),
    ):  # fmt: skip
        await stage.khai.says(f"/duphong {unit}, Người Giúp {unit}")
        await _comes_in(stage.somebody(chat, unit), stage.code_in(await stage.khai.presses("Xác nhận")))
    for chat, words in (("ly", "Lý Thị Hai"), ("dong", "Lê Đông ở thành phố Đông Hà"), ("tri", "Lê Trị ở H2")):
        code = stage.code_in(await stage.khai.says(f"/quyen thêm {words}"))
        await _comes_in(stage.somebody(chat, words), code)
    stage.hai.lets_the_bot_in_again()
    await stage.hai.says("rút lại đồng ý")
    await stage.hai.presses("Rút lại đồng ý")
    await stage.hai.presses("Rút lại, tôi thôi phụ trách")
    await _change_the_roster(stage)
    await stage.beats()
    await _report_october(stage)
    await stage.hanh.says("nhắc lại sau")
    stage.hanh.blocks_the_bot()
    await nam.says("/phatthanh Ngày mai họp lúc 8 giờ")
    await nam.presses("Mọi người (4)")
    await nam.presses("Gửi cho 3 người")
    await stage.beats()
    await stage.khai.says("đổi tên Tân Lập thành Tân Hải từ 20/12")
    await stage.khai.presses("Xác nhận")
    await _link_more_chats(stage)
    faulty = [(f"N{number}", "", "xã", "H1", "", "", "") for number in range(25)]
    await stage.somebody("ly", "Lý Thị Hai").sends_file("danh_sach.csv", write_csv(HEADER, [*ROWS, *faulty]))
    await stage.khai.sends_file("danh_sach.csv", write_csv(HEADER, list(ROWS)))
    await _asks_to_be_erased(stage)
    await _says_the_consent_anew(stage)


async def _ask_for_everything(lam: Somebody) -> None:
    await lam.says("tuần này không có hoạt động")
    await lam.presses("Không phát sinh")
    await lam.says("xin gia hạn đến thứ Ba 1/12, do ốm")
    await lam.says("tôi bàn giao cho người khác")
    await lam.presses("Ngày mai")


async def _change_the_roster(stage: Stage) -> None:
    """Hải's seat goes to somebody else, and Lâm gets a second one."""
    rows = [(*row[:5], "Phạm Văn Thay", "") if row[0] == "X2" else row for row in ROWS]
    second = ("X9", "Xã Cam An", "xã", "H1", "Bí thư", HOLDER, "0912000009")
    await accept(stage.installation.database, stage.installation.organisation, roster(*rows, second), stage.now)
    stage.installation.opening.forget()
    await stage.lam.opens(await stage.code_for("X9"))
    await stage.lam.presses("Đúng")


async def _report_october(stage: Stage) -> None:
    """A report that was frozen a month ago, with an amendment."""
    nodes = [await stage.unit(code) for code in ("T45", "H1", "H2")]
    totals = {str(node): [3, 2, 1] for node in (0, *nodes)}
    change = {"unit": await stage.unit(UNIT), "name": UNIT_NAME, "task": "tuan", "week": 42, "before": "missed",
              "after": "late", "counted": [0, 1]}  # fmt: skip
    async with stage.installation.database.transaction() as tx:
        for number, changes in ((1, ()), (2, (change,))):
            await editions.add(
                tx, "2026-10", number, GatheredMonth(b"", "0" * 64, stage.now, (), totals, changes), None, stage.now
            )


async def _link_more_chats(stage: Stage) -> None:
    """Lâm has a second chat; somebody opened a code of Nam's in another one and has not said yes."""
    second = stage.somebody("lam-2", "Anh Lâm, tài khoản thứ hai")
    await second.says(stage.short_code_in(await stage.lam.says("/lienket")))
    await second.presses("Đúng")
    await stage.lam.says("/lienket")
    await stage.somebody("noi", "Anh Nam?").says(stage.short_code_in(await stage.nam.says("/lienket")))


async def _ask_to_join(stranger: Somebody) -> None:
    await stranger.says("xin chào")
    await stranger.says("Xã Tân Lập")
    await stranger.says("thành phố Đông Hà, Lý Văn Xin")
    await stranger.says("xong chưa ạ")


async def _comes_in(somebody: Somebody, code: str) -> None:
    await somebody.opens(code)
    await somebody.presses("Đúng")
    await somebody.presses("Tôi đồng ý")


async def _asks_to_be_erased(stage: Stage) -> None:
    """Sơn, who handed something in for a week that stands in a frozen report."""
    day = stage.now - timedelta(days=35)
    times = dict.fromkeys(("opens_at", "due_at", "closes_at", "opened_at", "settled_at"), day)
    async with stage.installation.database.transaction() as tx:
        week = await insert_one(tx, PERIOD, task="tuan", code="2026-W42", **times)
        await tx.execute(REPORTED_WEEK.insert().values(period_id=week, month="2026-10"))
        await submissions.move(tx, [2], week, "tuan")
    await stage.son.says("xoá dữ liệu của tôi")
    await stage.son.presses("Xoá dữ liệu")
    await stage.son.presses("Đúng, yêu cầu xoá")


async def _says_the_consent_anew(stage: Stage) -> None:
    """Everybody is asked for the second version."""
    rules = stage.installation.organisation
    stage.installation.in_force.take(replace(rules, personal=PersonalRule(consent_version=2)))
    await stage.beats()
