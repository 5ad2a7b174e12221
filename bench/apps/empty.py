"""An empty Streamlit app: the lower bound of every comparison."""

import streamlit as st

app = st.App("empty_page.py")
