"""Who takes part in the journeys: a province with two towns and seven communes, one of them vacant.

Both towns have a "Phường 1". Everybody named here is linked to a chat when a journey begins, except in a journey
that begins "before anybody is linked", and except Phúc, who never opened his invitation.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.roster import Roster
from tests.core.rosters import roster

ROWS = (
    ("T45", "Tỉnh Quảng Trị", "tỉnh", "", "Điều phối", "Bùi Văn Hùng", "0912000045"),
    ("H1", "Thành phố Đông Hà", "huyện", "T45", "Điều phối", "Dương Thanh Nam", "0912000101"),
    ("H2", "Thị xã Quảng Trị", "huyện", "T45", "Điều phối", "Lê Thị Bình", "0912000102"),
    ("X1", "Phường 1", "xã", "H1", "Bí thư", "Trần Thị Hạnh", "0912000001"),
    ("X2", "Phường Đông Giang", "xã", "H1", "Bí thư", "Phan Đức Hải", "0912000002"),
    ("X3", "Xã Tân Lập", "xã", "H1", "Bí thư", "Hồ Văn Lâm", "0912000003"),
    ("X4", "Phường 1", "xã", "H2", "Bí thư", "Nguyễn Thị Mai", "0912000004"),
    ("X5", "Xã Hải Lệ", "xã", "H2", "Bí thư", "Võ Văn Sơn", "0912000005"),
    ("X6", "Phường An Đôn", "xã", "H2", "Bí thư", "khuyết", ""),
    ("X7", "Xã Hoà Sơn", "xã", "H2", "Bí thư", "Đinh Văn Phúc", "0912000007"),
)
ADMIN_NAME = "Đỗ Quang Khải"


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's chat, and what a reader of the transcript needs to know of its owner."""

    chat: str
    who: str
    unit: str | None = None


PARTS = (
    Part("hanh", "Chị Hạnh, đầu mối phường 1 (thành phố Đông Hà)", "X1"),
    Part("hai", "Anh Hải, đầu mối phường Đông Giang (thành phố Đông Hà)", "X2"),
    Part("lam", "Anh Lâm, đầu mối xã Tân Lập (thành phố Đông Hà)", "X3"),
    Part("mai", "Chị Mai, đầu mối phường 1 (thị xã Quảng Trị)", "X4"),
    Part("son", "Anh Sơn, đầu mối xã Hải Lệ (thị xã Quảng Trị)", "X5"),
    Part("phuc", "Anh Phúc, đầu mối xã Hoà Sơn (thị xã Quảng Trị), chưa kết nối", "X7"),
    Part("nam", "Anh Nam, cán bộ phụ trách thành phố Đông Hà", "H1"),
    Part("binh", "Chị Bình, cán bộ phụ trách thị xã Quảng Trị", "H2"),
    Part("hung", "Anh Hùng, cán bộ phụ trách tỉnh", "T45"),
    Part("khai", "Anh Khải, quản trị"),
)
UNLINKED = frozenset({"phuc"})


def wanted(holders: Mapping[str, str] | None = None) -> Roster:
    """The province as its office would import it; `holders` puts other people into seats, by unit code."""
    changed = holders or {}
    return roster(*((*row[:5], changed[row[0]], "") if row[0] in changed else row for row in ROWS))
