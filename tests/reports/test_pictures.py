"""The heat map and the trend: readable on a phone, told apart without colours, every Vietnamese letter there."""

from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image

from core.documents import MOST_WEEKS
from core.figures import MonthTable, Outcome, fold
from core.figures_facts import ReportTask, ReportUnit, in_tree_order
from reports.drawing import LOOKS, WIDTH, Colour, fitted, font
from reports.heat_map import MOST_ROWS, heat_map
from reports.trend import TALL_ON_PAPER, trend
from tests.reports.facts import DISTRICT_A, UNITS, WEEK, WEEKS, duty, month
from texts.report import ReportTexts

TASK = ReportTask("tuan", "Mỗi tuần một tin bài", "xã")
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"


def opened(content: bytes) -> Image.Image:
    """The picture in plain colours."""
    return Image.open(BytesIO(content)).convert("RGB")


def luminance(colour: Colour) -> float:
    """How bright a colour is for any eye (WCAG)."""
    parts = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_has_every_vietnamese_letter_and_every_sign(bold: bool) -> None:
    letters = font(40, bold=bold)
    unknown = bytes(letters.getmask("\U000e0041"))
    signs = "".join(sign for _, _, sign in LOOKS.values())
    for letter in LETTERS + LETTERS.upper() + signs + "“”–…%":
        assert bytes(letters.getmask(letter)) != unknown, letter


def test_no_two_outcomes_share_a_sign_but_excused_ones() -> None:
    for one, other in combinations(Outcome, 2):
        assert LOOKS[one][2] != LOOKS[other][2], (one, other)


def test_every_sign_stands_out_from_its_ground() -> None:
    for ground, letter, _ in LOOKS.values():
        dark, bright = sorted((luminance(ground), luminance(letter)))
        assert (bright + 0.05) / (dark + 0.05) >= 4.5


def test_a_small_heat_map_fits_a_phone_and_shows_each_outcomes_colour(table: MonthTable, texts: ReportTexts) -> None:
    picture = opened(heat_map(table, TASK, texts, "Tỉnh Mẫu"))
    assert picture.width == WIDTH
    assert picture.height <= 2 * WIDTH
    assert picture.getpixel((0, 0)) == (255, 255, 255), "on a white page nothing but the drawing shows"
    colours = {colour for _, colour in picture.getcolors(1 << 24) or [] if isinstance(colour, tuple)}
    for outcome in (Outcome.ON_TIME, Outcome.LATE, Outcome.MISSED):
        ground = LOOKS[outcome][0]
        assert any(all(abs(a - b) <= 6 for a, b in zip(ground, colour, strict=True)) for colour in colours), outcome


def province(units: int) -> MonthTable:
    """Two districts with so many communes between them, all on time."""
    communes = [
        ReportUnit(100 + number, f"Y{number:04}", f"Xã {number}", "xã", DISTRICT_A if number % 2 else 6)
        for number in range(units)
    ]
    duties = tuple(replace(duty(3, period, "+"), unit=unit.id) for unit in communes for period in (1, 2, 3, 4))
    districts = [unit for unit in UNITS if unit.level != "xã"]
    tree = in_tree_order([*districts, *communes])
    return fold(month(units=tuple(tree), duties=duties, vacancies=(), items=(), earlier=()))


def test_a_province_is_two_columns_on_a_phone_and_three_on_paper(texts: ReportTexts) -> None:
    table = province(125)
    phone, paper = opened(heat_map(table, TASK, texts, "T")), opened(heat_map(table, TASK, texts, "T", on_paper=True))
    assert phone.width == WIDTH
    assert paper.width > phone.width
    assert phone.height < 3 * WIDTH


def test_with_too_many_units_the_rows_are_those_above_them(texts: ReportTexts) -> None:
    few, many = (heat_map(province(units), TASK, texts, "T") for units in (MOST_ROWS, MOST_ROWS + 1))
    assert opened(many).height < opened(few).height / 3


def test_half_a_year_fits_a_phone_in_one_column_and_names_its_stretch(texts: ReportTexts) -> None:
    weeks = tuple(
        replace(
            WEEKS[0], period=number, code=f"2026-W{number + 20}",
            opens_at=WEEKS[0].opens_at - (23 - number) * WEEK, due_at=WEEKS[0].due_at - (23 - number) * WEEK,
        )
        for number in range(1, MOST_WEEKS + 1)
    )  # fmt: skip
    duties = tuple(
        replace(duty(unit.id, 1, "+-le"[(unit.id + week.period) % 4]), period=week.period)
        for unit in UNITS[2:5]
        for week in weeks
    )
    facts = month(month="", weeks=weeks, duties=duties, vacancies=(), items=(), earlier=())
    assert texts.stretch(weeks) == "Tuần 21 – Tuần 46 (18/05/2026 – 15/11/2026)"
    picture = opened(heat_map(fold(facts), TASK, texts, "Tỉnh Mẫu"))
    assert picture.width == WIDTH
    few = replace(facts, weeks=weeks[:8])
    assert picture.height == opened(heat_map(fold(few), TASK, texts, "Tỉnh Mẫu")).height


def test_one_long_list_of_districts_is_parted_into_columns_too(texts: ReportTexts) -> None:
    districts = [ReportUnit(200 + number, f"H{number:03}", f"Huyện {number}", "huyện", 1) for number in range(60)]
    communes = [ReportUnit(1000 + at, f"Y{at:04}", f"Xã {at}", "xã", 200 + at % 60) for at in range(180)]
    duties = tuple(replace(duty(3, 1, "+-l"[unit.id % 3]), unit=unit.id) for unit in communes)
    tree = in_tree_order([UNITS[0], *districts, *communes])
    facts = month(units=tuple(tree), duties=duties, vacancies=(), items=(), earlier=())
    assert opened(heat_map(fold(facts), TASK, texts, "T")).height < 60 * 34


def test_a_week_that_is_not_due_has_no_bar_yet(texts: ReportTexts) -> None:
    facts = month(earlier=(), items=(), duties=tuple(duty(3, period, "+") for period in (1, 2, 3, 4)), vacancies=())
    running = replace(facts, taken_at=WEEKS[3].opens_at)
    assert trend(fold(facts), TASK, texts, "T") != trend(fold(running), TASK, texts, "T")


def test_a_trend_on_paper_leaves_its_title_to_the_caption(table: MonthTable, texts: ReportTexts) -> None:
    assert opened(trend(table, TASK, texts, "T")).size > (WIDTH, TALL_ON_PAPER)
    assert opened(trend(table, TASK, texts, "T", on_paper=True)).size == (WIDTH, TALL_ON_PAPER)


def test_the_same_facts_give_the_same_bytes(table: MonthTable, texts: ReportTexts) -> None:
    assert heat_map(table, TASK, texts, "T") == heat_map(fold(month()), TASK, texts, "T")
    assert trend(table, TASK, texts, "T") == trend(fold(month()), TASK, texts, "T")


def test_a_name_that_is_too_long_is_cut_to_its_room() -> None:
    letters = font(28)
    cut = fitted("Thị trấn Nông trường Việt Trung", letters, 200)
    assert cut.endswith("…")
    assert letters.getlength(cut) <= 200
    assert fitted("Xã A", letters, 200) == "Xã A"
