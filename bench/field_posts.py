"""Posts as communes, unions and schools write them, for bench/field_screens.py. The same number is the same post.

Three ways for posts to be like each other: by anybody ("mixed"), of one page with its banner and its opening sentence
("template"), and of one page whose weekly report differs in its numbers and names alone ("numbers").
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

_PLACE = "Hải Lăng,Cam Lộ,Gio Linh,Triệu Phong,Vĩnh Linh,Hướng Hóa,Đakrông,Ái Tử,Mỹ Thủy,Nam Cửa Việt,Tân Lập,Khe Sanh"
_VILLAGE = "Thượng Lâm,Trung Đơn,An Thơ,Lam Thủy,Phú Kinh,Đại An Khê,Hà Lộc,Xuân Lâm,Kim Giao,Diên Khánh,Cu Bai,A Vao"
_NAME = (
    "Nguyễn Văn Thắng,Trần Thị Thu Hiền,Lê Quang Vinh,Hoàng Thị Mai,Hồ Văn Pả,Võ Đức Anh,Phan Thị Ngọc,Đặng Tuấn,"
    "Bùi Thị Hồng Nhung,Trương Công Minh,Cao Xuân Trường,Lý Thị Xuân"
)
_WHO = (
    "đoàn viên thanh niên,hội viên phụ nữ,cán bộ công chức xã,lực lượng dân quân,Ban công tác Mặt trận thôn,các cựu chiến"
    " binh,thầy và trò nhà trường,tổ công nghệ số cộng đồng,đội tình nguyện,bà con nhân dân"
)
_DID = (
    "đã phát quang {n} mét đường,thu gom {n} bao rác,cắt cỏ và trồng hoa quanh nhà văn hóa,sơn lại hàng rào sân vận động,"
    "trao {n} suất quà trị giá {t} đồng,giúp {n} hộ kích hoạt tài khoản định danh,rà soát {n} hồ sơ đất đai,khơi thông"
    " {n} mét mương nội đồng,cấp phát {n} tờ rơi,lắp {n} bóng đèn thắp sáng đường quê,khám cho {n} cụ già,tặng {n} thẻ bảo"
    " hiểm y tế,quyên góp {t} đồng,dựng lại mái nhà cho gia đình ông {w},tiêm {n} liều vắc xin cho đàn gia súc,dạy bơi cho"
    " {n} cháu nhỏ"
)
_WHEN = (
    "ngay trong buổi sáng,từ {h} giờ đến trưa,suốt {h} ngày qua,bất chấp trời mưa,sau hơn {h} giờ làm việc,vào dịp cuối"
    " tuần,trong đợt cao điểm,tại thôn {v},dọc bờ sông {v},ở điểm trường {v}"
)
_WHY = (
    "nhằm giữ gìn cảnh quan sạch đẹp,để chuẩn bị đón đoàn thẩm định,hướng tới đại hội các cấp,góp phần hoàn thành tiêu chí"
    " nông thôn mới,được bà con phấn khởi ủng hộ,với tinh thần không ai bị bỏ lại phía sau,theo kế hoạch số {n} của Ủy ban"
    " nhân dân xã,bảo đảm an toàn trước mùa mưa bão"
)
_ASIDE = (
    "Xin cảm ơn mọi người ❤️|Rất mong bà con tiếp tục chung tay!|Đồng chí {w} nhấn mạnh: “Việc gì có lợi cho dân thì phải hết"
    " sức làm”.|📞 Liên hệ: 0{n}{n} {n}{h} {n}{n}|Hạn cuối nộp hồ sơ: {h} giờ ngày {d}.|👉 Ai cần xin để lại bình luận nhé 😊|"
    "Ông {w}, {n} tuổi, ở thôn {v} chia sẻ: “Tôi mừng lắm, từ nay các cháu đi học đỡ vất vả”.|#{v} #tinhnguyen"
)
_TINY = (
    "Chúc mừng năm mới!|Thông báo nghỉ lễ|Mưa to, bà con chú ý an toàn|Một ngày thật vui 🥰|Cảm ơn {w}|Tuyển {n} lao động|"
    "Họp thôn {v} {h} giờ tối nay|Cúp điện thôn {v}|Sắp ra quân!|Lịch tiêm {d}|Vì một {v} xanh|Đêm hội trăng rằm {v}"
)
_TOPIC = (
    "ra quân Ngày Chủ nhật xanh,hội nghị tiếp xúc cử tri,lễ phát động Tháng an toàn giao thông,lớp bồi dưỡng kỹ năng số,"
    "đối thoại với nhân dân,ngày hội đại đoàn kết,khám sàng lọc sức khỏe,giao lưu bóng chuyền,tập huấn chữa cháy,phiên chợ"
    " nghĩa tình"
)


@dataclass(frozen=True, slots=True)
class Story:
    """One post: what stands on it whoever looks. `pictures` are numbers; the same number is the same picture."""

    number: int
    page: str
    paragraphs: tuple[str, ...]
    pictures: tuple[int, ...]
    likes: int
    quoted: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def _one(dice: random.Random, choices: str, parting: str = ",") -> str:
    return dice.choice(choices.split(parting))


def _filled(dice: random.Random, text: str) -> str:
    """The text with each of its blanks filled by chance: a number, a few, an amount, a name, a village, a day."""
    return re.sub(r"\{(\w)\}", lambda blank: _FILLINGS[blank[1]](dice), text)


_FILLINGS: dict[str, Callable[[random.Random], str]] = {
    "n": lambda dice: str(dice.randint(12, 480)),
    "h": lambda dice: str(dice.randint(2, 9)),
    "t": lambda dice: f"{dice.randint(2, 95)}.{dice.choice((0, 5))}00.000",
    "w": lambda dice: _one(dice, _NAME),
    "v": lambda dice: _one(dice, _VILLAGE),
    "d": lambda dice: f"{dice.randint(1, 30)}/{dice.randint(1, 12)}",
}


def sentence(dice: random.Random) -> str:
    """One of some million sentences."""
    who = _one(dice, _WHO)
    tail = [_one(dice, _WHEN), _one(dice, _WHY)]
    dice.shuffle(tail)
    text = f"{who} {_one(dice, _DID)} {', '.join(tail[: dice.randint(1, 2)])}."
    return _filled(dice, text[0].upper() + text[1:])


def _mixed(dice: random.Random, sentences: tuple[int, int]) -> tuple[str, ...]:
    count = dice.randint(*sentences)
    if not count:
        return (_filled(dice, _one(dice, _TINY, "|")),)
    opening = _filled(
        dice, f"{dice.choice('📣🌿🔥⭐')} {_one(dice, _TOPIC).upper()} – {_one(dice, _PLACE).upper()}, NGÀY {{d}}"
    )
    body = [sentence(dice) for _ in range(count)]
    if dice.random() < 0.6:
        body.insert(dice.randint(1, count), _filled(dice, _one(dice, _ASIDE, "|")))
    paragraphs = [opening] if dice.random() < 0.6 else []
    while body:
        taken = dice.randint(1, 3)
        paragraphs.append(" ".join(body[:taken]))
        body = body[taken:]
    return tuple(paragraphs)


def _template(dice: random.Random, sentences: tuple[int, int]) -> tuple[str, ...]:
    """The opening of one page's every post, its few words changed, then what it has to say; and its usual last line."""
    opening = _filled(
        dice,
        f"Ngày {{d}}, Đoàn xã Nam Hải Lăng tổ chức {_one(dice, _TOPIC)} tại thôn {{v}} với sự tham gia của {{n}} {_one(dice, _WHO)}.",
    )
    body = " ".join(sentence(dice) for _ in range(dice.randint(*sentences)))
    last = "Đoàn xã Nam Hải Lăng trân trọng cảm ơn sự đồng hành của các cơ quan, đơn vị và toàn thể nhân dân trong xã."
    return tuple(each for each in (opening, body, last) if each)


