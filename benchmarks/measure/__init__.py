"""Measures what the archetypes generate beside what people would use instead; see ../README.md."""
