"""Roads from an extract of OpenStreetMap that an administrator brings, and travel times along them."""
