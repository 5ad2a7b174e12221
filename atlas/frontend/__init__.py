"""What browsers run and how it looks; `bundles` alone names the files."""
