"""How well-known apps show a post: HTML in CSS pixels, with the phone's own bars above and below."""

from collections.abc import Callable
from html import escape

from bench.browser_posts import Look, WebPost, face, photo_address, said

_STYLE = """
*{margin:0;padding:0;box-sizing:border-box}
body{--paper:#fff;--ink:#050505;--pale:#65676b;--rule:#ced0d4;--ground:#c9ccd1;background:var(--paper);color:var(--ink);
 font:var(--size)/1.34 var(--font);height:100vh;overflow:hidden;position:relative}
body.dark{--paper:#242526;--ink:#e4e6eb;--pale:#b0b3b8;--rule:#3e4042;--ground:#18191a}
.status{display:flex;justify-content:space-between;padding:6px 16px;font-size:14px;font-weight:600;height:30px;position:relative}
.notch{position:absolute;left:50%;top:5px;width:20px;height:20px;margin-left:-10px;border-radius:10px;background:#000}
.battery{display:inline-block;width:24px;height:11px;border:1px solid;border-radius:3px;vertical-align:-1px}
.battery i{display:block;height:100%;background:currentColor}
.head{display:flex;gap:10px;padding:12px;align-items:center}.head img,.said img{border-radius:50%;object-fit:cover}
.head img{width:40px;height:40px}.name{font-weight:600}.pale{color:var(--pale);font-size:.82em}
.text{padding:0 12px 10px}.text p+p{margin-top:.5em}
.grid{display:grid;gap:2px;position:relative}.grid img{width:100%;height:100%;object-fit:cover;display:block}
.row{display:flex;justify-content:space-between;padding:9px 12px;color:var(--pale);font-size:.92em}
.rule{border-top:1px solid var(--rule);margin:0 12px}.said{display:flex;gap:8px;padding:5px 12px}
.said img{width:32px;height:32px}.said div{background:var(--ground);border-radius:16px;padding:6px 12px;font-size:.92em}
.foot{position:absolute;left:0;right:0;bottom:0;background:var(--paper);border-top:1px solid var(--rule)}
.write{display:flex;gap:10px;padding:8px 12px;color:var(--pale)}.write span{flex:1;background:var(--ground);border-radius:18px;padding:6px 14px}
.nav{height:34px;display:flex;justify-content:space-around;align-items:center}.nav i{width:14px;height:14px;border:2px solid var(--pale)}
.nav i:nth-child(2){border-radius:50%}.keys{background:#d2d5db;padding:6px 3px;color:#000}.dark .keys{background:#2b2b2d;color:#fff}
.keys div{display:flex;justify-content:center}.keys b{flex:0 0 8.6%;margin:4px 1px;text-align:center;background:#fff;border-radius:5px;font:400 20px/38px var(--font)}
.dark .keys b{background:#6b6b6e}.tabs{display:flex;justify-content:space-around;padding:8px;color:var(--pale);font-size:12px}
"""


def page(app: str, post: WebPost, below: WebPost, look: Look, size: float, font: str, margin: int = 12) -> str:
    """The whole screen as a document; `size` of the letters in CSS pixels. `below` is another post, where one fits."""
    rules = (
        f"body{{--size:{size}px;--font:{font}}} .text,.head,.row{{padding-left:{margin}px;padding-right:{margin}px}}"
    )
    dark = " class=dark" if look.dark else ""
    inner = APPS[app](post, below, look)
    return f"<!doctype html><meta charset=utf-8><style>{_STYLE}{rules}</style><body{dark}>{_status(look)}{inner}{_foot(app, look)}"


def _status(look: Look) -> str:
    notch = "<b class=notch></b>" if look.notch else ""
    signal = "📶 5G" if look.battery % 2 else "▂▄▆ 4G"
    return (
        f"<div class=status><span>{look.clock}</span>{notch}<span>{signal} {look.battery}% "
        f"<span class=battery><i style='width:{look.battery}%'></i></span></span></div>"
    )


