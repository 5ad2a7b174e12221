"""Places, tables and analysis of the atlas; nothing in here knows Streamlit."""
