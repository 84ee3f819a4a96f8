"""Days as people type them: weekdays, dates with and without a year, tomorrow, with or without diacritics."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import DayFault, find_day

THURSDAY = date(2026, 11, 19)


def day_in(text: str) -> date | None:
    found = find_day(text, THURSDAY)
    assert found is not None, text
    assert found.fault is None, found.fault
    return found.day


@pytest.mark.parametrize(
    "text",
    [
        "thứ Hai",
        "thu hai",
        "Thứ 2",
        "thu2",
        "T2",
        "thứ Hai tới",
        "thứ Hai tuần sau",
        "thứ hai tuần tới",
        "Monday",
        "next Monday",
        "23/11",
        "23/11/26",
        "23/11/2026",
        "23-11-2026",
        "23.11.2026",
        "2026-11-23",
        "ngày 23",
        "ngày 23/11",
        "23 tháng 11",
        "ngày 23 tháng 11 năm 2026",
        "23 Nov",
        "23rd November 2026",
        "thứ Hai 23/11",
        "thứ Hai, ngày 23/11/2026",
        "23/11 (thứ Hai)",
        "Monday 23 Nov",
        "4 ngày nữa",
        "thêm 4 ngày",
    ],
)
def test_the_monday_after_a_thursday_in_many_words(text: str) -> None:
    assert day_in(text) == date(2026, 11, 23)
    assert day_in(text.upper()) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hôm qua", 18),
        ("hôm nay", 19),
        ("tối nay", 19),
        ("today", 19),
        ("ngày mai", 20),
        ("sáng mai", 20),
        ("đến mai", 20),
        ("17h mai", 20),
        ("tomorrow", 20),
        ("ngày kia", 21),
        ("ngay mot", 21),
        ("Chủ nhật", 22),
        ("CN", 22),
        ("thứ Năm", 26),
        ("thứ Hai tuần này", 16),
        ("thứ Bảy tuần này", 21),
        ("1 tuần nữa", 26),
        ("by 1 week", 26),
    ],
)
def test_a_day_near_today(text: str, day: int) -> None:
    assert day_in(text) == date(2026, 11, day)


def test_a_weekday_and_more_days_count_from_the_day_given() -> None:
    sunday = date(2026, 11, 22)
    for text, day in (("thứ Hai", 23), ("chủ nhật", 29), ("thêm 2 ngày", 24), ("2 ngày nữa", 21)):
        found = find_day(text, THURSDAY, sunday)
        assert found is not None
        assert found.day == date(2026, 11, day), text


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("18/11", THURSDAY, date(2026, 11, 18)),
        ("5/1", THURSDAY, date(2027, 1, 5)),
        ("28/12", date(2027, 1, 5), date(2026, 12, 28)),
        ("29/2", date(2027, 12, 1), date(2028, 2, 29)),
        ("ngày 19", THURSDAY, date(2026, 11, 19)),
        ("mùng 1", THURSDAY, date(2026, 12, 1)),
        ("ngày 5", date(2026, 12, 31), date(2027, 1, 5)),
    ],
)
def test_a_date_without_a_year_or_month_is_the_nearest_one(text: str, today: date, day: date) -> None:
    found = find_day(text, today)
    assert found is not None
    assert (found.day, found.fault) == (day, None)


@pytest.mark.parametrize(
    ("text", "day", "fault"),
    [
        ("30/2", None, DayFault.NO_SUCH_DAY),
        ("32/11", None, DayFault.NO_SUCH_DAY),
        ("1/13", None, DayFault.NO_SUCH_DAY),
        ("0/0", None, DayFault.NO_SUCH_DAY),
        ("29/2", None, DayFault.NO_SUCH_DAY),
        ("30/2/2027", None, DayFault.NO_SUCH_DAY),
        ("24/11/9999", None, DayFault.NO_SUCH_DAY),
        ("ngày 31", None, DayFault.NO_SUCH_DAY),
        ("thứ Hai 30/2", None, DayFault.NO_SUCH_DAY),
        ("thứ Hai 24/11", date(2026, 11, 24), DayFault.OTHER_WEEKDAY),
        ("24/11 thứ Hai", date(2026, 11, 24), DayFault.OTHER_WEEKDAY),
        ("25:00 ngày mai", date(2026, 11, 20), DayFault.NO_SUCH_TIME),
        ("24h thứ Ba 24/11", date(2026, 11, 24), DayFault.NO_SUCH_TIME),
    ],
)
def test_what_looks_like_a_day_and_is_none(text: str, day: date | None, fault: DayFault) -> None:
    found = find_day(text, THURSDAY)
    assert found is not None
    assert (found.day, found.fault) == (day, fault)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("thứ Hai", None),
        ("17:00 thứ Hai", time(17)),
        ("17h thứ Hai 23/11", time(17)),
        ("17h30 ngày 23/11", time(17, 30)),
        ("thứ Hai lúc 9 giờ", time(9)),
        ("23/11 9 giờ sáng", time(9)),
        ("5 giờ chiều thứ Hai", time(17)),
        ("5 giờ chiều mai", time(17)),
        ("8 giờ 15 tối mai", time(20, 15)),
        ("11h trưa mai", time(11)),
        ("12h trưa mai", time(12)),
        ("1h trưa mai", time(13)),
        ("tomorrow at 8pm", time(20)),
        ("8 pm tomorrow", time(20)),
        ("8:05 tomorrow", time(8, 5)),
    ],
)
def test_a_time_said_with_the_day(text: str, at: time | None) -> None:
    found = find_day(text, THURSDAY)
    assert found is not None
    assert (found.at, found.fault) == (at, None)


@pytest.mark.parametrize(
    ("text", "before", "said", "after"),
    [
        ("Hoà Sơn đến thứ Hai, do mưa lũ", "Hoà Sơn", "thứ Hai", "do mưa lũ"),
        ("hoa son den het ngay 23/11 do mua lu", "hoa son", "23/11", "do mua lu"),
        ("Phường 1 đến 17h thứ Hai 23/11: bão", "Phường 1", "17h thứ Hai 23/11", "bão"),
        ("Hoàng Mai đến mai", "Hoàng Mai", "mai", ""),
        ("Tân Mai 24/11 mất điện", "Tân Mai", "24/11", "mất điện"),
        ("nghỉ lễ 20/11, đến 24/11", "nghỉ lễ 20/11", "24/11", ""),
        ("  24/11  ", "", "24/11", ""),
        ("Tân Lập khuyết đầu mối từ 20/11", "Tân Lập khuyết đầu mối", "20/11", ""),
        ("vì … 24/11", "vì", "24/11", ""),
        ("An Tới đến hết ngày mai", "An Tới", "ngày mai", ""),
    ],
)
def test_what_stands_around_the_day(text: str, before: str, said: str, after: str) -> None:
    found = find_day(text, THURSDAY)
    assert found is not None
    assert (found.before, found.said, found.after) == (before, said, after)


@pytest.mark.parametrize(
    "text", ["", "   ", "Hoà Sơn", "tuần 47", "Phường 1", "Hoàng Mai", "thứ", "do mưa lũ", "BC-12", "3/4/5/6", "1234/5"]
)
def test_other_words_name_no_day(text: str) -> None:
    assert find_day(text, THURSDAY) is None


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d.%m.%Y"])
)
def test_every_date_written_out_is_read_back(day: date, pattern: str) -> None:
    found = find_day(f"Hoà Sơn đến {day.strftime(pattern)}, do bão", THURSDAY)
    assert found is not None
    assert (found.day, found.before, found.after) == (day, "Hoà Sơn", "do bão")


@given(st.text("0123456789/-.: hgthứaimđếnngàymainaynữuấ,", max_size=60))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    found = find_day(text, THURSDAY)
    assert found is None or found.day is not None or found.fault is not None
