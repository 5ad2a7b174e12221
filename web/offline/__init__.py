"""One self-contained HTML file of a briefing: map, texts and sources, nothing asked of anyone."""

from web.offline.build import offline_html

__all__ = ["offline_html"]
