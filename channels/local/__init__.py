"""The built-in channel: a small chat platform in this process, and the adapter that talks to it."""
