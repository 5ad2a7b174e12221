"""The locator map of a chapter: markers for sites with a known location."""

import pytest
import shapely

from geo.choices import Layer, Pillar, Precision, Programme
from geo.views.locator_map import LEAST_WIDTH, SHORTENED, path_data, small_map
from geo.views.programme_chapter import chapter_view
from tests.shared_data import ATLAS

CHAPTERS = [None, *Programme, *Pillar]


def sites_of(chapter):
    return chapter_view(chapter, ATLAS.facts, ATLAS.sites).sites


@pytest.mark.parametrize("chapter", CHAPTERS, ids=str)
def test_every_site_with_a_point_has_one_mark_and_no_other_has(chapter):
    sites = sites_of(chapter)
    picture = small_map(sites, ATLAS)
    marked = [site for mark in picture.marks for site in mark.site_ids]
    pins = sites["precision"].isin([Precision.EXACT, Precision.LOCALITY, Precision.ZONE])
    assert sorted(marked) == sorted(sites.index[pins])
    assert len(picture.shaded) == (sites["precision"] == Precision.MUNICIPIO).sum()
    assert all(0 < mark.left < 1 and 0 < mark.top < 1 for mark in picture.marks)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=str)
def test_a_mark_gathers_sites_of_one_layer_only(chapter):
    sites = sites_of(chapter)
    for mark in small_map(sites, ATLAS).marks:
        assert set(sites.loc[list(mark.site_ids), "layer"]) == {mark.layer}


def test_the_frame_keeps_the_proportions_of_the_country():
    heights = {round(small_map(sites_of(chapter), ATLAS).height, 3) for chapter in CHAPTERS}
    assert len(heights) == 1


def test_neighbourhoods_of_one_zone_are_one_mark_in_a_part_of_the_country():
    picture = small_map(sites_of(Programme.PBS), ATLAS)
    (mark,) = picture.marks
    assert (mark.layer, len(mark.site_ids)) == (Layer.PBS, 6)
    assert mark.radius > 0
    assert picture.is_part
    assert picture.box[2] - picture.box[0] == pytest.approx(LEAST_WIDTH)
    assert {"Chimaltenango", "Escuintla"} <= {name.text for name in picture.names}


def test_without_a_placed_site_the_whole_country_is_shown_unmarked():
    picture = small_map(sites_of(Programme.GANGS), ATLAS)
    assert not picture.is_part
    assert not picture.marks
    assert not picture.names
    assert picture.outline.land.startswith("M")


def test_a_mark_lies_where_the_site_lies():
    airport = ATLAS.sites.loc[["la-aurora"]]
    picture = small_map(airport, ATLAS)
    (mark,) = picture.marks
    west, south, east, north = picture.box
    at = shapely.Point(west + mark.left * (east - west), north - mark.top * (north - south))
    assert at.equals_exact(airport.geometry.iloc[0], 1e-9)
    assert picture.height == pytest.approx((north - south) / ((east - west) * SHORTENED))


def points(data):
    """Return the positions of SVG path data in degrees."""
    pairs = [pair.split(" ") for line in data.split("M")[1:] for pair in line.split("L")]
    return [(float(x) / SHORTENED / 100, -float(y) / 100) for x, y in pairs]


def test_the_disputed_border_is_a_separate_visible_line():
    whole = small_map(sites_of(None), ATLAS).outline
    disputed = points(whole.disputed)
    assert all(-89.4 < x < -88.8 and 15.8 < y < 17.9 for x, y in disputed)
    assert max(y for _, y in disputed) - min(y for _, y in disputed) > 1.8
    meridian = [(x, y) for x, y in points(whole.borders) if -89.25 < x < -89.1 and 16.2 < y < 17.6]
    assert meridian == []
    assert small_map(sites_of(Programme.PBS), ATLAS).outline.disputed == ""


def test_path_data_are_hundredths_of_degrees_with_north_up():
    assert path_data(shapely.LineString([(0, 0), (0, 1)])) == "M0.0 -0.0L0.0 -100.0"
    assert path_data(shapely.MultiLineString()) == ""


def test_named_rivers_are_drawn_inside_the_frame():
    picture = small_map(sites_of(None), ATLAS)
    west, south, east, north = picture.box
    xs, ys = zip(*points(picture.outline.rivers), strict=True)
    assert west - 0.01 <= min(xs) < max(xs) <= east + 0.01
    assert south - 0.01 <= min(ys) < max(ys) <= north + 0.01
