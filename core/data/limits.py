"""How large a file may be before it is refused, all in one place."""

MAX_FILE_BYTES = 25 * 1024 * 1024
MAX_ROWS = 1_000_000
MAX_COLUMNS = 500

MAX_QUOTED_CHARACTERS = 40
"""Longest piece of a file that is repeated in a sentence."""

MAX_LISTED_NAMES = 12
"""Most column names that one sentence lists."""
