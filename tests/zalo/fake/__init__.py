"""A strict stand-in for the Zalo Bot Platform, on loopback: a real HTTP server with people whose side is scripted.

    async with serving(clock) as fake:                  # several bots live there: fake.bots["zalo-1"].token
        ...Access(fake.bots["zalo-1"].token, fake.api_url)...
        hanh = fake.person("Hạnh")                      # at the first bot; or: fake.person("Hạnh", bot="zalo-2")
        hanh.says("xin chào")                           # before that the bot cannot write to her
        receipt = await hanh.hears("Đã nhận")           # the oldest unheard message with these words
        hanh.chooses("Xem lại")                         # types the number that stands before this label
        hanh.sends_photos([jpeg, jpeg])                 # single messages, as the platform passes an album on
        hanh.blocks()
    # leaving fails when a request broke the platform's rules (`fake.assert_clean()`)

Where the facts are open, either answer can be chosen: `fake.photo_field`, `fake.wraps` (a webhook's body),
`fake.loses_unpolled` (what is sent while nobody polls is lost), `fake.type_of_pictures`.

What goes wrong is scripted as at the stand-in for Telegram: `fake.when("sendMessage").answers(429)` is the platform's
JSON inside HTTP 200 (the quota), `.answers(429, html=True)` the front door's page, `.resets()`, `.loses_answer()`,
`.waits(0.2)`, `.holds(5)`. "download" is a picture's address. `fake.bots["zalo-1"].quota = 3` ends by itself.
"""

from tests.zalo.fake.bots import Bot
from tests.zalo.fake.people import Person
from tests.zalo.fake.stand_in import FakeZalo, served, serving

__all__ = ["Bot", "FakeZalo", "Person", "served", "serving"]
