"""Every import of Streamlit and streamlit-folium that is not public."""
