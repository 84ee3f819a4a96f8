"""Made-up posts as the pages of well-known apps show them: HTML for a browser to draw. The same number is the same post."""

import base64
import random
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from bench.screens_posts import write_post

_WHO = (
    "Đoàn xã",
    "Hội LHPN xã",
    "Hội Cựu chiến binh phường",
    "UBND xã",
    "Trường TH&THCS",
    "Hội Nông dân xã",
    "Trạm Y tế xã",
    "Công an xã",
)
_WHERE = (
    "Hải Lăng",
    "Cam Lộ",
    "Gio Linh",
    "Triệu Phong",
    "Vĩnh Linh",
    "Khe Sanh",
    "Lao Bảo",
    "Đông Hà",
    "Tà Rụt",
    "Ái Tử",
)
_DONE = (
    "tổ chức ra quân dọn vệ sinh môi trường tuyến đường thôn {n}",
    "trao {n} suất quà cho các hộ nghèo, hộ cận nghèo trên địa bàn",
    "khai mạc giải bóng chuyền nam nữ chào mừng ngày thành lập Đoàn",
    "tổ chức lớp tập huấn chuyển đổi số cho {n} hội viên",
    "thăm hỏi, tặng quà gia đình chính sách, người có công với cách mạng",
    "tham gia hiến máu tình nguyện, thu được {n} đơn vị máu",
    "trồng {n} cây xanh dọc tuyến đường liên thôn và khuôn viên nhà văn hóa",
    "tuyên truyền phòng chống đuối nước cho học sinh trước kỳ nghỉ hè",
    "hướng dẫn bà con cài đặt định danh điện tử và dịch vụ công trực tuyến",
    "họp triển khai kế hoạch phòng chống bão lũ năm nay",
    "bàn giao ngôi nhà tình nghĩa cho gia đình chị Hồ Thị {w}",
    "khám bệnh, cấp thuốc miễn phí cho {n} người cao tuổi",
    "tổ chức hội thi tìm hiểu pháp luật về an toàn giao thông",
    "giúp dân gặt lúa chạy lũ trên cánh đồng thôn {w}",
)
_MORE = (
    "Tham dự chương trình có đồng chí {w} cùng đông đảo đoàn viên, hội viên và nhân dân.",
    "Đây là hoạt động thiết thực, thể hiện tinh thần tương thân tương ái của cộng đồng.",
    "Tổng kinh phí thực hiện là {n} triệu đồng do các nhà hảo tâm ủng hộ.",
    "Qua đó góp phần nâng cao nhận thức của người dân, giữ gìn môi trường xanh, sạch, đẹp.",
    "Chương trình diễn ra từ {h} giờ sáng đến chiều cùng ngày với sự tham gia của {n} người.",
    "Trong thời gian tới, đơn vị sẽ tiếp tục nhân rộng mô hình này ra các thôn còn lại.",
    "Mọi ủng hộ xin liên hệ anh {w}, số điện thoại 09{n}.{n}.{h}8.",
    "Xin chân thành cảm ơn các anh chị đã đồng hành ❤️",
    "Hẹn gặp lại mọi người vào tuần sau nhé! 🎉🎉",
    "Một số hình ảnh ghi nhận được 👇",
)
_NAMES = "Nguyễn Thị Hoa,Lê Văn Bình,Hồ A Súa,Trần Quốc Đạt,Phan Thu Hà,Võ Minh Châu,Hoàng Anh,Đỗ Ngọc Lan".split(",")
_SAID = (
    "Tuyệt vời quá ạ,Chúc mừng đơn vị,Ý nghĩa lắm 👍,Cố lên các bạn,Hay quá,Mong chương trình lan tỏa hơn nữa".split(
        ","
    )
)


@dataclass(frozen=True, slots=True)
class WebPost:
    """One post: what stands on it whoever looks, and how many liked it at first."""

    number: int
    author: str
    title: str
    paragraphs: tuple[str, ...]
    pictures: tuple[int, ...]
    likes: int

    @property
    def text(self) -> str:
        """Title and paragraphs."""
        return " ".join((self.title, *self.paragraphs))


@dataclass(frozen=True, slots=True)
class Look:
    """What differs from one look at a post to the next: clock, hours since it was written, likes and comments."""

    clock: str = "9:41"
    battery: int = 80
    hours: int = 3
    more: int = 0
    comments: tuple[int, ...] = ()
    keyboard: bool = False
    dark: bool = False
    notch: bool = False


