"""What time does: heartbeat, duties, dispatch of the outbox, media fetch, housekeeping."""
