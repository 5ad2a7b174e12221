"""The planning page: one module per question, and what the questions share."""
