"""What browsers run: the list of its files, and the rules that it shares with the server."""