def _numbers(dice: random.Random) -> tuple[str, ...]:
    return (
        _filled(dice, "📌 BÁO CÁO TUẦN {h} (đến ngày {d})"),
        _filled(
            dice,
            "Trong tuần, Bộ phận Một cửa xã Nam Hải Lăng đã tiếp nhận {n} hồ sơ, giải quyết {n} hồ sơ, trong đó có {n} hồ sơ"
            " trước hạn và {n} hồ sơ đúng hạn. Tổ công nghệ số hướng dẫn {n} lượt người tại thôn {v} và thôn {v}.",
        ),
        _filled(
            dice,
            "Trực tuần tới: đồng chí {w}, số điện thoại 09{n}{n}. Kính mời bà con đến liên hệ trong giờ hành chính.",
        ),
    )


def write_story(
    number: int, likeness: str = "mixed", sentences: tuple[int, int] = (1, 5), pictures: tuple[int, int] = (1, 5)
) -> Story:
    """The post with this number. A page's posts have its banner as their one picture (numbers below 3)."""
    dice = random.Random(f"field {likeness} {number}")
    shown = dice.randint(*pictures)
    rows = tuple(
        (str(place), _filled(dice, "{n}/QĐ-UBND"), sentence(dice)[:60].rsplit(" ", 1)[0], _filled(dice, "{d}/2026"))
        for place in range(1, dice.randint(4, 9))
    )
    if likeness == "mixed":
        page = f"{dice.choice(('Xã', 'Đoàn xã', 'Trường THCS', 'Phụ nữ xã', 'Công an xã'))} {_one(dice, _PLACE)}"
        quoted = sentence(dice) if dice.random() < 0.15 else ""
        return Story(
            number,
            page,
            _mixed(dice, sentences),
            tuple(100 + 10 * number + place for place in range(shown)),
            dice.randint(3, 4000),
            quoted,
            rows,
        )
    text = _template(dice, sentences) if likeness == "template" else _numbers(dice)
    return Story(number, "Đoàn xã Nam Hải Lăng", text, (1,) * min(1, shown), dice.randint(3, 4000), "", rows)


def remark(dice: random.Random) -> tuple[str, str]:
    """Who commented, and what."""
    short = "Hay quá,Tuyệt vời 👏👏,Cho em hỏi lịch thôn {v} với ạ,Chúc mừng xã nhà,Đăng ký ở đâu vậy ad?,❤️❤️❤️,Ý nghĩa quá anh ơi"
    return _one(dice, _NAME), _filled(dice, _one(dice, short)) if dice.random() < 0.7 else sentence(dice)
