"""How everything is asked of the bot, in words and with buttons: what the walk through all permissions goes by.

To add an action: its row in `core/roles.py`, the same row in `tests/core/test_roles.py`, and an `Ask` here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.roles import Action
from handlers.addressing import FORMS


class About(StrEnum):
    """Whose business is it?"""

    UNIT = "unit"
    """One unit's: the words name it, the buttons carry it. Only within reach of the own right."""

    OWN = "own"
    """Whatever lies within the asker's own reach; nothing in it names a unit."""

    ALL = "all"
    """The whole organisation's: only whose right reaches everything."""

    CHAT = "chat"
    """The chat's alone in which it was offered: pressed in any other it does nothing."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One action, as people ask for it.

    `words` are typed by everybody in the walk: {unit} is the unit's name, {item} its newest item's number. What the
    words offer is pressed, and what that offers, until nothing new comes. `buttons` are the first words that its
    buttons carry ("yes no"; "*" where that is a number or a name, "-" where there is none; all its words, such as
    "revoke:*", where they tell two businesses apart). `leads` are typed
    only by whoever may (`by`, else the nearest one), where the same words mean another thing to others.
    """

    action: Action
    about: About
    words: Sequence[str] = ()
    buttons: str = ""
    leads: Sequence[str] = ()
    by: str = ""


_LINK = "https://www.facebook.com/permalink.php?story_fbid=471&id=100"

