"""Words in the reader's language, from one standard catalogue (GNU gettext)."""
