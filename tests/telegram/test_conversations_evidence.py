"""Handing in on Telegram: whatever way a photo or a link comes, it is one item and gets one receipt."""

import asyncio

from handlers.gathering import AlbumPatience
from tests.journeys.pictures import PDF, photo, png
from tests.telegram.office import Office

POST = "https://www.facebook.com/phuong1/posts/1001"
OTHER_POST = "https://www.facebook.com/phuong1/posts/1002"


async def test_a_photo_and_a_picture_sent_as_a_file(office: Office) -> None:
    hanh = office.hanh
    await office.at("2026-11-17 09:12")
    await office.answer_to(hanh)
    hanh.sends_photo(photo("bài tuần này"), "Em gửi bài ạ")
    receipt = await office.answer_to(hanh)
    assert receipt.startswith("✅ Đã nhận 1 ảnh lúc 09:12 thứ Ba 17/11 (BC-1).\n")
    assert "Tuần 47: 1/1, đã đủ." in receipt
    assert hanh.options == ["Xem lại", "Gửi nhầm, rút lại"]
    hanh.sends_file("man_hinh.PNG", png("màn hình"))
    assert "Đã nhận 1 ảnh" in await office.answer_to(hanh)
    hanh.sends_file("bao-cao.pdf", PDF, f"Link đây ạ {POST}")
    answer = await office.answer_to(hanh)
    assert "Đã nhận 1 đường dẫn" in answer and "chưa ghi nhận tệp PDF này" in answer
    office.reads_as_written("Ảnh, ảnh gửi dạng tệp, và tệp PDF kèm đường dẫn", hanh)


async def test_an_album_is_one_message_and_gets_one_receipt(office: Office) -> None:
    hanh = office.hanh
    await office.at("2026-11-17 09:12")
    await office.answer_to(hanh)
    hanh.sends_album([photo("một"), photo("hai"), photo("ba")], "Ba bài của phường", caption_on=2)
    receipt = await office.answer_to(hanh)
    assert "Đã nhận 3 ảnh" in receipt and "(BC-1, BC-2 và BC-3)" in receipt
    assert receipt.count("✅") == 1
    hanh.sends_album([photo("bốn"), photo("một")], f"và bài này {POST}")
    receipt = await office.answer_to(hanh)
    assert "Đã nhận 1 ảnh và 1 đường dẫn" in receipt
    assert "Ảnh này phường 1 đã nộp ở tuần 47 (BC-1), nên lần này em chưa tính ạ." in receipt
    office.reads_as_written("Bộ ảnh: một tin, một giấy nhận", hanh)


async def test_the_items_of_an_album_are_waited_for(office: Office) -> None:
    """They come one by one, and nothing says which is the last."""
    hanh, installation = office.hanh, office.installation
    installation.intake._gathering._patience = AlbumPatience(silence=0.25, cap=5.0)
    office.fake.updates.per_answer = 1  # each poll brings one item
    async with asyncio.TaskGroup() as running:
        working = [running.create_task(work.run()) for work in (installation.intake, installation.dispatcher)]
        hanh.sends_album([photo(f"trang {number}") for number in range(1, 6)])
        await hanh.hears("Đã nhận 5 ảnh")
        for task in working:
            task.cancel()
    await office.settles()
    assert len(await office.sent_to(str(hanh.id), "receipt")) == 1


async def test_links_in_texts_captions_under_words_and_in_forwarded_posts(office: Office) -> None:
    hanh = office.hanh
    await office.at("2026-11-17 09:12")
    await office.answer_to(hanh)
    hanh.says(f"Em gửi bài ạ: {POST}, chúc cả nhà một ngày vui")
    assert "Đã nhận 1 đường dẫn" in await office.answer_to(hanh)
    hanh.says("Bài thứ hai em để ở đây ạ", links={"ở đây": OTHER_POST})
    assert "Đã nhận 1 đường dẫn" in await office.answer_to(hanh)
    hanh.forwards_post("Lễ phát động tết trồng cây. Xem thêm", links={"Xem thêm": "https://baotinh.example/trong-cay"})
    assert "Đã nhận 1 đường dẫn" in await office.answer_to(hanh)
    hanh.sends_photo(photo("bài"), "kèm liên kết tiktok.com/@phuong1/video/3")
    assert "Đã nhận 1 ảnh và 1 đường dẫn" in await office.answer_to(hanh)
    hanh.forwards_post("Bản tin sáng, không có liên kết nào")
    assert "cứ gửi ảnh hoặc đường dẫn" in await office.answer_to(hanh)
    office.reads_as_written("Đường dẫn: trong tin, dưới chữ, trong chú thích, trong bài chuyển tiếp", hanh)


async def test_an_edited_link_takes_the_place_of_the_old_one(office: Office) -> None:
    hanh = office.hanh
    await office.at("2026-11-17 09:12")
    await office.answer_to(hanh)
    sent = hanh.says(f"Em gửi bài ạ {POST}")
    assert "Tuần 47: 1/1" in await office.answer_to(hanh)
    hanh.edits(sent, f"Em gửi bài mới ạ {OTHER_POST}")
    receipt = await office.answer_to(hanh)
    assert "(BC-2)" in receipt and "tính thay cho BC-1" in receipt and "Tuần 47: 1/1" in receipt
    hanh.edits(sent, f"Em gửi bài mới nhất ạ {OTHER_POST}")
    assert await office.answer_to(hanh) == ""  # another word of the text is no news
    hanh.says("/lichsu")
    assert "BC-1, đường dẫn, tuần 47, gửi 09:12 thứ Ba 17/11, đã rút lại" in await office.answer_to(hanh)
    office.reads_as_written("Sửa đường dẫn khi tuần còn mở", hanh)


