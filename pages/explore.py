"""The map: briefers explore sites on departamentos and municipios."""

from geo.view import sites_view
from pages.ui import state
from pages.ui.load import shelf
from pages.ui.map import draw_map, map_state
from pages.ui.problems import shown_as_message
from pages.ui.site_table import draw_site_table
from pages.ui.summary import draw_summary

t = state.current_translator()
with shown_as_message(t):
    view = sites_view(state.visit().selection, shelf().sites)

draw_summary(view, len(shelf().sites), t)
draw_map(map_state(view, state.visit(), len(shelf().sites)))
draw_site_table(view, t)
