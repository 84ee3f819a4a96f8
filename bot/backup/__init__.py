"""Backups: made while the bot runs, proved by restoring them into a scratch place, and brought back."""
