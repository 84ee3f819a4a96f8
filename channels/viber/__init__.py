"""Viber, by its REST API for bots (CHANNELS.md of the design; new bots are paid since 2024).

It only pushes, so it wants `web.public_url`. Nothing else of the product knows that Viber exists.
"""
