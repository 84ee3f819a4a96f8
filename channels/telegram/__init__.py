"""Telegram: a translator between the Bot API and the neutral words of core.ports.

Facts about the platform come from https://core.telegram.org/bots/api (10.1) and https://core.telegram.org/bots/faq
unless a comment names another source.
"""
