"""How people really ask, for every command: with and without diacritics, and with the input method switched off."""

import unicodedata

import pytest

from core.roles import Action, Role, allowed
from core.spelling import fold
from texts.phrases import Phrases

PHRASES = Phrases()
SECRETARY, COORDINATOR = allowed([Role.SECRETARY]), allowed([Role.COORDINATOR])

SECRETARIES_SAY = {
    Action.STATUS: """
        tuần ni nộp mấy bài rứa em | tui nộp chưa ta | bữa nào hết hạn | hnay có phải nộp ko | nộp bù được hông
        tôi còn thiếu gì? | em còn thiếu gì ạ | mình còn thiếu mấy cái nữa vậy em? | xã em còn thiếu gì không em ơi
        chị còn phải nộp gì nữa | tuần này nộp gì vậy | bên em đủ chưa ạ | em nộp đủ chưa? | đơn vị mình nộp chưa
        hạn nộp là khi nào ạ? | bao giờ hết hạn | mấy giờ hết hạn vậy em | Dạ cho hỏi tôi còn thiếu những gì ạ
        hiện nay tôi còn thiếu gì | tuần này em phải nộp những gì ạ | anh xong chưa em | phường tôi còn thiếu gì""",
    Action.HISTORY: """
        tôi đã nộp những gì | em đã gửi những gì rồi ạ | cho xem lại bài đã nộp | lịch sử nộp bài | xem ảnh đã gửi""",
    Action.MY_COORDINATOR: """
        ai phụ trách tôi | ai phụ trách xã em ạ? | cán bộ phụ trách của tôi là ai | người phụ trách là ai vậy
        tôi liên hệ với ai | em hỏi ai bây giờ""",
    Action.WITHDRAW: """
        tôi gửi lộn hình rồi | xóa giúp chị tấm vừa gửi | nhầm hình rồi em
        gửi nhầm rồi em ơi | em gửi nhầm ảnh ạ | rút lại ảnh vừa gửi giúp chị
        xoá ảnh vừa gửi | Xóa ảnh vừa gửi giúp tôi
        thu hồi tin vừa gửi | tôi nộp nhầm""",
    Action.AWAY: """
        e xin nghỉ tuần này | chị nghỉ thai sản | tuần này em đi học chính trị không nộp được | đừng nhắc nữa
        tuần này tôi đi công tác | tuần này chị đi công tác em nhé | em xin vắng tuần này ạ | tôi bị ốm
        tuần này anh bận | em nghỉ phép tuần này ạ | nhờ người nộp thay | tôi muốn nhờ người nộp thay
        tôi vắng đến thứ Sáu | em đi công tác đến hết 20/11 ạ""",
    Action.REMIND_LATER: """
        mai em nộp nhé | chị bận quá để mai chị nộp nghen | tối tui nộp | lát em gửi
        nhắc lại sau nhé | lát nữa nhắc lại | chiều nhắc chị nhé | tối nay em gửi ạ | để sau | tôi đang bận
        nhắc tôi lúc 5 giờ chiều | nhắc em chiều nay""",
    Action.NOTHING: """
        tuần này không có hoạt động | tuần này xã em không có hoạt động gì ạ | tuần này không có gì để nộp
        tuần này không phát sinh | tuần này bên em không có bài ạ""",
    Action.ASK_EXTENSION: """
        xin gia hạn đến thứ Hai | em xin gia hạn đến thứ Hai ạ | xã em xin gia hạn 2 ngày | cho em nộp muộn đến mai ạ
        xin thêm thời gian đến thứ Ba, do mất điện""",
    Action.HANDOVER: """
        chị không còn làm bí thư nữa | anh nghỉ hưu rồi
        tôi bàn giao cho người khác | em bàn giao từ 25/11 | tôi không phụ trách nữa | tôi chuyển công tác rồi
        em muốn bàn giao ạ""",
    Action.ASK_HUMAN: """
        nhờ người hỗ trợ | em cần hỗ trợ ạ | cho tôi gặp người phụ trách | gọi lại cho chị | tôi không biết làm""",
    Action.MY_DATA: """
        dữ liệu của tôi | em lưu gì về tôi | bạn đang lưu gì về tôi vậy | thông tin cá nhân của tôi
        chị đổi số điện thoại | tên tôi bị sai""",
    Action.HELP: "giúp tôi | hướng dẫn sử dụng | em làm được gì | dùng thế nào vậy em | tôi phải làm gì ạ | trợ giúp",
    Action.LANGUAGE: "đổi ngôn ngữ | nói tiếng Anh đi | chuyển sang tiếng Việt | tiếng anh",
    Action.GREET: "chào em | alo | em ơi | xin chào | hello | em là ai vậy",
    Action.COURTESY: "dạ | cám ơn e nhìu | ok em nhé | vâng ạ",
    Action.RECEIVED: """
        em nộp rồi mà | e đã gửi rồi nha | nộp rồi sao vẫn nhắc | em nhận được chưa | có nhận được không em
        tuần trước chị nộp chưa | gửi vậy được chưa em | ảnh này có được tính không""",
    Action.NOTE: "ghi chú BC-12 chụp lại từ trang của xã | ghi chú cho BC-12 chụp lại",
}

