"""What people decide about an incident: who has it, what becomes of it, and who looks at that again."""
