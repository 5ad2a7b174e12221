"""What Streamlit's own parts say, in the languages of the atlas: Streamlit speaks English alone.

The English phrases of the section `streamlit` are Streamlit's, to the letter: `translated_phrases.js`
finds them in the page and replaces them with those of the reader's language.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Final

from atlas.i18n.messages import Language, messages

SECTION: Final = "streamlit."


@cache
def phrases(language: Language) -> dict[str, str]:
    """Return the phrase of `language` for each of Streamlit's phrases."""
    theirs, ours = messages(Language.ENGLISH), messages(language)
    return {theirs[key]: ours[key] for key in theirs if key.startswith(SECTION)}


@cache
def panel_names(language: Language) -> dict[str, str]:
    """Return the name of the button that opens the side panel, in full and short."""
    ours = messages(language)
    return {"name": ours["panel.name"], "short": ours["panel.short"]}


@cache
def words_script() -> str:
    """Return a script with the phrases of every language but Streamlit's own, and the panel's names."""
    others = {str(language): phrases(language) for language in Language if language is not Language.ENGLISH}
    panel = {str(language): panel_names(language) for language in Language}
    return f"globalThis.atlasPhrases = {_written(others)};\nglobalThis.atlasPanel = {_written(panel)};\n"


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
