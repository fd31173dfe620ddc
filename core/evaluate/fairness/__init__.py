"""Whether protected groups fare differently."""