async def test_a_question_that_is_put_right_afterwards_is_answered(office: Office) -> None:
    hanh = office.hanh
    await office.at("2026-11-17 09:12")
    await office.answer_to(hanh)
    sent = hanh.says("hnm")
    await office.answer_to(hanh)
    hanh.edits(sent, "tôi còn thiếu gì")
    assert "phường 1, tuần 47: 0/1, còn thiếu 1" in await office.answer_to(hanh)


async def test_a_link_that_is_edited_after_the_close_does_not_touch_the_old_one(office: Office) -> None:
    hanh = office.hanh
    await office.at("2026-11-17 09:12")
    await office.answer_to(hanh)
    sent = hanh.says(f"Em gửi bài ạ {POST}")
    await office.answer_to(hanh)
    await office.at("2026-11-23 08:00")
    await office.answer_to(hanh)
    hanh.edits(sent, f"Em gửi bài ạ {OTHER_POST}")
    receipt = await office.answer_to(hanh)
    assert "(BC-2)" in receipt and "tính thay" not in receipt and "Tuần 48: 1/1" in receipt
    hanh.says("/lichsu")
    assert "BC-1, đường dẫn, tuần 47, gửi 09:12 thứ Ba 17/11, được tính" in await office.answer_to(hanh)
    office.reads_as_written("Sửa đường dẫn khi tuần đã đóng", hanh)


async def test_a_delegates_edited_message_is_like_the_holders_own(office: Office) -> None:
    hanh, lan = office.hanh, office.fake.person("Lan")
    await office.at("2026-11-17 09:12")
    await office.answer_to(hanh)
    hanh.says("tuần này tôi đi công tác")
    await office.answer_to(hanh)
    hanh.presses("Nhờ người nộp thay")
    lan.starts(office.code_in(await office.answer_to(hanh)))
    await office.answer_to(lan)
    lan.presses("Tôi đồng ý")
    await office.answer_to(lan)
    sent = lan.says(f"Bài đây ạ {POST}")
    assert "Phường 1, tuần 47: 1/1" in await office.answer_to(lan)
    lan.edits(sent, f"Bài đây mới đúng ạ {OTHER_POST}")
    receipt = await office.answer_to(lan)
    assert "(BC-2)" in receipt and "tính thay cho BC-1" in receipt and "nộp thay Trần Thị Hạnh" in receipt
    office.nam.says("/nhatky Phường 1")
    assert "người nộp thay Trần Thị Hạnh sửa tin nhắn, bỏ BC-1." in await office.answer_to(office.nam)
    shown = lan.sends_photo(photo("bài"), "ảnh đây ạ")
    assert "Đã nhận 1 ảnh" in await office.answer_to(lan)
    lan.edits(shown, f"ảnh đây ạ, bài ở {POST}3")
    assert "Đã nhận 1 đường dẫn" in await office.answer_to(lan)
    await office.at("2026-11-23 08:30")
    await office.answer_to(lan)
    lan.edits(sent, f"Bài đây ạ {POST}4")  # the code's time is over
    assert "BC-" not in await office.answer_to(lan)
    hanh.says("/lichsu")
    history = await office.answer_to(hanh)
    assert "BC-1, đường dẫn, tuần 47, gửi 09:12 thứ Ba 17/11, đã rút lại" in history
    assert history.count("được tính (nộp thay Trần Thị Hạnh)") == 3


async def test_an_edited_caption_leaves_a_photo_that_cannot_be_fetched_again_alone(office: Office) -> None:
    hanh = office.hanh
    await office.at("2026-11-17 09:12")
    await office.answer_to(hanh)
    shown = hanh.sends_photo(photo("bài"), "ảnh đây ạ")
    assert "Tuần 47: 1/1" in await office.answer_to(hanh)
    office.fake.when("download", times=3).answers(502)
    hanh.edits(shown, f"ảnh đây ạ, bài ở {POST}")
    assert "tính thay" not in await office.answer_to(hanh)
    hanh.says("/lichsu")
    assert "BC-1, ảnh, tuần 47, gửi 09:12 thứ Ba 17/11, được tính" in await office.answer_to(hanh)


async def test_buttons_their_numbers_and_their_words_choose_alike(office: Office) -> None:
    hanh, hai, lam = office.hanh, office.hai, office.lam
    await office.at("2026-11-17 09:12")
    for each, choose in ((hanh, hanh.presses), (hai, hai.says), (lam, lam.says)):
        await office.answer_to(each)
        each.says(f"https://vi-du.example/{each.name}")
        assert "1/1" in await office.answer_to(each)
        choose({hanh: "Gửi nhầm, rút lại", hai: "2", lam: "gui nham, rut lai"}[each])
        answer = await office.answer_to(each)
        assert "đã rút lại" in answer and "0/1" in answer
    await office.fake.until(lambda: hanh.unanswered == 0)  # its clock turns no more
    assert hanh.toasts == [""]
    office.reads_as_written("Bấm nút, gõ số, hay gõ chữ", hanh, hai, lam)
