"""The application: pages, server, files to publish, command line."""
