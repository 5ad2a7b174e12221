"""The atlas as files: documents, the offline page, the static site."""
