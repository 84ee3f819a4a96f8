"""A channel as small as one can be, to show what a new one takes: docs/new-channel.md tells it step by step.

Its platform carries lines of text: "chat|number|moment|words", where words that begin with "picture:" name a picture.
"""
