"""Made-up posts for the bench: what they say, and the pictures they carry. The same number is the same post."""

import random
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

_COMMON_TEXT = (
    "và của các là có được cho trong không với những một người đã khi này để đến từ trên về năm ra vào cũng "
    "tại đó sẽ theo như sau phải nhiều còn lại mới rất ngày "
)
_WORDS_TEXT = (
    "xã phường thôn huyện tỉnh hội đoàn thanh niên phụ nữ nông dân cựu chiến binh mặt trận tổ quốc bí thư chủ "
    "tịch ban chấp hành tổ chức tuyên truyền vận động xây dựng nhà văn hóa đường giao thông môi trường cây "
    "xanh rác thải vệ sinh sạch đẹp trẻ em học sinh trường lớp giáo viên khám bệnh miễn phí sức khỏe bảo hiểm "
    "y tế tiêm phòng dịch lúa rau màu chăn nuôi gia súc vay vốn ngân hàng chính sách hộ nghèo cận quà tặng xe "
    "đạp nước ngọt phòng chống bão lũ thiên tai an toàn ninh trật tự ma túy chuyển đổi số căn cước dịch vụ "
    "công trực tuyến họp phiên đại biểu cử tri tiếp xúc kế hoạch tháng quý nhiệm kỳ kết quả hoạt phong trào "
    "thi đua khen thưởng gương tốt việc bóng chuyền văn nghệ lễ kỷ niệm tết trung thu bơi đọc sách thư viện "
    "nghĩa trang liệt sĩ tri ân gia đình thương thăm hỏi hiến máu tình nguyện mùa hè áo trắng khởi nghiệp hợp "
    "tác mô hình sản phẩm chợ quê "
)
_COMMON, _WORDS = _COMMON_TEXT.split(), _WORDS_TEXT.split()
_PLACES = (
    "An Đôn",
    "Khe Sanh",
    "Vĩnh Thái",
    "Cam Lộ",
    "Hải Lăng",
    "Gio Mỹ",
    "Triệu Ái",
    "Tà Rụt",
    "Đông Hà",
    "Lao Bảo",
)
_SIGN_OFF = "Mọi thông tin chi tiết xin liên hệ văn phòng đoàn xã theo số điện thoại của trang trong giờ hành chính"
_ACCENTS = tuple("🔊📣🌱🎉")


@dataclass(frozen=True, slots=True)
class Post:
    """One post. `picture` is the number of its picture; posts may share it. `paragraphs`: the first is its title."""

    author: str
    date: str
    paragraphs: tuple[str, ...]
    picture: int | None
    likes: int
    small_print: str = ""


def write_post(
    number: int,
    *,
    words: tuple[int, int] = (30, 75),
    shared: float = 0.3,
    pictured: float = 0.85,
    sign_off: float = 0.2,
    small_print: int = 0,
) -> Post:
    """The post with this number, its body of `words` many.

    A share `shared` of the posts uses one of the page's eight banners, a share `sign_off` ends with its own sentence.
    Below all of them stand the same `small_print` many words in smaller letters.
    """
    dice = random.Random(f"post {number}")
    title = f"{dice.choice(_ACCENTS)} {_sentence(dice, dice.randint(4, 7))} tại {dice.choice(_PLACES)}"
    body = _body(dice, dice.randint(*words))
    if dice.random() < sign_off:
        body = f"{body} {_SIGN_OFF}."
    picture = None
    if dice.random() < pictured:
        picture = dice.randrange(8) if dice.random() < shared else 1000 + number
    date = f"{dice.randint(1, 28)} tháng {dice.randint(1, 12)} lúc {dice.randint(6, 21)}:{dice.randint(0, 59):02}"
    author = "Trang cộng đồng tỉnh" if picture is not None and picture < 8 else f"Đoàn xã {dice.choice(_PLACES)}"
    small = _body(random.Random("small print"), small_print)
    return Post(author, date, (title, body), picture, dice.randint(3, 1500), small)


def draw_picture(number: int, width: int, height: int) -> Image.Image:
    """The picture with this number, about as rich as a photograph of an event; the same at every size."""
    return _drawn(number).resize((width, height), Image.Resampling.BILINEAR)


@lru_cache(maxsize=64)
def _drawn(number: int) -> Image.Image:
    dice = random.Random(f"picture {number}")
    base = Image.new("RGB", (6, 4))
    base.putdata([tuple(dice.randint(20, 235) for _ in range(3)) for _ in range(24)])
    picture = base.resize((300, 200), Image.Resampling.BICUBIC)
    brush = ImageDraw.Draw(picture)
    for _ in range(dice.randint(10, 45)):
        x, y, side = dice.randint(-20, 290), dice.randint(-20, 190), dice.randint(5, 80)
        box = (x, y, x + side, y + int(side * dice.uniform(0.5, 1.6)))
        colour = (dice.randint(0, 255), dice.randint(0, 255), dice.randint(0, 255))
        (brush.ellipse if dice.random() < 0.5 else brush.rectangle)(box, fill=colour)
    return picture


def _body(dice: random.Random, count: int) -> str:
    sentences = []
    while count > 0:
        length = min(count, dice.randint(6, 18))
        sentences.append(f"{_sentence(dice, length)}.")
        count -= length
    return " ".join(sentences)


def _sentence(dice: random.Random, length: int) -> str:
    words = [dice.choice(_COMMON if dice.random() < 0.35 else _WORDS) for _ in range(length)]
    for place in range(3, length - 2, 5):
        words[place] += dice.choice(("", "", ",", ";"))
    return " ".join(words).capitalize()
