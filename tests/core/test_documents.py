"""Orders of documents: a row keeps them and gives them back."""

from hypothesis import given
from hypothesis import strategies as st

from core.documents import CannotMake, ErrandKind, Format, MadeFile, Order, Trouble

orders = st.builds(
    Order,
    st.sampled_from(ErrandKind),
    st.sampled_from(["2026-11", "2026"]),
    st.none() | st.integers(1, 20_000),
    st.integers(0, 9),
    st.lists(st.sampled_from(Format), unique=True).map(tuple),
)


@given(orders)
def test_a_row_gives_back_the_order_it_kept(order: Order) -> None:
    assert Order.of(order.kind, order.as_json()) == order


def test_a_row_keeps_an_order_as_plain_json() -> None:
    order = Order(ErrandKind.MONTH, "2026-11", 7, 1, (Format.DOCX,))
    assert order.as_json() == {"code": "2026-11", "unit": 7, "number": 1, "formats": ["docx"]}
    assert Order.of(ErrandKind.MONTH, order.as_json()) == order


def test_an_order_of_an_earlier_version_lacks_nothing() -> None:
    assert Order.of(ErrandKind.YEAR, {"code": "2026"}) == Order(ErrandKind.YEAR, "2026")


def test_a_row_gives_back_the_file_it_kept() -> None:
    made = MadeFile("bao-cao.docx", "ab", 12, picture=False)
    assert MadeFile(*made.as_json()) == made


def test_what_cannot_be_made_says_why() -> None:
    error = CannotMake(Trouble.NO_SPACE, "no space left on the disk")
    assert (error.trouble, str(error)) == (Trouble.NO_SPACE, "no space left on the disk")
