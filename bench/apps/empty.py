"""An empty Streamlit app: the floor of every comparison."""

import streamlit as st

app = st.App("empty_page.py")
