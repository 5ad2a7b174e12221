"""The files for browsers, and the rules that browser and server share."""
