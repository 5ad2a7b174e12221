"""What the reader chose, and what pages read: session, address, cached data, jobs."""
