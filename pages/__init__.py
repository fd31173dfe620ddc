"""The screens: thin files that show what the core says."""
