"""A model of a bundle answering over HTTP: the rooms of one small web application."""
