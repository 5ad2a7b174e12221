"""The map: briefers explore sites on departamentos and municipios."""

from atlas.ui.briefing.view_capture import draw_view_tools
from atlas.ui.explore.date_comparison import draw_date_comparison, draw_figures_of_date
from atlas.ui.explore.map_alternatives import draw_map_words, draw_site_table
from atlas.ui.explore.map_summary import draw_in_a_minute, draw_messages, draw_start, draw_summary
from atlas.ui.lists.list_map import with_list
from atlas.ui.state import session
from atlas.ui.state.cached_data import view_of
from atlas.ui.widgets.browser_frames import draw_map, map_state
from atlas.ui.widgets.error_messages import draw_problems
from atlas.web.served_data import atlas_data

t = session.current_translator()
known = atlas_data().or_empty("sites")
total = 0 if known is None else len(known)
view = view_of(session.reader_session().selection)

draw_summary(view, total, t)
# They move up next to the title and would cover anything in between.
draw_view_tools(t)
draw_problems(t)
draw_messages(view, t)
draw_start(t)
draw_map(map_state(view, session.reader_session(), total, with_list(None, t)))
draw_in_a_minute(view, t)
draw_figures_of_date(view, t)
draw_date_comparison(t)
draw_map_words(view, total, t)
draw_site_table(view, t)
