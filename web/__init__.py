"""The one HTTP door: built-in chat page, webhooks, health, metrics, signed downloads."""
