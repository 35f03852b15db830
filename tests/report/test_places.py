"""What stands where: the chain's things only, each linked; drawn only where that is quick."""

from __future__ import annotations

from dataclasses import replace

from kg.report.content import Report
from kg.report.html import index_html


def test_firms_on_the_place_map_are_those_of_the_chain(auto: Report, computing: Report) -> None:
    for report in (auto, computing):
        assert report.places is not None
        boxes = (*report.places.areas, *report.places.apart)
        firms = [e for box in boxes for e in box.entries if e.ref.type == "Enterprise"]
        assert firms
        assert all(report.chain.iri in entry.chains for entry in firms)


def test_a_layout_of_another_chain_is_left_out(auto: Report, computing: Report) -> None:
    assert auto.places is not None
    assert auto.places.layers
    assert computing.places is not None
    assert not computing.places.layers


def test_every_name_on_the_place_map_leads_to_its_page(auto: Report) -> None:
    page = index_html(auto)
    picture = page[page.index('class="places"') : page.index('id="firms-graph"')]
    assert picture.count('class="thing"') == picture.count("<a href=") > 0


def test_a_pack_too_large_to_draw_says_which_commands_draw_it(auto: Report) -> None:
    page = index_html(replace(auto, places=None, small=False))
    assert "kg map --districts" in page
    assert "kg map --firms --chain chain-auto-zz" in page
    assert 'class="places"' not in page


def test_a_report_shows_the_maps_that_its_lists_ask_for(auto: Report) -> None:
    page = index_html(replace(auto, maps=("chain",)))
    assert 'id="chain-map"' in page
    assert 'id="places"' not in page
    assert 'id="firms-graph"' not in page