COORDINATORS_SAY = {
    Action.MISSING: """
        còn đơn vị nào chưa nộp ko em | xã mô chưa nộp | tổng hợp giúp anh | được bao nhiêu phần trăm rồi
        báo cáo tình hình tuần này | tuần trước ai chưa nộp | có bao nhiêu xã chưa nộp | tình hình tuần trước
        ai chưa nộp | ai chưa nộp vậy em? | còn ai chưa nộp nữa không | xã nào chưa nộp | những xã nào chưa nộp ạ
        đơn vị nào còn thiếu | danh sách các đơn vị chưa nộp | còn mấy xã chưa nộp | bao nhiêu phường nộp rồi
        tình hình nộp tuần này thế nào | tình hình tuần này | tuần này ai chưa nộp | Cho xem danh sách còn thiếu
        ai chưa nộp ở Đông Hà | tình hình nộp của thị xã Quảng Trị""",
    Action.NUDGE: """
        giục Tân Lập | hối thúc Tân Lập | nhắn cho Tân Lập nộp bài | đôn đốc giúp chị mấy xã chưa nộp nha
        nhắc hết các xã chưa nộp | nhắc tất cả các phường chưa nộp giúp tôi
        nhắc các đơn vị | nhắc hết đi em | nhắc những ai chưa nộp | nhắc mọi người giúp tôi
        đôn đốc các đơn vị chưa nộp
        nhắc Tân Lập | nhắc nhở Tân Lập giúp anh | gửi lời nhắc""",
    Action.CALL_LIST: """
        xem danh sách gọi | tôi cần gọi cho ai | phải gọi ai vậy | số điện thoại các đơn vị chưa nộp
        danh sách cần gọi""",
    Action.ACKNOWLEDGE: """
        Tân Lập đã gọi, hẹn chiều nay | đã gọi Tân Lập | đã gọi Tân Lập rồi em | vừa gọi Tân Lập, hẹn mai
        Tân Lập gọi rồi, tối nộp | anh đã liên hệ Tân Lập, sáng mai nộp | đã gọi hết""",
    Action.EXTEND: """
        gia hạn thêm 2 ngày cho Hoà Sơn | cho Hoà Sơn nộp trễ tới thứ ba
        gia hạn Hoà Sơn đến thứ Hai | gia hạn Hoà Sơn đến thứ Hai, do mưa lũ | Gia hạn cho Hoà Sơn đến 24/11
        lùi hạn cho Hoà Sơn sang thứ Ba | em gia hạn cho Hoà Sơn đến mai nhé | cho Hoà Sơn gia hạn đến thứ Hai
        gia hạn cả cụm đến thứ Hai, do mưa lũ""",
    Action.WAIVE: "miễn Hoà Sơn tuần này, do mưa lũ | miễn cho Hoà Sơn tuần này | miễn nộp cho Hoà Sơn vì bão",
    Action.UNWAIVE: "bỏ miễn Hoà Sơn | huỷ miễn cho Hoà Sơn | hủy miễn Hoà Sơn",
    Action.FIND: """
        Tân Lập sao rồi em | xã Tân Lập nộp mấy bài rồi | Tân Lập thế nào rồi | số điện thoại bí thư Tân Lập
        tìm Tân Lập | tìm giúp tôi Tân Lập | số điện thoại của Tân Lập | cho xin số điện thoại của Hồ Văn Lâm
        sđt Tân Lập | Tân Lập nộp chưa | xã Tân Lập đã nộp chưa em | Tân Lập đủ chưa ạ | ai phụ trách Tân Lập
        ai là đầu mối Tân Lập | ai là bí thư Tân Lập""",
    Action.REVIEW: """
        duyệt minh chứng | có gì cần duyệt không em | còn bài nào cần duyệt | xem ảnh cần duyệt
        duyệt hết đi | có bài nào nghi trùng không""",
    Action.INVITE: """
        mời Tân Lập | lấy mã mời cho Tân Lập | mã mời của Tân Lập | ai chưa kết nối
        mời lại Tân Lập | lấy lại mã cho Tân Lập | ai chặn trợ lý""",
    Action.UNITS: "đơn vị nào khuyết | xã nào đang khuyết | danh sách đơn vị khuyết",
    Action.AUDIT: "nhật ký Hoà Sơn | nhật ký của Hoà Sơn | ai đã đổi gì ở Hoà Sơn | ai sửa Hoà Sơn",
    Action.NO_ANSWER: "Tân Lập không nghe máy | gọi Tân Lập không liên lạc được | Tân Lập tắt máy | tân lập ko bắt máy",
    Action.HEAT_MAP: "ai nộp trễ | xã nào hay nộp trễ | đơn vị nào hay thiếu",
    Action.REPORT: "xuất báo cáo tháng 11 | cho anh file excel | tháng này sao rồi",
    Action.APPOINT: "bí thư mới của Tân Lập là Nguyễn Văn A",
    Action.WHO_MOVED: "ai đổi hạn của Hoà Sơn? | ai đổi hạn Hoà Sơn | ai đã gia hạn cho Hoà Sơn | ai lùi hạn Hoà Sơn",
    Action.VACANCY: "Tân Lập khuyết đầu mối từ 20/11 | xã Tân Lập khuyết bí thư từ 20/11",
    Action.BEHALF: "nộp thay xã Tân Lập | tôi nộp thay Tân Lập | nộp hộ Tân Lập | nộp giúp Tân Lập",
}

