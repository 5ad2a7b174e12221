"""Analysis for planners, on GTM metres: how far, how many people, where along the border, what if.

`ground` holds the country in metres and `placed` the sites on it; `proximity`, `reach` and `spread`
are the arithmetic of uncertain distances; `coverage`, `gaps`, `profile` and `what_if` answer the
questions. Where a next site would serve most is in `geo.location`.
"""
