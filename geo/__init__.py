"""The domain: data, analysis and files. It does not import Streamlit."""
