"""What Streamlit's own parts say, in the languages of the atlas: Streamlit speaks English alone.

The English phrases of the section `streamlit` are Streamlit's, to the letter: `web/page/words.js`
finds them in the page and puts the reader's in their place.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Final

from pages.ui.text import Language, messages

SECTION: Final = "streamlit."


@cache
def phrases(language: Language) -> dict[str, str]:
    """Return what stands for each of Streamlit's phrases in `language`."""
    theirs, ours = messages(Language.ENGLISH), messages(language)
    return {theirs[key]: ours[key] for key in theirs if key.startswith(SECTION)}


@cache
def words_script() -> str:
    """Return a script that holds the phrases of every language but Streamlit's own."""
    others = {str(one): phrases(one) for one in Language if one is not Language.ENGLISH}
    return f"globalThis.atlasPhrases = {json.dumps(others, ensure_ascii=False, separators=(',', ':'))};\n"
