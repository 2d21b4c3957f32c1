"""Answers from the rows of the relation, wherever these come from: memory, an index, or an engine.

Law: rows are plain tuples of integers and texts, and answers are plain JSON values; neither attrs classes nor the
parser of dates are imported, so that a cold answer from an index loads little more than itself.
"""
