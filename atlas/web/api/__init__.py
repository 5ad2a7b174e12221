"""The atlas's layers and tables for programs: OGC API - Features (part 1: core, GeoJSON, OpenAPI), and CSV.

`catalogue` says what there is, `features` holds it ready to send, `links` knows under which address
it is asked, `query` reads what is asked for, `openapi` describes it, `routes` answers.
"""
