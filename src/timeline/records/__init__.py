"""What one record says, its bytes, and what may enter a log."""