def _foot(app: str, look: Look) -> str:
    write = (
        "<div class=write>📷<span>Viết bình luận…</span>😊 ➤</div>"
        if app in ("facebook", "zalo") and look.comments
        else ""
    )
    if app == "telegram":
        write = "<div style='text-align:center;padding:12px;color:#3390ec;font-weight:600'>TẮT THÔNG BÁO</div>"
    if app == "x":
        write = "<div class=write><span>Đăng câu trả lời của bạn</span></div>"
    keys = ""
    if look.keyboard:
        rows = "".join(
            f"<div>{''.join(f'<b>{key}</b>' for key in row)}</div>" for row in ("qwertyuiop", "asdfghjkl", "⇧zxcvbnm⌫")
        )
        keys = f"<div class=keys>{rows}<div><b>123</b><b style='flex:0 0 60%;font-size:14px'>Tiếng Việt</b><b>⏎</b></div></div>"
    return f"<div class=foot>{write}{keys}<div class=nav><i></i><i></i><i></i></div></div>"


def _paragraphs(post: WebPost) -> str:
    return "".join(f"<p>{escape(each)}</p>" for each in (post.title, *post.paragraphs))


def _grid(post: WebPost, height: str = "66vw") -> str:
    shown = post.pictures[:4]
    if not shown:
        return ""
    columns = 1 if len(shown) == 1 else 2
    first = "grid-row:span 2" if len(shown) == 3 else ""
    pictures = "".join(
        f"<img style='{first if not place else ''};min-height:0' src='{photo_address(number)}'>"
        for place, number in enumerate(shown)
    )
    rows = 1 if len(shown) < 3 else 2
    return f"<div class=grid style='height:{height};grid-template:repeat({rows},minmax(0,1fr))/repeat({columns},minmax(0,1fr))'>{pictures}</div>"


def _number(count: int) -> str:
    return str(count) if count < 1000 else f"{count / 1000:.1f}K".replace(".", ",")


def _head(post: WebPost, when: str) -> str:
    return (
        f"<div class=head><img src='{face(post.author)}'><div><div class=name>{post.author}</div>"
        f"<div class=pale>{when}</div></div><span style='margin-left:auto'>•••</span></div>"
    )


def _comments(look: Look) -> str:
    found = [said(number) for number in look.comments]
    return "".join(
        f"<div class=said><img src='{face(who)}'><div><b>{who}</b><br>{what}<br></div></div>"
        f"<div class=pale style='padding-left:60px'>{look.hours} giờ &nbsp; Thích &nbsp; Phản hồi</div>"
        for who, what in found
    )


def _facebook(post: WebPost, below: WebPost, look: Look) -> str:
    likes = post.likes + look.more
    counts = f"{likes // 9 + look.more % 5} bình luận · {likes // 17} lượt chia sẻ"
    one = (
        f"{_head(post, f'{look.hours} giờ · 🌐')}<div class=text>{_paragraphs(post)}</div>{_grid(post)}"
        f"<div class=row><span>👍❤️ {_number(likes)}</span><span>{counts}</span></div><div class=rule></div>"
        "<div class=row style='justify-content:space-around'><span>👍 Thích</span><span>💬 Bình luận</span><span>↗ Chia sẻ</span></div>"
    )
    bar = (
        f"<div class=head style='border-bottom:1px solid var(--rule)'>←<b>Bài viết của {post.author}</b>🔍</div>"
        if look.comments
        else "<div class=head style='justify-content:space-between'><b style='font-size:1.7em;color:#0866ff'>facebook</b><span>➕ 🔍 💬</span></div>"
    )
    after = _comments(look)
    if not look.comments:
        after = (
            f"<div style='height:8px;background:var(--ground)'></div>{_head(below, '1 ngày · 🌐')}"
            f"<div class=text>{_paragraphs(below)}</div>{_grid(below)}"
        )
    return f"{bar}{one}{after}"


def _zalo(post: WebPost, below: WebPost, look: Look) -> str:
    bar = "<div class=head style='background:#0068ff;color:#fff'>🔍<span style='flex:1'>Tìm kiếm</span>🖼 🔔</div>"

    def one(each: WebPost, likes: int, when: str) -> str:
        return (
            f"{_head(each, when)}<div class=text>{_paragraphs(each)}</div><div style='padding:0 12px'>{_grid(each)}</div>"
            f"<div class=row style='justify-content:start;gap:24px'><span>♡ {likes} Thích</span><span>💬 {likes // 8} bình luận</span></div>"
        )

    after = f"<div style='height:10px;background:var(--ground)'></div>{one(below, below.likes, 'Hôm qua lúc 20:15')}"
    return f"{bar}{one(post, post.likes // 5 + look.more, f'{look.hours} giờ trước')}{_comments(look) or after}"


