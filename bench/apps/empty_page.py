"""The least page that Streamlit can show."""

import streamlit as st

st.write(st.selectbox("Departamento", ["Guatemala", "Izabal"], key="choice"))
