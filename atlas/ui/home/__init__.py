"""The home page: search, questions, a summary in 60 seconds, and the briefings."""
