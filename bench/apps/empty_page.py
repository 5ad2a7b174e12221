"""A Streamlit page with a title only."""

import streamlit as st

st.write(st.selectbox("Departamento", ["Guatemala", "Izabal"], key="choice"))
