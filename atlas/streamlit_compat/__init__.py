"""Every private import and patch of Streamlit and streamlit-folium."""
