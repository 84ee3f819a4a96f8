"""Measurements of what the design gives figures for. Each prints what it measured and the figure wanted."""
