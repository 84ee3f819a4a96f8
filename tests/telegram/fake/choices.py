"""Which values may a text field have? The machine-readable specification says only "String" where prose lists them."""

from typing import Final

_ENTITIES = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    }
)
_UPDATES = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "guest_message",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
    }
)
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)

OF_FIELDS: Final = {
    ("Chat", "type"): frozenset({"private", "group", "supergroup", "channel"}),
    ("ChatFullInfo", "type"): frozenset({"private", "group", "supergroup", "channel"}),
    ("MessageEntity", "type"): _ENTITIES,
    ("Sticker", "type"): frozenset({"regular", "mask", "custom_emoji"}),
    ("InlineKeyboardButton", "style"): frozenset({"primary", "success", "danger"}),
    ("MessageOriginUser", "type"): frozenset({"user"}),
    ("MessageOriginHiddenUser", "type"): frozenset({"hidden_user"}),
    ("MessageOriginChat", "type"): frozenset({"chat"}),
    ("MessageOriginChannel", "type"): frozenset({"channel"}),
    ("ChatMemberOwner", "status"): frozenset({"creator"}),
    ("ChatMemberAdministrator", "status"): frozenset({"administrator"}),
    ("ChatMemberMember", "status"): frozenset({"member"}),
    ("ChatMemberRestricted", "status"): frozenset({"restricted"}),
    ("ChatMemberLeft", "status"): frozenset({"left"}),
    ("ChatMemberBanned", "status"): frozenset({"kicked"}),
    ("InputMediaPhoto", "type"): frozenset({"photo"}),
    ("InputMediaDocument", "type"): frozenset({"document"}),
    ("InputMediaVideo", "type"): frozenset({"video"}),
    ("InputMediaAudio", "type"): frozenset({"audio"}),
    ("InputMediaAnimation", "type"): frozenset({"animation"}),
    ("InputMediaLivePhoto", "type"): frozenset({"live_photo"}),
    ("BotCommandScopeDefault", "type"): frozenset({"default"}),
    ("BotCommandScopeAllPrivateChats", "type"): frozenset({"all_private_chats"}),
    ("BotCommandScopeAllGroupChats", "type"): frozenset({"all_group_chats"}),
    ("BotCommandScopeAllChatAdministrators", "type"): frozenset({"all_chat_administrators"}),
    ("BotCommandScopeChat", "type"): frozenset({"chat"}),
    ("BotCommandScopeChatAdministrators", "type"): frozenset({"chat_administrators"}),
    ("BotCommandScopeChatMember", "type"): frozenset({"chat_member"}),
}
"""By type and field."""

OF_PARAMETERS: Final = {
    ("sendChatAction", "action"): _ACTIONS,
    ("getUpdates", "allowed_updates"): _UPDATES,
    ("setWebhook", "allowed_updates"): _UPDATES,
}
"""By method and parameter; of an array, its items."""
