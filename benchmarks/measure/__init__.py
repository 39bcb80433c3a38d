"""Measures what the archetypes write against their peers: see ../README.md."""
