"""The API: layers and tables for programs, as OGC API - Features (core, GeoJSON, OpenAPI) and as CSV.

`feature_collections` holds the rows ready to send, `api_requests` reads requests and writes addresses,
`api_answers` makes the answers, `api_routes` serves them.
"""
