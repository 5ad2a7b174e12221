"""The map: briefers explore sites on departamentos and municipios."""

from geo.sites import no_sites
from geo.view import sites_view
from pages.ui import state
from pages.ui.load import shelf
from pages.ui.map import draw_map, map_state
from pages.ui.problems import draw_problems
from pages.ui.site_table import draw_site_table
from pages.ui.summary import draw_summary
from pages.ui.view_tools import draw_view_tools

t = state.current_translator()
known = shelf().or_empty("sites")
sites = no_sites() if known is None else known
view = sites_view(state.visit().selection, sites)

draw_summary(view, len(sites), t)
draw_problems(t)
draw_view_tools(t, state.visit().language)
draw_map(map_state(view, state.visit(), len(sites)))
draw_site_table(view, t)
