"""The chat page: the built-in chat, a board of all units and a clock that can be pushed, in a browser."""
