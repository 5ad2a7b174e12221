"""Scripts and styles for browsers; `bundles` alone names the files."""
