"""A drawn area is a region: its figures add up, and an area around the country has those of the country."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.indicators import country_of, touches_land
from geo.choices import Precision
from geo.drawn_area import DrawnArea, gtm_shape
from geo.selection import Selection, only_known
from geo.views.area_figures import area_figures
from geo.views.planning_answers import coverage_of, filters_of, part_of, place, profile_of
from geo.views.sites_view import Region, region_of, sites_in_area, sites_view
from tests.shared_data import ATLAS

COUNTRY = ((-92.9, 13.0), (-87.9, 13.0), (-87.9, 18.5), (-92.9, 18.5))
EVERYWHERE = filters_of(Selection())


def text_of(*corners, radius=0):
    return DrawnArea(tuple(corners), radius).to_text()


def view_of(area, **more):
    return sites_view(Selection(areas=(area,), **more), ATLAS.sites, ATLAS)


def figures_of(area):
    figures = area_figures(view_of(area), ATLAS)
    assert figures is not None
    return figures


def test_the_whole_country_has_the_figures_of_the_country():
    figures, whole = figures_of(text_of(*COUNTRY)), profile_of(ATLAS, EVERYWHERE, Region())
    counts = whole.indicators["value"]
    assert figures.people == pytest.approx((counts["population"],) * 3)
    assert figures.land_km2 == pytest.approx(counts["area_km2"])
    assert figures.border_km == pytest.approx(counts["land_border_km"])
    assert figures.coast_km == pytest.approx(counts["coast_km"])
    assert figures.certain == figures.possible == ATLAS.sites["codigo_muni"].notna().sum()


@pytest.mark.parametrize("middle", [-90.5, -91.73, -89.2])
def test_two_halves_add_up(middle):
    west = figures_of(text_of(COUNTRY[0], (middle, 13.0), (middle, 18.5), COUNTRY[3]))
    east = figures_of(text_of((middle, 13.0), COUNTRY[1], COUNTRY[2], (middle, 18.5)))
    whole = figures_of(text_of(*COUNTRY))
    for name in ("area_km2", "land_km2", "border_km", "coast_km"):
        assert getattr(west, name) + getattr(east, name) == pytest.approx(getattr(whole, name), rel=1e-5), (
            name
        )
    assert west.people[1] + east.people[1] == pytest.approx(whole.people[1], rel=1e-5)
    assert west.certain + east.certain <= whole.certain <= west.possible + east.possible
    assert west.route_km[0] + east.route_km[0] == pytest.approx(whole.route_km[0], rel=1e-5)


points = st.tuples(st.integers(-919_000, -885_000), st.integers(140_000, 177_000)).map(
    lambda units: (units[0] / 1e4, units[1] / 1e4)
)


@given(points, st.integers(1_000, 150_000), st.integers(0, 100_000))
def test_ranges_are_in_order_and_grow_with_the_area(centre, radius, more):
    small, large = text_of(centre, radius=radius), text_of(centre, radius=radius + more)
    parts = [country_of(ATLAS).ground.part((), gtm_shape(area)) for area in (small, large)]
    sites = [sites_in_area(ATLAS.sites, region_of(Selection(areas=(a,)), ATLAS)) for a in (small, large)]
    for part in parts:
        assert np.all((part.share > 0) & (part.share <= 1))
    assert parts[0].people.sum() <= parts[1].people.sum() * (1 + 1e-9)
    for certain, possible in sites:
        assert not (certain & ~possible).any()
    assert not (sites[0][0] & ~sites[1][0]).any()
    assert not (sites[0][1] & ~sites[1][1]).any()


def test_a_reversed_ring_has_the_same_figures():
    corners = ((-92.1, 14.6), (-91.2, 14.5), (-91.4, 15.3))
    assert figures_of(text_of(*corners[::-1])) == figures_of(text_of(*corners))


def test_a_cut_municipio_counts_between_nobody_and_everybody():
    area = text_of((-90.3, 17.2), radius=1_000)
    population = ATLAS.population.set_index("codigo_muni")["population_2018"]
    low, best, high = figures_of(area).people
    assert (
        low == 0 < best < high == population[list(region_of(Selection(areas=(area,)), ATLAS).touched)].sum()
    )


def test_a_site_is_certain_possible_or_outside_by_its_uncertainty():
    site = ATLAS.sites[ATLAS.sites["precision"] == Precision.LOCALITY].iloc[0]
    centre, radius = (round(site["longitude"], 4), round(site["latitude"], 4)), int(site["uncertainty_m"])

    def where(metres):
        region = region_of(Selection(areas=(text_of(centre, radius=metres),)), ATLAS)
        certain, possible = sites_in_area(ATLAS.sites, region)
        return bool(certain[site.name]), bool(possible[site.name])

    assert where(2 * radius + 100) == (True, True)
    assert where(max(radius // 2, 100)) == (False, True)
    aside = round(centre[1] + (radius + 2_000) / 111_000, 4)
    region = region_of(Selection(areas=(text_of((centre[0], aside), radius=1_000),)), ATLAS)
    assert not sites_in_area(ATLAS.sites, region)[1][site.name]


def test_a_site_known_to_its_municipio_is_in_where_the_municipio_is():
    sites = ATLAS.sites[ATLAS.sites["precision"] == Precision.MUNICIPIO]
    code = int(sites["codigo_muni"].iloc[0])
    some = Region(area=text_of((-90.5, 15.0), radius=100), touched=(code,), inside=())
    certain, possible = sites_in_area(sites, some)
    assert possible.sum() == (sites["codigo_muni"] == code).sum() > 0 == certain.sum()
    whole = Region(area=some.area, touched=(code,), inside=(code,))
    assert sites_in_area(sites, whole)[0].equals(possible)


def test_a_view_shows_every_site_that_may_be_in_the_area():
    view = view_of(text_of((-90.6, 14.5), radius=30_000))
    figures = area_figures(view, ATLAS)
    assert figures is not None
    assert len(view.filtered) == figures.possible >= figures.certain > 0


def test_an_area_adds_to_chosen_departamentos():
    area = text_of((-90.6, 14.5), radius=10_000)
    both = view_of(area, departamentos=(18,))
    sites = set(both.filtered.index)
    assert sites == {*view_of(area).filtered.index} | {
        *ATLAS.sites.index[ATLAS.sites["codigo_depto"] == 18]
    }
    part = part_of(ATLAS, both.region)
    assert (part.share[part.table["codigo_depto"] == 18] == 1).all()


def test_a_profile_keeps_exact_what_is_measured_and_gives_people_a_range():
    region = region_of(Selection(areas=(text_of((-91.9, 14.9), radius=40_000),)), ATLAS)
    profile = profile_of(ATLAS, EVERYWHERE, region)
    rows = profile.indicators
    low, middle, high = (rows[f"value{end}"].astype(float) for end in ("_low", "", "_high"))
    assert low["population"] < middle["population"] < high["population"]
    for name in ("area_km2", "land_border_km", "coast_km"):
        assert low[name] == middle[name] == high[name]
    assert rows.loc["people_per_km2", ["value_low", "value_high"]].isna().all()
    assert 0 < profile.border["km"].sum() < 200


def test_a_profile_without_an_area_has_no_ranges():
    rows = profile_of(ATLAS, EVERYWHERE, place(18)).indicators
    assert rows["value"].equals(rows["value_low"])
    assert rows["value"].equals(rows["value_high"])


def test_coverage_counts_the_pieces_alone():
    region = region_of(Selection(areas=(text_of((-90.6, 14.5), radius=25_000),)), ATLAS)
    totals = coverage_of(ATLAS, EVERYWHERE, (), 300.0, region).totals
    people = part_of(ATLAS, region).people.sum()
    assert totals["total"].iloc[0] == pytest.approx(people)
    assert totals["covered"].iloc[0] == pytest.approx(people)


@pytest.mark.parametrize(
    ("area", "is_on_land"),
    [
        (text_of((-90.5, 14.6), radius=1_000), True),
        (text_of((-91.0, 13.2), radius=20_000), False),
        (text_of((-92.26, 14.9), radius=3_000), False),
    ],
    ids=["the capital", "the Pacific", "Tapachula"],
)
def test_an_area_off_the_land_is_dropped(area, is_on_land):
    selection = Selection(areas=(area,))
    known, dropped = only_known(selection, (), (), (), touches_land=lambda text: touches_land(ATLAS, text))
    assert bool(known.areas) == touches_land(ATLAS, area) == is_on_land
    assert [(part.parameter, part.value) for part in dropped] == [] if is_on_land else [("area", area)]
