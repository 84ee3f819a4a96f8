"""Which link opens a bot on Telegram? Without the library, which is slow to import."""


def invitation_link(username: str) -> str:
    """The deep link; "{code}" in it stands for an invitation's code."""
    return f"https://t.me/{username}?start={{code}}"
