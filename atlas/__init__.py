"""The atlas as an application: what browsers run, what pages are made of, what the server answers."""
