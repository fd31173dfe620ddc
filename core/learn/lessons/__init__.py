"""What each lesson says: its words, its controls and its questions, as plain English."""