SAID = [
    (role, action, sentence.strip())
    for role, table in ((Role.SECRETARY, SECRETARIES_SAY), (Role.COORDINATOR, COORDINATORS_SAY))
    for action, sentences in table.items()
    for line in sentences.strip().split("\n")
    for sentence in line.split("|")
]


def raw_telex(text: str) -> str:
    """The text as it looks when it is typed in Telex with the input method switched off: "gia hanj"."""
    return " ".join(map(_raw_word, text.split()))


_SIGNS = {"\u0302": "", "\u0306": "w", "\u031b": "w"}
_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}


def _raw_word(word: str) -> str:
    typed, tone = "", ""
    for letter in unicodedata.normalize("NFD", word.replace("đ", "dd").replace("Đ", "DD")):
        if letter in _TONES:
            tone = _TONES[letter]
        elif letter == "\u0302":
            typed += typed[-1].lower()
        else:
            typed += _SIGNS.get(letter, letter)
    end = len(typed.rstrip(".,;:!?"))
    return typed[:end] + tone + typed[end:]


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.COORDINATOR])
def test_every_sentence_is_understood_in_every_way_of_typing(role: Role) -> None:
    may = allowed([role])
    wrong = [
        (typed, action.value, PHRASES.find(typed, may))
        for who, action, sentence in SAID
        if who is role
        for typed in (sentence, fold(sentence), raw_telex(sentence), sentence.upper())
        if (PHRASES.find(typed, may) or ("", ""))[0] != action.value
    ]
    assert wrong == []


def test_the_table_says_something_for_every_command_of_the_week() -> None:
    said = {action for _, action, _ in SAID}
    assert said >= {
        Action.ACKNOWLEDGE, Action.ASK_EXTENSION, Action.ASK_HUMAN, Action.AUDIT, Action.AWAY, Action.BEHALF,
        Action.CALL_LIST, Action.EXTEND, Action.FIND, Action.HANDOVER, Action.HELP, Action.HISTORY, Action.INVITE,
        Action.LANGUAGE, Action.MISSING, Action.MY_COORDINATOR, Action.MY_DATA, Action.NOTE, Action.NOTHING,
        Action.NUDGE, Action.REMIND_LATER, Action.REVIEW, Action.STATUS, Action.UNITS, Action.UNWAIVE,
        Action.VACANCY, Action.WAIVE, Action.WHO_MOVED, Action.WITHDRAW,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("gia hạn cho Hoà Sơn đến thứ Hai, do mưa lũ", "Hoà Sơn đến thứ Hai, do mưa lũ"),
        ("gia hanj cho Hoaf Sown ddeens thuws Hai, do muwa lux", "Hoà Sơn đến thứ Hai, do mưa lũ"),
        ("dạ em ơi gia hạn Hoà Sơn đến mai", "Hoà Sơn đến mai"),
        ("ai chưa nộp ở Đông Hà?", "Đông Hà"),
        ("Tân Lập đã gọi, hẹn chiều nay", "Tân Lập, hẹn chiều nay"),
        ("cho xin số điện thoại của anh Lâm", "anh Lâm"),
        ("xã Tân Lập nộp chưa em", "xã Tân Lập, em"),
    ],
)
def test_the_rest_is_what_is_meant(sentence: str, rest: str) -> None:
    found = PHRASES.find(sentence, COORDINATOR)
    assert found is not None and found[1] == rest


@pytest.mark.parametrize(
    "sentence",
    [
        "???", "hôm nay trời mưa to quá", "mai họp lúc 8 giờ", "em ăn cơm chưa", "con anh Nam lấy vợ",
        "bài này hay", "A Lưới", "Tân Lập", "em làm rồi ạ", "để em làm", "hỏi em tí", "hội nghị xong rồi",
        "thực ra", "mấy bạn",
    ],
)  # fmt: skip
def test_small_talk_is_no_command(sentence: str) -> None:
    assert PHRASES.find(sentence) is None
