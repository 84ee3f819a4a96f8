"""What a message does. Knows no platform."""
