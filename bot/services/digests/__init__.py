"""The daily and the weekly digest: made, kept, read back, and for whom."""
