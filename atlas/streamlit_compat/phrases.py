"""What Streamlit's own parts say, in the languages of the atlas: Streamlit speaks English alone.

The English phrases of the section `streamlit` are Streamlit's, to the letter: `translated_phrases.js`
finds them in the page and puts the reader's in their place.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Final

from atlas.i18n.messages import Language, messages

SECTION: Final = "streamlit."


@cache
def phrases(language: Language) -> dict[str, str]:
    """Return what stands for each of Streamlit's phrases in `language`."""
    theirs, ours = messages(Language.ENGLISH), messages(language)
    return {theirs[key]: ours[key] for key in theirs if key.startswith(SECTION)}


@cache
def panel_names(language: Language) -> dict[str, str]:
    """Return what opens the side panel where it is folded away, in full and for a narrow place."""
    ours = messages(language)
    return {"name": ours["panel.name"], "short": ours["panel.short"]}


@cache
def words_script() -> str:
    """Return a script with the phrases of every language but Streamlit's own, and the panel's names."""
    others = {str(one): phrases(one) for one in Language if one is not Language.ENGLISH}
    panel = {str(one): panel_names(one) for one in Language}
    return f"globalThis.atlasPhrases = {_written(others)};\nglobalThis.atlasPanel = {_written(panel)};\n"


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
