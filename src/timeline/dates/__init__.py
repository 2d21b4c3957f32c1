"""What a text can mean in time; this package knows no record."""
