"""Analysis for planners, on GTM metres: how far, how many people, where along the border, what if.

`indicators` lays the country out in metres; `demand_areas` and `uncertain_distances` are the geometry
of areas and of distances between places that are known more or less well; `site_coverage`,
`border_gaps`, `region_profile` and `scenarios` answer the questions. `geo.location` finds the best
next sites.
"""
