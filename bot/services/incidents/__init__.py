"""Looking at incidents: found by a reference, shown in full, listed, and told with their whole history."""
