"""What a run leaves behind, written down as plain data and read back."""
