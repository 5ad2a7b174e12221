"""The planning page: one module a question, and what they share."""