ASKS = (
    Ask(Action.HELP, About.OWN, ["/trogiup"], "-", leads=["???"], by="khai"),
    Ask(Action.LANGUAGE, About.OWN, ["/ngonngu"], "- vi en"),
    Ask(Action.LANGUAGE, About.OWN, ["/ngonngu"], "vi en"),
    Ask(Action.LINK_CHAT, About.OWN, ["/lienket"], "add"),
    Ask(Action.LINK_CHAT, About.CHAT, buttons="prefer let_go"),
    Ask(Action.CONFIRM_CHAT, About.CHAT, buttons="yes no"),
    Ask(Action.REGISTER, About.CHAT, buttons="yes no"),
    Ask(Action.CONSENT, About.CHAT, buttons="yes more no"),
    Ask(Action.ASK_TO_JOIN, About.CHAT, buttons="-"),
    Ask(Action.ASK_HUMAN, About.OWN, ["/hotro"], "-"),
    Ask(Action.STAND_IN, About.CHAT, buttons="yes no"),
    Ask(Action.SUBMIT, About.OWN, [_LINK]),
    Ask(Action.STATUS, About.OWN, ["/tiendo"], "-"),
    Ask(Action.HISTORY, About.OWN, ["/lichsu"], "- *"),
    Ask(Action.RECEIVED, About.OWN, ["em nộp rồi mà"]),
    Ask(Action.MY_COORDINATOR, About.OWN, ["/phutrach"]),
    Ask(Action.COURTESY, About.OWN, ["cảm ơn"]),
    Ask(Action.GREET, About.OWN, ["chào em"]),
    Ask(Action.WITHDRAW, About.OWN, ["/rutlai"], "-", leads=["???"], by="lam"),
    Ask(Action.WITHDRAW, About.UNIT, buttons="*"),
    Ask(Action.MOVE, About.UNIT, buttons="*"),
    Ask(Action.CATEGORY, About.UNIT, buttons="*"),
    Ask(Action.NOTE, About.UNIT, ["/ghichu {item} chụp lại từ trang của xã"]),
    Ask(Action.REMIND_LATER, About.OWN, ["nhắc lại sau"], "-"),
    Ask(Action.AWAY, About.OWN, ["/vang"], "- delegate extend pause"),
    Ask(Action.AWAY, About.OWN, ["/vang"], "back", by="nam"),
    Ask(Action.OBJECT, About.UNIT, buttons="*"),
    Ask(Action.MEND, About.UNIT, buttons="*"),
    Ask(Action.MY_DATA, About.OWN, ["/dulieu"], "export correct name phone form withdraw erase cancel", by="hanh"),
    Ask(Action.MY_DATA, About.CHAT, buttons="set keep leave forget stay"),
    Ask(Action.RECONSENT, About.OWN, buttons="yes more no"),
    Ask(Action.DATA_REQUESTS, About.ALL, ["/yeucau"], "look answer erase keep refuse yes no"),
    Ask(Action.OPEN_DUTY, About.UNIT, buttons="waive take keep"),
    Ask(Action.NOTHING, About.OWN, ["/khongcohoatdong"]),
    Ask(Action.NOTHING, About.UNIT, buttons="why"),
    Ask(Action.ASK_EXTENSION, About.OWN, ["/xingiahan đến thứ Ba", "/xingiahan"]),
    Ask(Action.ASK_EXTENSION, About.UNIT, buttons="day why"),
    Ask(Action.HANDOVER, About.OWN, ["/bangiao"]),
    Ask(Action.HANDOVER, About.UNIT, buttons="seat today tomorrow"),
    Ask(Action.MISSING, About.OWN, ["/thieu"], "*"),
    Ask(Action.MISSING, About.UNIT, ["ai chưa nộp ở {unit}"], "*:*:*"),
    Ask(Action.CALL_LIST, About.OWN, ["/danhsachgoi"], "*"),
    Ask(Action.CALL_LIST, About.UNIT, ["/danhsachgoi {unit}"], "of *:*:*:*"),
    Ask(Action.NUDGE, About.OWN, ["/nhac"], "ask send not own"),
    Ask(Action.NUDGE, About.UNIT, ["nhắc {unit}"], "ask:*:*:* send:*:*:* own:*:*:*"),
    Ask(Action.ACKNOWLEDGE, About.UNIT, ["{unit} đã gọi, hẹn chiều nay"], "* note", leads=["Trăng Sao đã gọi"]),
    Ask(Action.NO_ANSWER, About.UNIT, ["{unit} không nghe máy"], "*",
        leads=["Phường 1 không nghe máy", "không nghe máy"], by="khai"),
    Ask(Action.DECIDE_JOIN, About.UNIT, buttons="yes no"),
    Ask(Action.DECIDE_EXCUSE, About.UNIT, buttons="yes no"),
    Ask(Action.DECIDE_EXTENSION, About.UNIT, buttons="yes no"),
    Ask(Action.DECIDE_HANDOVER, About.UNIT, buttons="yes no confirm"),
    Ask(Action.INVITE, About.UNIT, ["/moi {unit}"], "*", leads=["/moi Phường 1"], by="khai"),
    Ask(Action.INVITE, About.UNIT, ["/moi xã ở {unit}"], "group", leads=["/moi Thành phố Đông Hà"], by="khai"),
    Ask(Action.INVITE, About.OWN, ["/moi", "/moi tất cả"], "- all yes no"),
    Ask(Action.DEPUTIES, About.UNIT, ["/duphong {unit}", "/duphong {unit}, Lý Văn Phó, 0912345678"],
        "of end invite yes no *", leads=["/duphong Phường 1"], by="khai"),
    Ask(Action.UNITS, About.UNIT, ["/donvi {unit}"], "*"),
    Ask(Action.UNITS, About.OWN, ["/donvi"], "-"),
    Ask(Action.FIND, About.UNIT, ["/tim {unit}", "/tim 0912000003"]),
    Ask(Action.REVIEW, About.OWN, ["/duyet"], "- show"),
    Ask(Action.REVIEW, About.UNIT, buttons="pass return skip"),
    Ask(Action.EXTEND, About.UNIT, ["gia hạn {unit} đến thứ Hai 30/11, do mưa lũ", "/giahan {unit} đến thứ Hai 30/11"],
        "yes all no why"),
    Ask(Action.WAIVE, About.UNIT, ["miễn {unit} tuần này, do mưa lũ", "/mien {unit}"], "* yes all no why"),
    Ask(Action.TASKS, About.ALL, ["/nhiemvu", "/nhiemvu nhap"], "try sample who show off stop on"),
    Ask(Action.PREVIEW, About.OWN, ["/xemtruoc"], "who"),
    Ask(Action.HOLIDAYS, About.ALL, ["/nghile"], "keep move reduce waive show"),
    Ask(Action.SUSPEND, About.UNIT,
        ["tạm hoãn {unit} đến thứ Hai 30/11, do mưa lũ", "tạm hoãn {unit} đến thứ Hai 30/11", "/tamhoan {unit}"],
        "yes no why way end"),
    Ask(Action.UNWAIVE, About.UNIT, ["bỏ miễn {unit}"], "*"),
    Ask(Action.BEHALF, About.UNIT, buttons="yes other", leads=[f"{_LINK} nộp thay {{unit}}"]),
    Ask(Action.VACANCY, About.UNIT, ["{unit} khuyết đầu mối từ 28/11", "{unit} khuyết đầu mối từ 20/12"],
        "waive take keep yes no"),
    Ask(Action.APPOINT, About.UNIT, ["{unit} đổi đầu mối là Lý Thị Mới, từ 28/11", "/doinguoi {unit}"], "yes no *",
        leads=["/doinguoi Phường 1"], by="khai"),
    Ask(Action.AUDIT, About.UNIT, ["/nhatky {unit}"], "*"),
    Ask(Action.AUDIT, About.OWN, ["/nhatky"]),
    Ask(Action.WHO_MOVED, About.UNIT, ["ai đổi hạn của {unit}"]),
    Ask(Action.ROLES, About.OWN, ["/quyen", "/quyen thêm Lý Thị Mới"]),
    Ask(Action.ROLES, About.ALL, buttons="revoke:*"),
    Ask(Action.ROLES, About.UNIT, ["/quyen thêm Lý Thị Mới ở {unit}"], "revoke:*:*"),
    Ask(Action.ROSTER, About.ALL, ["/danhsach"]),
    Ask(Action.ROSTER, About.CHAT, buttons="faults show write close no"),
    Ask(Action.REFORMS, About.OWN, ["/thaydoi"]),
    Ask(Action.REFORMS, About.UNIT, buttons="cancel"),
    Ask(Action.UNIT_RENAME, About.UNIT, ["đổi tên {unit} thành Tân Hải"], "yes no"),
    Ask(Action.UNIT_MOVE, About.UNIT, ["/chuyendonvi {unit} về Xã Cam An"], "yes no"),
    Ask(Action.UNIT_ADD, About.UNIT, ["thêm xã Tân Bình thuộc Thành phố Đông Hà"], "yes no holder"),
    Ask(Action.UNIT_CLOSE, About.UNIT, ["giải thể {unit}"], "yes no day"),
    Ask(Action.UNIT_MERGE, About.UNIT, ["sáp nhập {unit} và Phường Đông Giang thành Tân Giang"],
        "yes no day holder"),
    Ask(Action.UNIT_MERGE, About.ALL, buttons="above", leads=["sáp nhập {unit} và Xã Hải Lệ thành Tân Hải"], by="khai"),
    Ask(Action.UNIT_SPLIT, About.UNIT, ["tách Tân Sơn khỏi {unit}"], "yes no day holder"),
    Ask(Action.BROADCAST, About.OWN, ["/phatthanh Ngày mai họp lúc 8 giờ", "/phatthanh"]),
    Ask(Action.BROADCAST, About.UNIT, buttons="to yes edit group place no"),
    Ask(Action.BROADCAST, About.CHAT, buttons="look stop unlinked unreachable"),
    Ask(Action.REPORT, About.OWN, ["/baocao", "/baocao tháng 10", "/baocao tháng 12", "/baocao năm 2026"], "show"),
    Ask(Action.REPORT, About.UNIT, ["/baocao {unit}"], "get amendment"),
    Ask(Action.REPORT, About.ALL, buttons="get:*:all amendment:*:all:* parts:*:all"),
    Ask(Action.HEAT_MAP, About.OWN, ["/bando"]),
    Ask(Action.HEAT_MAP, About.UNIT, ["/bando {unit}"]),
    Ask(Action.APPROVE_REPORT, About.UNIT, buttons="yes no fix why"),
    Ask(Action.CLOSE_MONTH, About.ALL, buttons="nudge ask yes no amend", leads=["/baocao", "/baocao tháng 10"],
        by="khai"),
    Ask(Action.OWN_YEAR, About.OWN, ["/ketqua"], "*"),
    Ask(Action.STOP, About.ALL, ["/tamdung thử máy"], "- yes no stay send drop"),
    Ask(Action.HEALTH, About.ALL, ["/suckhoe"]),
    Ask(Action.ADDRESSING, About.OWN, ["/xungho", "/xungho đồng chí"], " ".join(FORMS)),
    Ask(Action.ADDRESS_MEMBER, About.UNIT, ["/xunghovoi {unit}", "/xunghovoi {unit}: đồng chí"],
        "form language usual"),
    Ask(Action.SETTINGS, About.ALL, ["/cauhinh"], "yes no"),
    Ask(Action.GROUP, About.OWN, ["/nhom"]),
)  # fmt: skip


def buttons_of(action: Action) -> frozenset[str]:
    """The first words that this action's buttons carry, as listed."""
    return frozenset(words.partition(":")[0] for ask in ASKS if ask.action is action for words in ask.buttons.split())
