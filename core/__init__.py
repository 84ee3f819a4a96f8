"""Pure rules and ports. Standard library only: no clock, no I/O."""
