"""`python -m bot` and the console script `nhacnop`."""

import gc

# What is made while importing stays for good: looking through it for garbage again and again takes an eighth of a
# start. `bot.cli` switches it on again, with all that set apart, once the command is there.
gc.disable()

from bot.cli import main  # noqa: E402 - after the line above, which is the point of it

__all__ = ["main"]

if __name__ == "__main__":
    main()
