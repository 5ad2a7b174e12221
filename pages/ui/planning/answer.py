"""An answer in words: the figure and what is said with it, the same on the page and in a file."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.ui.problems import plain


@dataclass(frozen=True)
class AnswerText:
    """What is told, its figure, how it differs from today's where it does, and sentences below it."""

    what: str
    value: str
    sentences: tuple[str, ...] = ()
    change: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The answer line by line, its figure first."""
        first = f"{self.what}: {self.value}"
        return (f"{first} ({self.change})" if self.change else first, *self.sentences)


def draw_figure(answer: AnswerText) -> None:
    """Draw the figure large, and the sentences below it."""
    st.metric(plain(answer.what), answer.value, answer.change)
    for text in answer.sentences:
        st.markdown(plain(text))
