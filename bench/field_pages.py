"""Screens of well-known apps as HTML, for bench/field_screens.py: laid out apart from bench/browser_apps.py.

What a phone adds stands fixed above and below; the page between can be moved by some lines.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from bench.field_pictures import picture_address
from bench.field_posts import Story, remark

_STYLE = """
html,body{margin:0;height:100%;overflow:hidden}body{display:flex;flex-direction:column;background:var(--b);color:var(--f);font-family:var(--font);font-size:var(--s);line-height:1.33}
body{--b:#fff;--f:#080809;--g:#65686c;--l:#dadde1;--w:#f0f2f5}body.night{--b:#1c1c1d;--f:#e2e5e9;--g:#b0b3b8;--l:#3b3d3f;--w:#333334}body.black{--b:#000;--f:#fff;--g:#999;--l:#222;--w:#1a1a1a}
p{margin:0 0 .55em}.bar{flex:none;position:relative;z-index:2;background:var(--b)}.go{flex:1;overflow:hidden;position:relative}
.st{display:flex;gap:5px;align-items:center;font-size:13px;padding:7px 18px 5px}.st b{margin-right:auto}.st i,.av{display:inline-block;flex:none}
.av{border-radius:50%;background-size:cover}.s{color:var(--g);font-size:.83em}.x{display:flex;align-items:center;gap:10px}.in{padding:0 var(--m)}
.ph{background-size:cover;background-position:center}.gap{height:8px;background:var(--l)}
table{border-collapse:collapse;font-size:.8em;width:100%}td,th{border:1px solid var(--l);padding:4px 5px;text-align:left;vertical-align:top}
"""
_TWO_UP = "grid-template:1fr 1fr/1fr 1fr"
_GRIDS = {
    1: ("grid-template:1fr/1fr", ("",)),
    2: ("grid-template:1fr/1fr 1fr", ("",) * 2),
    3: (_TWO_UP, ("grid-row:span 2", "", "")),
    4: (_TWO_UP, ("",) * 4),
    5: ("grid-template:3fr 2fr/repeat(6,1fr)", ("grid-column:span 3",) * 2 + ("grid-column:span 2",) * 3),
}


@dataclass(frozen=True, slots=True)
class View:
    """One look at a post on one phone."""

    clock: str
    battery: int
    later: int
    night: str
    margin: int
    size: float
    font: str
    moved: float
    buttons: bool
    island: bool
    dice: random.Random


def document(app: str, story: Story, after: Story, view: View) -> str:
    """The whole screen. `after` is the post below, where the app shows one."""
    top, page, foot = APPS[app](story, after, view)
    own = f"--font:{view.font};--s:{view.size}px;--m:{view.margin}px"
    moved = f"margin-top:{-view.moved * view.size * 1.33:.0f}px"
    return (
        f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style><body class='{view.night}' style=\"{own}\">"
        f"<div class=bar>{_status(view)}{top}</div><div class=go><div style='{moved}'>{page}</div></div><div class=bar>{foot}{_keys(view)}</div>"
    )


def _status(view: View) -> str:
    icons = view.dice.sample(("⏰", "🔕", "ᛒ", "📍", "▲", "VPN", "Zalo", "✉"), view.dice.randint(0, 4))
    bars = "".join(f"<i style='width:3px;height:{4 + 3 * n}px;background:currentColor'></i>" for n in range(4))
    island = (
        "<i style='position:absolute;left:38%;width:24%;height:22px;top:5px;border-radius:11px;background:#000'></i>"
        if view.island
        else ""
    )
    cell = f"<i style='width:22px;height:10px;border:1px solid;border-radius:3px'><i style='width:{view.battery}%;height:100%;background:currentColor'></i></i>"
    percent = f"{view.battery}%" if view.battery % 3 else ""
    return f"<div class=st><b>{view.clock} {' '.join(icons)}</b>{island}{bars} {'5G' if view.battery % 2 else '4G'} {percent}{cell}</div>"


def _keys(view: View) -> str:
    if view.buttons:
        return "<div class=x style='justify-content:space-around;padding:9px;color:var(--g)'><b>◁</b><b>◯</b><b>▢</b></div>"
    return "<div style='width:35%;height:4px;border-radius:2px;background:var(--f);margin:9px auto'></div>"


def _face(name: str, size: int = 40) -> str:
    return f"<i class=av style='width:{size}px;height:{size}px;background-image:url({picture_address(90_000 + sum(map(ord, name)), 1.0)})'></i>"


def _photo(number: int, style: str, ratio: float = 1.33) -> str:
    return f"<div class=ph style='background-image:url({picture_address(number, ratio)});{style}'></div>"


def _grid(story: Story, more: int = 0, radius: int = 0) -> str:
    if not story.pictures:
        return ""
    layout, spans = _GRIDS[len(story.pictures)]
    cells = [_photo(number, f"min-width:0;{span}") for number, span in zip(story.pictures, spans, strict=True)]
    if more and len(cells) == 5:
        cells[-1] = cells[-1].replace(
            "</div>",
            f"<div style='height:100%;background:#0007;color:#fff;display:grid;place-items:center;font-size:1.8em'>+{more}</div></div>",
        )
    tall = "66vw" if len(cells) == 1 else "96vw"
    return f"<div style='display:grid;gap:3px;height:{tall};{layout};border-radius:{radius}px;overflow:hidden'>{''.join(cells)}</div>"


def _text(story: Story) -> str:
    quoted = (
        f"<p style='border-left:3px solid var(--g);padding-left:10px;font-style:italic'>{escape(story.quoted)}</p>"
        if story.quoted
        else ""
    )
    return "".join(f"<p>{escape(each)}</p>" for each in story.paragraphs) + quoted


def _short(number: int) -> str:
    return str(number) if number < 1000 else f"{number / 1000:.1f}K".replace(".", ",")


def _remarks(view: View, count: int) -> str:
    found = ""
    for _ in range(count):
        who, what = remark(view.dice)
        found += f"<div class=x style='align-items:start;padding:6px 0'>{_face(who, 30)}<div><div style='background:var(--w);border-radius:14px;padding:7px 11px'><b>{who}</b><br>{escape(what)}</div><span class=s>{view.dice.randint(1, 50)} phút &nbsp;Thích &nbsp;Trả lời</span></div></div>"
    return found


def _coloured(story: Story) -> str:
    dice = random.Random(story.number)
    shades = ",".join(f"hsl({dice.randint(0, 360)} 70% {dice.randint(30, 50)}%)" for _ in range(2))
    return f"<div style='height:75vw;background:linear-gradient({dice.randint(0, 180)}deg,{shades});color:#fff;font-weight:700;font-size:1.6em;display:grid;place-items:center;text-align:center;padding:0 24px;line-height:1.3'><div>{_text(story)}</div></div>"


def _facebook(story: Story, after: Story, view: View) -> tuple[str, str, str]:
    def one(post: Story, likes: int, ago: str, remarks: int) -> str:
        head = f"<div class='x in' style='padding-top:11px;padding-bottom:9px'>{_face(post.page)}<div style='flex:1'><b>{post.page}</b> <span style='color:#0866ff'>✔</span><br><span class=s>{ago} · 🌐</span></div><b>··· &nbsp;✕</b></div>"
        coloured = not post.pictures and sum(map(len, post.paragraphs)) < 90
        body = _coloured(post) if coloured else f"<div class=in>{_text(post)}</div>{_grid(post, post.number % 9)}"
        counts = f"<div class='x in s' style='padding-top:9px;padding-bottom:9px'><span style='flex:1'>👍❤️ {_short(likes)}</span>{likes // 9} bình luận · {likes // 17} lượt chia sẻ</div>"
        acts = "<div class=x style='justify-content:space-around;padding:9px;border-top:1px solid var(--l);color:var(--g)'><span>👍 Thích</span><span>💬 Bình luận</span><span>↪ Chia sẻ</span></div>"
        return head + body + counts + acts + f"<div class=in>{_remarks(view, remarks)}</div>"

    remarks = view.dice.randint(0, 4)
    top = (
        "<div class='x in' style='padding-top:4px;padding-bottom:8px'><b style='color:#0866ff;font-size:1.5em;flex:1'>facebook</b>＋ 🔍 ✉</div>"
        if remarks < 2
        else f"<div class='x in' style='border-bottom:1px solid var(--l);padding-bottom:9px'><b style='font-size:1.3em'>‹</b><b>Bài viết của {story.page}</b></div>"
    )
    page = (
        one(story, story.likes + view.later, f"{view.dice.randint(1, 23)} giờ", remarks)
        + "<div class=gap></div>"
        + one(after, after.likes, "1 ngày", 0)
    )
    foot = (
        "<div class='x in s' style='padding-top:8px;padding-bottom:8px;border-top:1px solid var(--l)'><span style='flex:1;background:var(--w);border-radius:18px;padding:8px 12px'>Viết bình luận...</span>📷 GIF 😊</div>"
        if remarks >= 2
        else ""
    )
    return top, page, foot


def _zalo_group(story: Story, after: Story, view: View) -> tuple[str, str, str]:
    """A group's talk: what others said, then the message with its pictures, then answers."""

    def bubble(inner: str, who: str, own: bool = False) -> str:
        colour = "#d5efff" if own and not view.night else "var(--b)"
        side = "margin-left:60px" if own else ""
        return f"<div class=x style='align-items:start;gap:6px;padding:5px 8px;{side}'>{'' if own else _face(who, 30)}<div style='background:{colour};border-radius:9px;padding:8px 10px;flex:0 1 auto'>{'' if own else f'<span class=s>{who}</span><br>'}{inner}<div class=s>{view.dice.randint(6, 22)}:{view.dice.randint(10, 59)}</div></div></div>"

    first = "".join(
        bubble(escape(remark(view.dice)[1]), remark(view.dice)[0], view.dice.random() < 0.4)
        for _ in range(view.dice.randint(0, 2))
    )
    answers = "".join(
        bubble(escape(remark(view.dice)[1]), remark(view.dice)[0], view.dice.random() < 0.4) for _ in range(4)
    )
    pictures = f"<div style='padding:5px 60px 5px 44px'>{_grid(story, 0, 8)}</div>"
    top = f"<div class='x in' style='background:#0068ff;color:#fff;padding-top:9px;padding-bottom:9px'><b>‹</b><div style='flex:1'><b>Cán bộ xã {story.number % 7}</b><br><span style='font-size:.8em'>{view.later + 40} thành viên</span></div>📞 🔍 ☰</div>"
    page = f"<div style='background:{'var(--w)' if view.night else '#e4e9f0'};height:200vh'>{first}{bubble(_text(story), story.page)}{pictures}{answers}</div>"
    return (
        top,
        page,
        "<div class='x in s' style='padding-top:10px;padding-bottom:10px'>😊<span style='flex:1'>Tin nhắn</span>··· 🎤 🖼</div>",
    )


def _zalo_diary(story: Story, after: Story, view: View) -> tuple[str, str, str]:
    def one(post: Story, likes: int, when: str) -> str:
        return f"<div class=in style='padding-top:12px;padding-bottom:10px'><div class=x style='margin-bottom:8px'>{_face(post.page, 38)}<div><b>{post.page}</b><br><span class=s>{when}</span></div></div>{_text(post)}{_grid(post, 0, 6)}<div class=x style='margin-top:10px'><span style='background:var(--w);border-radius:14px;padding:5px 12px'>♡ Thích</span><span style='background:var(--w);border-radius:14px;padding:5px 12px'>💬</span><span class=s style='margin-left:auto'>❤️ {_short(likes)}</span></div></div><div class=gap></div>"

    top = "<div class='x in' style='background:linear-gradient(90deg,#0068ff,#00a6ff);color:#fff;padding-top:12px;padding-bottom:12px'>🔍<span style='flex:1'>Tìm kiếm</span>🖼 🔔</div>"
    foot = "<div class='x s' style='justify-content:space-around;padding:7px;border-top:1px solid var(--l)'><span>Tin nhắn</span><span>Danh bạ</span><span>Khám phá</span><b>Tường nhà</b><span>Cá nhân</span></div>"
    return (
        top,
        one(story, story.likes + view.later, f"{view.dice.randint(2, 59)} phút trước")
        + one(after, after.likes, "Hôm qua"),
        foot,
    )


def _tiktok(story: Story, after: Story, view: View) -> tuple[str, str, str]:
    acts = "".join(
        f"<div style='text-align:center;margin-top:14px;font-size:.75em'><span style='font-size:2em'>{icon}</span><br>{_short(count)}</div>"
        for icon, count in (
            ("❤️", story.likes + view.later),
            ("💬", story.likes // 9 + view.later),
            ("🔖", story.likes // 5),
            ("↪", view.later),
        )
    )
    words = " ".join(story.paragraphs)
    caption = f"<div style='position:absolute;left:12px;right:76px;bottom:14px;text-shadow:0 1px 2px #0009'><b>{story.page}</b><br>{escape(words[:110])}{'… xem thêm' if len(words) > 110 else ''}<br>♫ nhạc nền - {story.page}</div>"
    number = story.pictures[0] if story.pictures else 100 + 10 * story.number
    page = f"<div style='position:absolute;inset:0;color:#fff'>{_photo(number, 'position:absolute;inset:0', 0.6)}<div class=x style='position:absolute;top:10px;left:0;right:0;justify-content:center;gap:22px'><span>Bạn bè</span><span>Đã follow</span><b>Đề xuất</b></div><div style='position:absolute;right:12px;bottom:20px'>{_face(story.page, 46)}{acts}</div>{caption}</div>"
    return (
        "",
        page,
        "<div class='x s' style='justify-content:space-around;padding:8px'><b>Trang chủ</b><span>Cửa hàng</span><b>＋</b><span>Hộp thư</span><span>Hồ sơ</span></div>",
    )


def _youtube(story: Story, after: Story, view: View) -> tuple[str, str, str]:
    """A video's page: its picture on top, what it is called, remarks, and others to look at next."""
    title = story.paragraphs[0]
    number = story.pictures[0] if story.pictures else 100 + 10 * story.number
    video = _photo(number, "height:56.25vw;position:relative", 1.78).replace(
        "></div>",
        f"><i style='position:absolute;left:0;bottom:0;height:3px;background:red;width:{view.dice.randint(3, 90)}%'></i></div>",
    )
    rest = " ".join(story.paragraphs[1:])[:160]
    talk = remark(view.dice)
    nexts = "".join(
        f"{_photo(after.number * 10 + n + 50_000, 'height:52vw;margin-top:10px', 1.78)}<div class='x in' style='padding-top:8px'>{_face(str(n) + after.page, 34)}<div>{escape(after.paragraphs[0][:70])}<br><span class=s>{after.page} · {view.dice.randint(1, 90)} N lượt xem</span></div></div>"
        for n in range(2)
    )
    page = f"<div class=in style='padding-top:10px'><b style='font-size:1.15em'>{escape(title)}</b><p class=s style='margin-top:5px'>{_short(story.likes * 7 + view.later)} lượt xem · {view.dice.randint(2, 20)} giờ trước &nbsp; …xem thêm</p><div class=x>{_face(story.page, 34)}<b style='flex:1'>{story.page}</b><span style='background:var(--f);color:var(--b);border-radius:18px;padding:7px 14px'>Đăng ký</span></div><div class=x style='margin:10px 0'>{''.join(f'<span style=background:var(--w);border-radius:16px;padding:6px,12px>{each}</span>' for each in (f'👍 {_short(story.likes + view.later)}', '👎', '↪ Chia sẻ', '⬇ Tải xuống'))}</div><p>{escape(rest)}</p><div style='background:var(--w);border-radius:10px;padding:9px 12px'><b>Bình luận</b> <span class=s>{view.later}</span><br>{escape(talk[1])}</div></div>{nexts}"
    return (
        video,
        page,
        "<div class='x s' style='justify-content:space-around;padding:7px'><span>Trang chủ</span><span>Shorts</span><b>＋</b><span>Kênh đăng ký</span><span>Bạn</span></div>",
    )


def _news(story: Story, after: Story, view: View) -> tuple[str, str, str]:
    top = "<div class=x style='background:#b5122b;color:#fff;padding:10px 14px'>☰<b style='flex:1;font:700 21px serif;text-align:center'>Báo Quê Hương</b>🔍</div><div class='x s' style='padding:8px 14px;gap:18px;border-bottom:1px solid var(--l);white-space:nowrap;overflow:hidden'><b>Mới nhất</b><span>Chính trị</span><span>Xã hội</span><span>Đời sống</span><span>Pháp luật</span><span>Y tế</span></div>"
    figures = "".join(
        f"{_photo(number, 'height:60vw')}<p class=s style='padding:6px var(--m);background:var(--w)'>{escape(story.paragraphs[-1][:60])}… Ảnh: CTV</p>"
        for number in story.pictures[:1]
    )
    body = "".join(f"<p>{escape(each)}</p>" for each in story.paragraphs[1:])
    page = f"<div class=in style='padding-top:12px'><p class=s>Xã hội › Nông thôn mới</p><h1 style='font-size:1.45em;line-height:1.25;margin:.2em 0 .4em'>{escape(story.paragraphs[0][:120])}</h1><p class=s>PV {story.page} · {story.number % 28 + 1}/6/2026 {story.number % 12 + 7}:25 GMT+7</p><p style='font-weight:700'>{escape(story.paragraphs[-1])}</p></div>{figures}<div class=in style='padding-top:8px'>{body}<p style='border-top:2px solid #b5122b;padding-top:6px'><b>Tin liên quan</b></p><p>{escape(after.paragraphs[0])}</p></div>"
    return (
        top,
        page,
        "<div class='x s' style='justify-content:space-around;padding:9px;border-top:1px solid var(--l)'><span>‹</span><span>baoquehuong.vn</span><span>⟳</span><span>⋮</span></div>",
    )


def _portal(story: Story, after: Story, view: View) -> tuple[str, str, str]:
    """A commune's own site with a table of documents."""
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in story.rows)
    top = f"<div class=x style='background:var(--w);padding:7px 12px'>⌂<span style='flex:1;background:var(--b);border-radius:16px;padding:6px 12px'>🔒 namhailang.gov.vn</span>{view.dice.randint(1, 20)} ⋮</div>"
    site = "<div style='background:linear-gradient(#c00,#900);color:#ff0;text-align:center;padding:10px'><span style='font-size:.8em'>TRANG THÔNG TIN ĐIỆN TỬ</span><br><b>XÃ NAM HẢI LĂNG – TỈNH QUẢNG TRỊ</b></div><div class=x style='background:#00539b;color:#fff;padding:7px 12px;font-size:.85em;gap:16px'><b>☰</b><span>Tin tức</span><span>Văn bản</span><span>Dịch vụ công</span><span>Hỏi đáp</span></div>"
    page = f"{site}<div class=in style='padding-top:10px'><h2 style='font-size:1.2em;color:#c00;margin:0 0 .4em'>{escape(story.paragraphs[0])}</h2><p class=s>🕒 {story.number % 28 + 1}/06/2026 · 👁 {story.likes + view.later}</p>{''.join(f'<p style=text-align:justify>{escape(each)}</p>' for each in story.paragraphs[1:])}{_grid(story) if len(story.pictures) == 1 else ''}<p></p><table><tr><th>TT<th>Số hiệu<th>Trích yếu<th>Ngày</tr>{rows}</table><p class=s>Lượt truy cập: {100_000 + view.later}</p></div>"
    return top, page, ""


APPS: dict[str, Callable[[Story, Story, View], tuple[str, str, str]]] = {
    "facebook": _facebook,
    "group": _zalo_group,
    "diary": _zalo_diary,
    "tiktok": _tiktok,
    "youtube": _youtube,
    "news": _news,
    "portal": _portal,
}
"""Each gives what stays above, the page, and what stays below."""
