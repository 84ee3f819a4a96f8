"""Zalo: a translator between the Zalo Bot Platform and the neutral words of core.ports.

The Zalo Bot Platform, not the Official Account API, which is another product. Facts come from
https://docs.zaloplatforms.com/docs/BOT; where they are silent, or sources contradict each other, either answer works.
"""
