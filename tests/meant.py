"""What was probably meant by a text that is not EDTF, for tests that ask nothing else of a hint."""

from timeline.dates.advice import hint


def meant_by(text, today=None):
    """Give the EDTF that was probably meant by a text; None where nothing comes to mind."""
    found = hint(text, today=today)
    return found and found.edtf
