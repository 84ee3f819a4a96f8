"""Which commands does Telegram offer to whom? The menu shows what somebody may do, in the language spoken there."""

from tests.journeys.pictures import photo
from tests.telegram.office import Office


async def test_each_role_sees_its_own_menu(office: Office) -> None:
    stranger = office.fake.person("Người lạ")
    foreigner = office.fake.person("Stranger", language="en")
    await office.shows_menus()
    people = (stranger, foreigner, office.hanh, office.nam, office.khai)
    office.page_reads_as_written(
        "Thực đơn lệnh của từng người",
        f"## Người chưa kết nối\n\n{office.menu_of(stranger)}",
        f"## Người chưa kết nối, điện thoại đặt tiếng Anh\n\n{office.menu_of(foreigner)}",
        *(f"## {office.who(person)}\n\n{office.menu_of(person)}" for person in people[2:]),
    )
    assert [len(person.menu) for person in people] == sorted(len(person.menu) for person in people)
    assert "thieu" in office.nam.menu and "thieu" not in office.hanh.menu
    assert "nhom" in office.khai.menu and "nhom" not in office.nam.menu


async def test_every_command_of_a_menu_does_something(office: Office) -> None:
    await office.at("2026-11-17 09:00")
    await office.shows_menus()
    for person in (office.hanh, office.nam, office.khai):
        await office.answer_to(person)
        for command in person.menu:
            person.says(f"/{command}")
            answer = await office.answer_to(person)
            assert answer and "chưa hiểu ý" not in answer and "chưa được giao" not in answer, command


async def test_a_menu_follows_the_language_and_the_role(office: Office) -> None:
    hanh = office.hanh
    await office.at("2026-11-17 09:00")
    await office.shows_menus()
    await office.answer_to(hanh)
    before = office.menu_of(hanh)
    hanh.says("/ngonngu")
    await office.answer_to(hanh)
    hanh.presses("English")
    assert "English" in await office.answer_to(hanh)
    await office.shows_menus()
    after = office.menu_of(hanh)
    assert "tiendo" in before and "tiendo" not in after
    hanh.opens_link(await office.admin_code("Trần Thị Hạnh"))
    await office.answer_to(hanh)
    hanh.presses("That is right")
    await office.answer_to(hanh)
    await office.shows_menus()
    assert len(hanh.menu) > len(after.splitlines())
    hanh.sends_photo(photo("bài"))
    assert "Week 47" in await office.answer_to(hanh)
    office.page_reads_as_written(
        "Thực đơn lệnh theo ngôn ngữ và theo quyền",
        f"## {office.who(hanh)}\n\n{hanh.transcript()}",
        f"## Thực đơn lúc đầu\n\n{before}",
        f"## Sau khi chọn tiếng Anh\n\n{after}",
        f"## Sau khi là quản trị\n\n{office.menu_of(hanh)}",
    )


async def test_a_chat_whose_menu_is_right_is_not_asked_again(office: Office) -> None:
    await office.shows_menus()
    told = len(office.fake.calls.of("setMyCommands"))
    await office.at("2026-11-17 09:00")
    await office.shows_menus()
    assert len(office.fake.calls.of("setMyCommands")) == told
