"""All the ways to write one post on Facebook have one identity, and no two posts have the same."""

from itertools import combinations

import pytest

from core.links import LinkIdentity, identify

# identity: spellings of one post. Any two identities in here are two posts.
FACEBOOK = {
    "facebook.com/doanxa/posts/123": [
        "https://www.facebook.com/doan.xa/posts/123",
        "http://m.facebook.com/doan.xa/posts/123/?mibextid=Nif5oz&_rdr",
        "https://mbasic.facebook.com/doan.xa/posts/123?refid=17&__tn__=-R",
        "https://web.facebook.com/doan.xa/posts/123/?comment_id=9&reply_comment_id=8",
        "https://vi-vn.facebook.com/doan.xa/posts/123",
        "https://www.facebook.com/doan.xa/posts/ngay-hoi-trong-cay/123/?rdid=a#",
        "fb.com/doan.xa/posts/123",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2Fdoan.xa%2Fposts%2F123%3Ffbclid%3Dx&h=AT0",
        "https://lm.facebook.com/l.php?u=https%3A%2F%2Fm.facebook.com%2Fdoan.xa%2Fposts%2F123&h=AT1&s=1",
        "https://www.facebook.com/login/?next=https%3A%2F%2Fwww.facebook.com%2Fdoan.xa%2Fposts%2F123",
        "https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fdoan.xa%2Fposts%2F123&width=500",
        "https://www.facebook.com/Doan.Xa/posts/123",
        "https://www.facebook.com/DoanXa/posts/123",
        "https://www.facebook.com/pg/doan.xa/posts/123/",
        "https://m.fb.com/doan.xa/posts/123",
        "https://business.facebook.com/doan.xa/posts/123",
        "https://www.business.facebook.com/doan.xa/posts/123/",
        "https://www.facebook.com/login/?next=%2Fdoan.xa%2Fposts%2F123",
        "https://www.facebook.com/login/web/?next=https%3A%2F%2Fwww.facebook.com%2Fdoan.xa%2Fposts%2F123",
        "https://www.facebook.com/login/device-based/regular/login/?login_attempt=1&next=https%3A%2F%2Fwww.facebook.com%2Fdoan.xa%2Fposts%2F123",
        "https://lm.facebook.com/l.php?h=AT&u=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Ffb.com%252Fdoan.xa%252Fposts%252F123",
        "https://www.facebook.com/doan.xa/posts/123?rdid=q&share_url=https%3A%2F%2Fwww.facebook.com%2Fshare%2Fp%2Fabc",
    ],
    "facebook.com/doanxa/posts/124": [
        "https://www.facebook.com/doan.xa/posts/124",
    ],
    "facebook.com/doanxa2/posts/123": [
        "https://www.facebook.com/Doan.Xa2/posts/123",
    ],
    "facebook.com/1000/posts/123": [
        "https://www.facebook.com/1000/posts/123",
        "https://www.facebook.com/permalink.php?story_fbid=123&id=1000",
        "https://m.facebook.com/story.php?id=1000&story_fbid=123&mibextid=Nif5oz",
        "https://touch.facebook.com/story.php?story_fbid=123&substory_index=0&id=1000&m_entstream_source=timeline",
        "https://www.facebook.com/1000_123",
        "https://www.facebook.com/1000/posts/ngay-hoi/123",
        "https://www.facebook.com/story.php?story_fbid=123&amp;id=1000",
        "https://www.facebook.com/permalink.php?story_fbid=123&id=1000&comment_id=5",
    ],
    "facebook.com/1001/posts/123": ["https://m.facebook.com/story.php?story_fbid=123&id=1001"],
    "facebook.com/1000/posts/125": ["https://m.facebook.com/story.php?story_fbid=125&id=1000"],
    "facebook.com/story.php?story_fbid=123": ["https://m.facebook.com/story.php?story_fbid=123"],
    "facebook.com/permalink.php?id=doan.xa&story_fbid=123": [
        "https://m.facebook.com/permalink.php?story_fbid=123&id=doan.xa"
    ],
    "facebook.com/pfbid0AbC": [
        "https://www.facebook.com/doan.xa/posts/pfbid0AbC",
        "https://m.facebook.com/doan.xa/posts/pfbid0AbC?__cft__[0]=AZX&__tn__=%2CO%2CP-R",
        "https://www.facebook.com/permalink.php?story_fbid=pfbid0AbC&id=1000",
        "https://m.facebook.com/story.php?story_fbid=pfbid0AbC&id=1000&sfnsn=mo",
        "https://www.facebook.com/groups/55/posts/pfbid0AbC",
        "https://www.facebook.com/pfbid0AbC",
    ],
    "facebook.com/pfbid0ABC": ["https://www.facebook.com/doan.xa/posts/pfbid0ABC"],
    "facebook.com/groups/55/posts/66": [
        "https://www.facebook.com/groups/55/posts/66/",
        "https://www.facebook.com/groups/55/permalink/66/?mibextid=x",
        "https://m.facebook.com/groups/55?view=permalink&id=66",
        "https://www.facebook.com/groups/55/?multi_permalinks=66&hoisted_section_header_type=recently_seen",
        "https://www.facebook.com/groups/55/posts/ngay-hoi/66",
        "https://www.facebook.com/groups/55/66/",
        "https://www.facebook.com/groups/55/posts/66/?comment_id=3&reply_comment_id=4",
        "https://www.facebook.com/groups/55/permalink/66/?sale_post_id=66",
        "https://www.facebook.com/groups/55/?multi_permalinks=66&notif_id=1&notif_t=group_activity",
    ],
    "facebook.com/groups/55/posts/67": ["https://www.facebook.com/groups/55/permalink/67"],
    "facebook.com/groups/56/posts/66": ["https://www.facebook.com/groups/56/permalink/66"],
    "facebook.com/groups/tuoitre/posts/66": [
        "https://www.facebook.com/groups/tuoitre/posts/66",
        "https://www.facebook.com/groups/Tuoi.Tre/permalink/66",
    ],
    "facebook.com/groups/55?multi_permalinks=66,67": ["https://www.facebook.com/groups/55/?multi_permalinks=66,67"],
    "facebook.com/groups/55?multi_permalinks=66,68": ["https://www.facebook.com/groups/55/?multi_permalinks=66,68"],
    "facebook.com/groups/55/user/1000": ["https://www.facebook.com/groups/55/user/1000/"],
    "facebook.com/groups/55": ["https://m.facebook.com/groups/55/?ref=share"],
    "facebook.com/groups/55/media": ["https://www.facebook.com/groups/55/media/"],
    "facebook.com/photo?fbid=77": [
        "https://www.facebook.com/photo.php?fbid=77&set=a.5&type=3&theater",
        "https://www.facebook.com/photo/?fbid=77&set=pcb.9&__cft__[0]=AZ&__tn__=EH-R",
        "https://m.facebook.com/photo.php?fbid=77&id=1000&set=a.5&source=48",
        "https://www.facebook.com/doan.xa/photos/a.5/77/?type=3",
        "https://www.facebook.com/doan.xa/photos/77",
        "https://www.facebook.com/doan.xa/photos/a.5.6.7/77/?type=3&theater",
        "https://www.facebook.com/doan.xa/photos/gm.9/77",
        "https://www.facebook.com/pg/doan.xa/photos/77",
        "https://mbasic.facebook.com/photo/view_full_size/?fbid=77&ref_component=mbasic_photo_permalink",
        "https://m.facebook.com/photos/viewer/?photoset_token=pcb.9&photo=77&profileid=1000",
        "https://www.facebook.com/photo.php?fbid=77&comment_id=4",
        "https://www.facebook.com/photo/?fbid=77&amp;set=a.5",
    ],
    "facebook.com/photo?fbid=78": ["https://www.facebook.com/doan.xa/photos/a.5/78"],
    "facebook.com/photo?set=a.5": ["https://www.facebook.com/photo/?set=a.5"],
    "facebook.com/media/set?set=a.5": [
        "https://www.facebook.com/media/set/?set=a.5",
        "https://www.facebook.com/media/set/?set=a.5&type=3",
        "https://www.facebook.com/media/set/?vanity=doan.xa&set=a.5",
    ],
    "facebook.com/media/set?set=x&type=3": ["https://www.facebook.com/media/set/?set=x&type=3"],
    "facebook.com/media/set?set=pcb.5": ["https://www.facebook.com/media/set/?set=pcb.5"],
    "facebook.com/media/set?set=a.6": ["https://www.facebook.com/media/set/?set=a.6"],
    "facebook.com/watch?v=88": [
        "https://www.facebook.com/watch/?v=88",
        "https://www.facebook.com/watch/live/?v=88&ref=watch_permalink",
        "https://m.facebook.com/watch/?v=88&extid=NS&paipv=0",
        "https://www.facebook.com/doan.xa/videos/88/?t=5",
        "https://www.facebook.com/doan.xa/videos/ngay-hoi/88",
        "https://www.facebook.com/video.php?v=88",
        "https://www.facebook.com/reel/88?s=single_unit&fs=e",
        "https://www.facebook.com/photo.php?v=88",
        "https://www.facebook.com/video/video.php?v=88",
        "https://www.facebook.com/pg/doan.xa/videos/88",
        "https://www.facebook.com/doan.xa/videos/vb.1000/88/?type=3&theater",
        "https://www.facebook.com/plugins/video.php?height=314&href=https%3A%2F%2Fwww.facebook.com%2Fdoan.xa%2Fvideos%2F88%2F",
    ],
    "facebook.com/watch?v=89": ["https://www.facebook.com/reel/89"],
    "facebook.com/watch": ["https://www.facebook.com/watch/"],
    "facebook.com/share/p/AbC": ["https://www.facebook.com/share/p/AbC/?mibextid=wwXIfr"],
    "facebook.com/share/p/ABC": ["https://www.facebook.com/share/p/ABC/"],
    "facebook.com/share/v/AbC": ["https://www.facebook.com/share/v/AbC/"],
    "facebook.com/share/AbC": ["https://www.facebook.com/share/AbC/?rdid=x&share_url=y"],
    "fb.watch/aBc": ["https://fb.watch/aBc/", "https://fb.watch/aBc/?mibextid=x", "fb.watch/aBc?ref=y"],
    "fb.watch/aBC": ["https://fb.watch/aBC/"],
    "facebook.com/events/5": [
        "https://www.facebook.com/events/5/?acontext=%7B%7D",
        "https://www.facebook.com/events/s/ngay-hoi/5/",
    ],
    "facebook.com/events/5/permalink/9": [
        "https://www.facebook.com/events/5/permalink/9/",
        "https://www.facebook.com/events/5/?post_id=9&view=permalink",
    ],
    "facebook.com/events/5/permalink/10": ["https://www.facebook.com/events/5/?post_id=10&view=permalink"],
    "facebook.com/events/5?event_time_id=7": ["https://www.facebook.com/events/5/?event_time_id=7"],
    "facebook.com/events/ngay-hoi?post_id=9": ["https://www.facebook.com/events/ngay-hoi?post_id=9"],
    "facebook.com/stories/1000/UzpfS": ["https://www.facebook.com/stories/1000/UzpfS/?view_single=1&source=shared"],
    "facebook.com/stories/1000/UzpfT": ["https://www.facebook.com/stories/1000/UzpfT"],
    "facebook.com/events/5/6": ["https://www.facebook.com/events/5/6/"],
    "facebook.com/profile.php?id=1000": [
        "https://www.facebook.com/profile.php?id=1000&mibextid=x",
        "https://www.facebook.com/people/Doan-Xa/1000/",
    ],
    "facebook.com/profile.php?id=1001": ["https://www.facebook.com/profile.php?id=1001"],
    "facebook.com/doan.xa": ["https://m.facebook.com/doan.xa/?ref=bookmarks&locale=vi_VN"],
    "business.facebook.com/latest/home": ["https://business.facebook.com/latest/home?ref=x"],
    "facebook.com/Doan_Xa/posts/123": ["https://www.facebook.com/Doan_Xa/posts/123"],
    "facebook.com/doan_xa/posts/123": ["https://www.facebook.com/doan_xa/posts/123"],
    "facebook.com/.../posts/123": ["https://www.facebook.com/.../posts/123"],
    "facebook.com:8443/doan.xa/posts/123": ["https://facebook.com:8443/doan.xa/posts/123/"],
    "m.facebook.com.evil.vn/doan.xa/posts/123": ["https://m.facebook.com.evil.vn/doan.xa/posts/123"],
    "l.facebook.com/l.php": ["https://l.facebook.com/l.php?utm_source=x"],
    "l.facebook.com/l.php?u=doan.xa": ["https://l.facebook.com/l.php?u=doan.xa"],
}


@pytest.mark.parametrize(("identity", "url"), [(identity, url) for identity, urls in FACEBOOK.items() for url in urls])
def test_however_a_post_on_facebook_is_written_it_has_one_identity(identity: str, url: str) -> None:
    found = identify(url)
    assert isinstance(found, LinkIdentity)
    assert found.identity == identity
    assert identity.startswith(found.host)
    assert identify(f"https://{identity}") == found


def test_no_two_posts_on_facebook_have_the_same_identity() -> None:
    firsts = {identity: identify(urls[0]) for identity, urls in FACEBOOK.items()}
    assert [pair for pair in combinations(firsts, 2) if firsts[pair[0]] == firsts[pair[1]]] == []
