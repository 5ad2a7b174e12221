"""The atlas as files, in words: documents, the offline page, the static site."""
