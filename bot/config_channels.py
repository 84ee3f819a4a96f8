"""The settings of the chat platforms: a block for each."""

from bot.config_addresses import BotName, OptionalWebUrl, Username, WebUrl
from bot.config_section import Section
from bot.config_values import Flag, Messages, People, Price, Receiving, Text


class TelegramSettings(Section):
    """The Telegram bot."""

    enabled: Flag = False
    receive: Receiving = "polling"
    username: Username = None
    api_url: WebUrl = "https://api.telegram.org/bot"
    file_url: WebUrl = "https://api.telegram.org/file/bot"
    proxy: OptionalWebUrl = None


class ZaloSettings(Section):
    """The Zalo bots; each has its own token."""

    enabled: Flag = False
    receive: Receiving = "polling"
    bots: tuple[BotName, ...] = ("zalo-1", "zalo-2", "zalo-3")
    api_url: WebUrl = "https://bot-api.zaloplatforms.com/bot"
    link: WebUrl = "https://zalo.me/{name}"
    people: People = 50
    messages: Messages = 3000
    count_received: Flag = True
    shared: Flag = False


class ViberSettings(Section):
    """The Viber bot. It only pushes, so it wants web.public_url."""

    enabled: Flag = False
    sender: Text = "Nhắc Nộp"
    api_url: WebUrl = "https://chatapi.viber.com/pa"
    price: Price = 0.0
    monthly: Price = 0.0


class ChannelsSettings(Section):
    """The chat platforms."""

    telegram: TelegramSettings = TelegramSettings()
    zalo: ZaloSettings = ZaloSettings()
    viber: ViberSettings = ViberSettings()
