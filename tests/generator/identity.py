"""What a firm is called, and its unified social credit code."""

from __future__ import annotations

from dataclasses import dataclass

from .dice import Dice
from .frame import Frame, Segment

__all__ = ["Identity", "Namer", "credit_code"]

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FORMS = (
    ("{place}{brand}{trade}有限公司", "{Place} {Brand} {Trade} Co., Ltd.", 62.0),
    ("{place}{brand}{trade}科技有限公司", "{Place} {Brand} {Trade} Technology Co., Ltd.", 8.0),
    ("{brand}{trade}（{city}）有限公司", "{Brand} {Trade} ({City}) Co., Ltd.", 10.0),
    ("{place}{brand}{trade}股份有限公司", "{Place} {Brand} {Trade} Joint Stock Co., Ltd.", 7.0),
    ("{place}{brand}{trade}有限责任公司", "{Place} {Brand} {Trade} Limited Liability Co.", 7.0),
    ("{place}市{brand}{trade}厂", "{Place} {Brand} {Trade} Works", 3.0),
    ("{brand}{trade}有限公司", "{Brand} {Trade} Co., Ltd.", 3.0),
)  # fmt: skip
_WITHOUT_CITY = ("河南", "江苏", "浙江", "中原")  # no cities: the form with 市 would be nonsense


@dataclass(frozen=True)
class Identity:
    """A firm's names; ``brand`` and ``trade`` are what people call it by."""

    zh: str
    en: str
    brand: str
    trade: str
    place: str


class Namer:
    """Gives names of which none, Chinese or English, is given twice."""

    def __init__(self, frame: Frame, seed: int) -> None:
        self.frame = frame
        self.dice = Dice(seed, "names")
        self.taken: set[str] = set()
        self.pinyin = {pair[0]: pair[1:] for pair in frame.brand}
        self.characters = [pair[0] for pair in frame.brand]
        self.places = [
            ((frame.city.short, frame.city.en), 50.0),
            ((frame.province.short, frame.province.en), 15.0),
            *(((d.short, d.en), 20.0 / len(frame.districts)) for d in frame.districts),
            *((pair, 15.0 / len(frame.elsewhere)) for pair in frame.elsewhere),
        ]

    def firm(self, segment: Segment, brand: str = "") -> Identity:
        """A firm of a segment, of a given brand or one of its own."""
        while True:
            named = self._firm(segment, brand)
            if self._free(named):
                return named

    def group(self) -> Identity:
        """The head of a group of firms."""
        while True:
            brand = self.brand()
            place, en = self.dice.weighted(self.places)
            name_en = f"{en} {self.latin(brand)} Group Co., Ltd."
            named = Identity(f"{place}{brand}集团有限公司", name_en, brand, "集团", place)
            if self._free(named):
                return named

    def branch(self, parent: Identity) -> Identity | None:
        """A branch of a firm in one of the districts; None where each of those tried is taken."""
        for district in self.dice.some(self.frame.districts, 3):
            en = f"{parent.en}, {district.en} Branch" if parent.en else ""
            named = Identity(f"{parent.zh}{district.short}分公司", en, parent.brand, parent.trade,
                             parent.place)  # fmt: skip
            if self._free(named):
                return named
        return None

    def brand(self) -> str:
        """Two or, in a quarter of all cases, three characters."""
        return "".join(self.dice.some(self.characters, 3 if self.dice.chance(0.25) else 2))

    def latin(self, brand: str) -> str:
        """A brand in pinyin, as in 恒通: Hengtong."""
        return "".join(self.pinyin[c] for c in brand).capitalize()

    def _firm(self, segment: Segment, brand: str) -> Identity:
        brand = brand or self.brand()
        trade, trade_en = self.dice.pick(segment.trades)
        form, form_en, _ = self.dice.weighted([(f, f[2]) for f in _FORMS])
        place, place_en = self.dice.weighted(self.places)
        if "市" in form and place in _WITHOUT_CITY:
            form, form_en, _ = _FORMS[0]
        city = self.frame.city
        zh = form.format(place=place, brand=brand, trade=trade, city=city.short)
        en = form_en.format(Place=place_en, Brand=self.latin(brand), Trade=trade_en, City=city.en)
        if self.dice.chance(0.7):
            en = ""
        return Identity(zh, en, brand, trade, "" if "{place}" not in form else place)

    def _free(self, named: Identity) -> bool:
        names = {named.zh, named.en} - {""}
        if names & self.taken:
            return False
        self.taken |= names
        return True


def credit_code(dice: Dice, region: str) -> str:
    """A unified social credit code of an enterprise: GB 32100-2015, check character included.

    Its characters 9 to 17 are an organization code with the check character of GB 11714-1997.
    """
    body = "MA" + "".join(dice.pick(_ALPHABET) for _ in range(6))
    total = sum(
        weight * int(char, 36) for weight, char in zip((3, 7, 9, 10, 5, 8, 4, 2), body, strict=True)
    )
    first = f"91{region}{body}{'0123456789X0'[11 - total % 11]}"
    total = sum(_ALPHABET.index(char) * pow(3, n, 31) for n, char in enumerate(first))
    return first + _ALPHABET[-total % 31]
