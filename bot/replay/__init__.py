"""Simulated people live some weeks through the built-in channel, from event to event."""