def _news(post: WebPost, below: WebPost, look: Look) -> str:
    menu = "Thời sự &nbsp; Chính trị &nbsp; Kinh tế &nbsp; Xã hội &nbsp; Văn hóa &nbsp; Thể thao"
    advert = f"<div style='margin:12px;height:70px;background:#e8eef7'><img style='height:100%;width:100%;object-fit:cover' src='{photo_address(900_000 + look.more % 7, 4)}'></div>"
    title = post.title[2:].partition(", ")[2]
    photo = (
        f"<div style='padding:0 16px'>{_grid(post, '58vw')}<p class=pale style='text-align:center;padding:6px'>Ảnh: {post.author} cung cấp</p></div>"
        if post.pictures
        else ""
    )
    body = "".join(
        f"<p style='margin-bottom:.7em'>{escape(each)}</p>"
        for each in (post.title[2:], *post.paragraphs, *below.paragraphs[:0])
    )
    return (
        "<div style='display:flex;gap:8px;padding:6px 12px;background:var(--ground)'>🔒<span style='flex:1'>baotinh.vn</span>⋮</div>"
        f"<div style='background:#a61c1c;color:#fff;padding:10px 16px;font:700 22px serif'>BÁO TỈNH NHÀ</div>"
        f"<div class=pale style='white-space:nowrap;overflow:hidden;padding:8px 16px;border-bottom:1px solid var(--rule)'>{menu}</div>{advert if look.more % 3 == 0 else ''}"
        f"<div style='padding:10px 16px 0'><div class=pale>Xã hội &nbsp;·&nbsp; Thứ ba, {post.number % 28 + 1}/5/2026, {post.number % 12 + 6}:30 (GMT+7)</div>"
        f"<h1 style='font-size:1.5em;line-height:1.25;margin:6px 0'>{escape(title[:1].upper() + title[1:])}</h1></div>"
        f"{photo}<div style='padding:6px 16px'>{body}</div><div style='padding:0 16px' class=pale>{look.more + 12} lượt xem · Tin liên quan: {escape(below.title[2:60])}</div>"
    )


def _telegram(post: WebPost, below: WebPost, look: Look) -> str:
    bar = (
        f"<div class=head style='border-bottom:1px solid var(--rule)'>←<img src='{face(post.author)}'><div><div class=name>{post.author}</div>"
        f"<div class=pale>{_number(1200 + look.more)} người đăng ký</div></div></div>"
    )
    wall = (
        "background:repeating-linear-gradient(45deg,#a8c8a0,#b9d4a8 14px,#9fc3a5 30px)"
        if not look.dark
        else "background:#0e1621"
    )

    def bubble(each: WebPost, seen: int, clock: str) -> str:
        return (
            f"<div style='background:var(--paper);border-radius:12px;margin:8px 44px 0 8px;overflow:hidden'>{_grid(each, '54vw')}"
            f"<div class=text style='padding:8px 10px'>{_paragraphs(each)}<div style='padding-top:6px'><span style='background:#dceefb;color:#333;border-radius:12px;padding:2px 8px'>👍 {seen // 40}</span> "
            f"<span style='background:#dceefb;color:#333;border-radius:12px;padding:2px 8px'>❤️ {seen // 70}</span><span class=pale style='float:right'>👁 {_number(seen)} &nbsp;{clock}</span></div></div></div>"
        )

    day = "<div style='text-align:center;padding-top:8px'><span style='background:#0005;color:#fff;border-radius:12px;padding:2px 10px;font-size:.85em'>12 tháng 5</span></div>"
    return f"{bar}<div style='{wall};height:100vh'>{day}{bubble(post, post.likes + look.more, f'{post.number % 12 + 8}:15')}{bubble(below, below.likes, '17:40')}</div>"


