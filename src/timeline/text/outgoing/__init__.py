"""Whole answers as files for other tools. Law: a form writes what the answer says, and counts what it cannot carry."""
