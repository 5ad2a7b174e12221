"""Files that leave the atlas: tables by format, documents by format."""