def _x(post: WebPost, below: WebPost, look: Look) -> str:
    likes = post.likes + look.more
    handle = f"@trang{post.number % 90}"
    return (
        "<div class=head>←<b style='font-size:1.2em'>Bài đăng</b></div>"
        f"{_head(post, handle)}<div class=text style='font-size:1.12em'>{_paragraphs(post)}</div>"
        f"<div style='margin:0 12px;border-radius:14px;overflow:hidden'>{_grid(post, '54vw')}</div>"
        f"<div class=row style='justify-content:start'>{post.number % 12 + 8}:05 · {post.number % 28 + 1} thg 5, 26 ·&nbsp;<b style='color:var(--ink)'>{_number(likes * 31)}</b>&nbsp;lượt xem</div><div class=rule></div>"
        f"<div class=row><span>💬 {likes // 20}</span><span>🔁 {likes // 14}</span><span>♡ {_number(likes)}</span><span>🔖 {likes // 60}</span></div><div class=rule></div>"
        f"{_comments(look) or _head(below, '@khac') + '<div class=text>' + _paragraphs(below) + '</div>'}"
    )


def _youtube(post: WebPost, below: WebPost, look: Look) -> str:
    """A channel's community posts."""
    tabs = "Trang chủ &nbsp; Video &nbsp; Shorts &nbsp; Trực tiếp &nbsp; Bài đăng"

    def one(each: WebPost, likes: int, when: str) -> str:
        return (
            f"{_head(each, when)}<div class=text style='font-size:.95em'>{_paragraphs(each)}</div>"
            f"<div style='margin:0 12px;border-radius:10px;overflow:hidden'>{_grid(each, '60vw')}</div>"
            f"<div class=row style='justify-content:start;gap:22px'><span>👍 {_number(likes)}</span><span>👎</span><span>💬 {likes // 11}</span><span>↗</span></div>"
        )

    return (
        "<div class=head><b style='font-size:1.3em'>▶ YouTube</b><span style='margin-left:auto'>📺 🔔 🔍</span></div>"
        f"<div class=pale style='padding:4px 12px 10px;border-bottom:2px solid var(--rule);white-space:nowrap;overflow:hidden'>{tabs}</div>"
        f"{one(post, post.likes + look.more, f'{look.hours} giờ trước')}<div style='height:4px;background:var(--rule)'></div>"
        f"{one(below, below.likes, '2 ngày trước')}"
    )


def _portal(post: WebPost, below: WebPost, look: Look) -> str:
    """A commune's own pages, in a browser with its bars."""
    site = f"https://xa{post.number % 40}.tinhnha.gov.vn"
    menu = "".join(
        f"<span style='background:#0a58a5;color:#fff;padding:6px 8px'>{each}</span>"
        for each in ("Giới thiệu", "Tin tức", "Văn bản", "Thủ tục", "Liên hệ")
    )
    share = "".join(
        f"<span style='border:1px solid var(--rule);border-radius:4px;padding:2px 10px'>{each}</span>"
        for each in ("Chia sẻ", "In bài", "Gửi email")
    )
    news = "".join(f"<p style='padding:4px 0'>▪ {escape(below.text[start : start + 44])}</p>" for start in (2, 40, 80))
    body = "".join(f"<p style='margin-bottom:.6em;text-align:justify'>{escape(each)}</p>" for each in post.paragraphs)
    return (
        f"<div style='display:flex;gap:10px;padding:8px 12px'>⌂<span style='flex:1;background:var(--ground);border-radius:18px;padding:5px 14px'>{site}</span>⊞ ⋮</div>"
        f"<div style='background:#f5d76e;color:#7a0b0b;padding:8px 12px;font-weight:700'>CỔNG THÔNG TIN ĐIỆN TỬ</div><div style='display:flex;gap:2px;font-size:.8em'>{menu}</div>"
        f"<div class=pale style='padding:8px 12px'>Trang chủ › Tin tức › Hoạt động</div><div style='padding:0 12px'>"
        f"<h2 style='color:#0a58a5;font-size:1.2em'>{escape(post.title[2:])}</h2><div class=pale style='padding:4px 0'>Ngày đăng {post.number % 28 + 1}/05/2026 | Lượt xem: {post.likes + look.more}</div>"
        f"{_grid(post, '56vw')}<div style='padding-top:8px'>{body}</div><div style='display:flex;gap:8px;font-size:.85em'>{share}</div>"
        f"<h3 style='font-size:1em;border-bottom:2px solid #0a58a5;margin-top:10px'>Tin mới</h3>{news}</div>"
    )


APPS: dict[str, Callable[[WebPost, WebPost, Look], str]] = {
    "facebook": _facebook,
    "zalo": _zalo,
    "news": _news,
    "telegram": _telegram,
    "x": _x,
    "youtube": _youtube,
    "portal": _portal,
}
