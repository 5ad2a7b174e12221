"""The reader's choices and the data of pages: session, URL, cached data, jobs."""
