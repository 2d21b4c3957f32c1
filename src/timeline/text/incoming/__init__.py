"""What other programs wrote, as drafts of records; each form in a module of its own, and nothing of it is guessed."""
