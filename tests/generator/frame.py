"""What is the same in every synthetic city: places, chains, segments, products (frame.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Area", "Chain", "Frame", "Segment", "load_frame"]

Pair = tuple[str, str]


@dataclass(frozen=True)
class Area:
    """A place of government; ``short`` is how it stands in names of firms."""

    id: str
    zh: str
    short: str
    en: str
    code: str


@dataclass(frozen=True)
class Segment:
    """A segment of a chain, with words for its trade and what it makes (zh, en)."""

    id: str
    chain: str
    zh: str
    en: str
    position: str
    industry: str
    trades: tuple[Pair, ...]
    products: tuple[Pair, ...]
    feeds: tuple[str, ...]


@dataclass(frozen=True)
class Chain:
    """A chain; ``weight`` is its share of the firms."""

    id: str
    zh: str
    en: str
    weight: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Frame:
    """The whole frame; ``brand`` are a character and its pinyin in one word."""

    city: Area
    province: Area
    districts: tuple[Area, ...]
    elsewhere: tuple[Pair, ...]
    parks: tuple[Pair, ...]
    industries: tuple[tuple[str, str, str], ...]
    brand: tuple[str, ...]
    surnames: tuple[str, ...]
    given: tuple[str, ...]
    chains: tuple[Chain, ...]

    @property
    def segments(self) -> list[Segment]:
        """The segments of all chains."""
        return [segment for chain in self.chains for segment in chain.segments]


def load_frame() -> Frame:
    """Read frame.toml."""
    raw = tomllib.loads((Path(__file__).parent / "frame.toml").read_text("utf-8"))
    return Frame(
        city=Area(**raw["city"]),
        province=Area(**raw["province"]),
        districts=tuple(Area(**one) for one in raw["districts"]),
        elsewhere=_pairs(raw["elsewhere"]),
        parks=_pairs(raw["parks"]),
        industries=tuple((code, zh, en) for code, zh, en in raw["industries"]),
        brand=tuple(raw["brand"].split()),
        surnames=tuple(raw["surname"].split()),
        given=tuple(raw["given"].split()),
        chains=tuple(_chain(one) for one in raw["chain"]),
    )


def _chain(raw: dict[str, Any]) -> Chain:
    segments = tuple(_segment(id_, raw["id"], one) for id_, one in raw["segments"].items())
    return Chain(raw["id"], raw["zh"], raw["en"], raw["weight"], segments)


def _segment(id_: str, chain: str, raw: dict[str, Any]) -> Segment:
    said = {k: v for k, v in raw.items() if k not in ("trades", "products", "feeds")}
    return Segment(id=id_, chain=chain, trades=_pairs(raw["trades"]),
                   products=_pairs(raw["products"]), feeds=tuple(raw["feeds"]), **said)  # fmt: skip


def _pairs(raw: list[list[str]]) -> tuple[Pair, ...]:
    return tuple((zh, en) for zh, en in raw)
