"""Scripts and styles for browsers; only `bundles` names their files."""
