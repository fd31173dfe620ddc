"""How much one request may ask for."""

from __future__ import annotations

MB = 2**20
MOST_BODY_BYTES = 8 * MB
MOST_ROWS = 10_000
MOST_BODY_SECONDS = 30.0
MOST_ROWS_AT_ONCE = 64
"""Rows that are answered between two other requests; more are answered beside them."""

MOST_CONNECTIONS = 512
STOP_SECONDS = 10
