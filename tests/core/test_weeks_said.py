"""Which week a question about the past means, in everyday words; what is left is a unit's name or nothing."""

import pytest

from core.weeks_said import WeekAsked, week_and_rest


@pytest.mark.parametrize(
    ("text", "asked", "rest"),
    [
        ("tuần trước", WeekAsked(back=1), ""),
        ("Tuần trước thế nào?", WeekAsked(back=1), ""),
        ("tuan roi o Dong Ha", WeekAsked(back=1), "Dong Ha"),
        ("ở Đông Hà tuần vừa rồi", WeekAsked(back=1), "Đông Hà"),
        ("tuần vừa qua, Tân Lập", WeekAsked(back=1), "Tân Lập"),
        ("tuần trước nữa", WeekAsked(back=2), ""),
        ("2 tuần trước", WeekAsked(back=2), ""),
        ("ba tuần trước của thị xã", WeekAsked(back=3), "thị xã"),
        ("tuaanf truowcs", WeekAsked(back=1), ""),
        ("last week in Dong Ha", WeekAsked(back=1), "Dong Ha"),
        ("tuần 45", WeekAsked(number=45), ""),
        ("tuần số 45 ở Hải Lệ", WeekAsked(number=45), "Hải Lệ"),
        ("tuan 1/2026", WeekAsked(number=1, year=2026), ""),
        ("tuần này ở Hải Lệ", None, "Hải Lệ"),
        ("Trăng Sao", None, "Trăng Sao"),
        ("của Đông Hà", None, "Đông Hà"),
        ("không", None, ""),
    ],
)
def test_the_week_and_what_is_said_besides(text: str, asked: WeekAsked | None, rest: str) -> None:
    assert week_and_rest(text) == (asked, rest)
