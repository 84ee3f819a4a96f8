"""The bodies that a report names in its head."""

from core.report_layout import USUAL_LAYOUT, ReportLayout


def test_as_a_rule_a_unit_issues_its_own_report_under_the_one_above_it() -> None:
    assert USUAL_LAYOUT.issued_by("Huyện Một", "Tỉnh Mẫu") == ("Huyện Một", "Tỉnh Mẫu")
    assert USUAL_LAYOUT.issued_by("Tỉnh Mẫu", "") == ("Tỉnh Mẫu", "")


def test_an_organisation_names_its_bodies_around_the_units_names() -> None:
    layout = ReportLayout(issuer="Đảng uỷ {unit}", issuer_above="Ban Tuyên giáo {above}")
    assert layout.issued_by("Xã An Phú", "Huyện Một") == ("Đảng uỷ Xã An Phú", "Ban Tuyên giáo Huyện Một")


def test_words_without_a_name_are_the_same_on_every_report() -> None:
    layout = ReportLayout(issuer="Văn phòng", issuer_above="")
    assert layout.issued_by("Huyện Một", "Tỉnh Mẫu") == ("Văn phòng", "")
