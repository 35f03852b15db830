"""Places, industries, chains, segments, flows and products of a synthetic city."""

from __future__ import annotations

from .evidence import Evidence
from .frame import Frame
from .rows import Tables

__all__ = ["Parks", "lay_ground", "product_id"]

Parks = dict[str, list[str]]
"""District to the ids of its parks, in the order of the frame."""


def product_id(segment: str, number: int) -> str:
    """The id of a segment's product: the first, the second, ..."""
    return f"prod-{segment}-{number + 1}"


def lay_ground(tables: Tables, evidence: Evidence, frame: Frame, firms: int) -> Parks:
    """Write what does not depend on chance; the parks."""
    parks = _places(tables, evidence, frame, firms)
    for code, zh, en in frame.industries:
        tables.add("concepts", f"gb-{code}", evidence.outside(), type="IndustryClass",
                   name_zh=zh, name_en=en)  # fmt: skip
    for chain in frame.chains:
        tables.add("chains", f"chain-{chain.id}", evidence.text(), level="city",
                   place=frame.city.id, name_zh=chain.zh, name_en=chain.en)  # fmt: skip
    for segment in frame.segments:
        tables.add("segments", f"seg-{segment.id}", evidence.text(),
                   chain=f"chain-{segment.chain}", position=segment.position,
                   name_zh=segment.zh, name_en=segment.en)  # fmt: skip
        for n, (zh, en) in enumerate(segment.products):
            tables.add("products", product_id(segment.id, n), evidence.outside(),
                       type="ProductFamily", name_zh=zh, name_en=en,
                       segment=f"seg-{segment.id}")  # fmt: skip
    for segment in frame.segments:
        for fed in segment.feeds:
            tables.add("flows", f"flow-{segment.id}-{fed}", evidence.outside(),
                       from_segment=f"seg-{segment.id}", to_segment=f"seg-{fed}")  # fmt: skip
    return parks


def _places(tables: Tables, evidence: Evidence, frame: Frame, firms: int) -> Parks:
    tables.add("places", "china", evidence.outside(), type="AdministrativeArea", level="nation",
               name_zh="中国", name_en="China")  # fmt: skip
    for area, level, within in [
        (frame.province, "province", "china"),
        (frame.city, "city", frame.province.id),
        *((district, "district", frame.city.id) for district in frame.districts),
    ]:
        tables.add("places", area.id, evidence.outside(), type="AdministrativeArea", level=level,
                   within=within, code=area.code, name_zh=area.zh, name_en=area.en)  # fmt: skip
    parks: Parks = {}
    kinds = frame.parks[: 2 + firms // 3000]
    for d, district in enumerate(frame.districts):
        for n in range(len(kinds)):
            # Each district begins with another kind, so that a small city has several kinds.
            zh, en = frame.parks[(d + n) % len(frame.parks)]
            park = tables.add("places", f"park-{district.id}-{n + 1}", evidence.text(),
                              type="Park", level="district", within=district.id,
                              name_zh=district.short + zh,
                              name_en=f"{district.en} {en}")  # fmt: skip
            parks.setdefault(district.id, []).append(park)
    return parks
