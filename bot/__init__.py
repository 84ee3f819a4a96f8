"""Joins everything: command line, composition root, config, clock, logging."""
