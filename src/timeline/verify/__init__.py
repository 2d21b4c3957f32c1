"""What bytes prove, and what contradicts; findings are values."""
