"""Pictures: checking, storing under their SHA-256, thumbnails, fingerprints."""
