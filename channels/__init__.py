"""Translators between a platform and the neutral words of core.ports, one package each."""
