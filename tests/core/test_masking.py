"""Names and telephone numbers do not stand in a log."""

import pytest

from core.masking import MASK, masked


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Trần Thị Hạnh đã gửi", f"{MASK} đã gửi"),
        ("ValueError: Tran Thi Hanh, 0912 000 001", f"ValueError: {MASK}, {MASK}"),
        ("gọi +84912000001 nhé", f"gọi {MASK} nhé"),
        ("'Đỗ Quang Khải'", f"'{MASK}'"),
        ("Do Quang Khai: 0912.000.001", f"{MASK}: {MASK}"),
        ("Lê được rồi", "Lê được rồi"),
        ("Hồ", "Hồ"),
        ("week 2026-W47 of 10598 units in 0.123456789 s", "week 2026-W47 of 10598 units in 0.123456789 s"),
        ("sha 0912000001ab", "sha 0912000001ab"),
    ],
)
def test_what_is_hidden_and_what_is_not(said: str, shown: str) -> None:
    assert masked(said) == shown
