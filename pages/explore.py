"""The map: briefers explore sites on departamentos and municipios."""

from pages.ui import state
from pages.ui.first_visit import draw_start
from pages.ui.load import atlas_data, view_of
from pages.ui.map import draw_map, map_state
from pages.ui.map_words import draw_map_words
from pages.ui.problems import draw_problems
from pages.ui.site_table import draw_site_table
from pages.ui.summary import draw_messages, draw_summary
from pages.ui.view_tools import draw_view_tools

t = state.current_translator()
known = atlas_data().or_empty("sites")
total = 0 if known is None else len(known)
view = view_of(state.reader_session().selection)

draw_summary(view, total, t)
# They move up beside the title: what stands between would lie under them.
draw_view_tools(t, state.reader_session().language)
draw_problems(t)
draw_messages(view, t)
draw_start(t)
draw_map(map_state(view, state.reader_session(), total))
draw_map_words(view, total, t, state.reader_session().language)
draw_site_table(view, t)