def write_web_post(
    number: int, sentences: tuple[int, int] = (1, 4), pictures: tuple[int, int] = (1, 4), shared: float = 0.3
) -> WebPost:
    """The post with this number: a title and at most two sentences of stock phrases as real pages write them, the rest of words drawn by chance."""
    dice = random.Random(f"web post {number}")
    author = f"{dice.choice(_WHO)} {dice.choice(_WHERE)}"
    day = f"{dice.randint(1, 28)}/{dice.randint(1, 12)}"
    tail = write_post(number, words=(4, 8), sign_off=0).paragraphs[1].lower().rstrip(".")
    title = f"{dice.choice('🔊📣🌱🎉📌')} {dice.choice(('Sáng', 'Chiều', 'Tối'))} ngày {day}, {author} {_filled(dice, dice.choice(_DONE))} {tail}."
    count = dice.randint(*sentences)
    body = [_filled(dice, each) for each in dice.sample(_MORE, min(count, dice.randint(0, 2)))]
    while len(body) < count:
        sentence = write_post(1000 * number + len(body), words=(12, 26), sign_off=0).paragraphs[1]
        body.insert(dice.randint(0, len(body)), sentence)
    shown = dice.randint(*pictures)
    first = dice.randrange(6) if dice.random() < shared else 1000 + 10 * number
    found = (first, *(1000 + 10 * number + place for place in range(1, shown))) if shown else ()
    return WebPost(number, author, title, tuple(body), found, dice.randint(5, 1200))


def _filled(dice: random.Random, phrase: str) -> str:
    return phrase.format(n=dice.randint(11, 98), h=dice.randint(6, 9), w=dice.choice(_NAMES).rpartition(" ")[2])


@lru_cache(maxsize=256)
def photo_address(number: int, ratio: float = 1.5) -> str:
    """A picture like a photograph, as a `data:` address: sky, hills, a field, people; below 6 it is a banner."""
    dice = np.random.default_rng(number)
    height, width = 400, round(400 * ratio)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    sky, ground = dice.integers(90, 255, 3), dice.integers(20, 160, 3)
    horizon = height * dice.uniform(0.3, 0.65) + sum(
        dice.uniform(5, 30) * np.sin(x / dice.uniform(30, 160) + dice.uniform(0, 6)) for _ in range(3)
    )
    shade = np.where(y < horizon, 0.6 + 0.4 * y / height, 1.3 - 0.5 * y / height)[..., None]
    scene = np.where((y < horizon)[..., None], sky, ground) * shade
    cloud = Image.fromarray(dice.integers(0, 255, (12, 18), np.uint8)).resize((width, height), Image.Resampling.BICUBIC)
    scene += (np.asarray(cloud, np.float32)[..., None] - 128) * 0.25 + dice.normal(0, 7, (height, width, 1))
    picture = Image.fromarray(scene.clip(0, 255).astype(np.uint8))
    brush = ImageDraw.Draw(picture)
    for _ in range(int(dice.integers(2, 14))):
        left, size = int(dice.integers(0, width)), int(dice.integers(18, 70))
        top = int(dice.uniform(0.4, 0.75) * height)
        brush.rounded_rectangle(
            (left - size // 2, top + size, left + size // 2, top + 4 * size),
            size // 3,
            fill=tuple(map(int, dice.integers(0, 255, 3))),
        )
        brush.ellipse(
            (left - size // 3, top + size // 4, left + size // 3, top + size),
            fill=(225, 180, int(dice.integers(110, 160))),
        )
    if number < 6:
        brush.rectangle((0, 0, width, height // 3), fill=(200, 30 + 20 * number, 30))
        for place in range(7):
            brush.rectangle((30 + place * 75, 40, 85 + place * 75, 80), fill=(255, 230, 60))
    file = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.8)).save(file, "JPEG", quality=85)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()


def face(name: str) -> str:
    """The address of somebody's round picture."""
    return photo_address(500_000 + sum(map(ord, name)), 1.0)


def said(number: int) -> tuple[str, str]:
    """Who commented, and what."""
    return _NAMES[number % len(_NAMES)], escape(_SAID[number * 7 % len(_SAID)])
