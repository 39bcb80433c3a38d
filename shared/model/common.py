"""Code that models share. A module common/text.py is imported by `from common import text`."""
