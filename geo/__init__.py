"""Data, analysis and files of the atlas; no module imports Streamlit."""
