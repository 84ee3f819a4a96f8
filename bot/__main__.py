"""`python -m bot` and the console script `nhacnop`."""

from bot.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
