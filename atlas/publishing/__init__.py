"""Files with the texts of the interface: documents, offline page, static site."""
