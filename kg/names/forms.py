"""What people leave out of a name: its legal form, its place, its line of business.

A Chinese firm's name is put together from a place, a trade name, a line of business and a legal
form (企业名称登记管理规定, State Council order 734 of 2020, art. 6). Legal forms and the endings
of places are closed lists; the places themselves are the pack's, and so are most lines of
business (its segments and product families).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.names.keys import has_han, normalise, words

__all__ = ["Reader", "Reading", "distinctive", "place_words", "same_form"]

_LEAST = 2  # letters that must be left when something is taken off

# 公司法 (2023) art. 7, 8 and 13, 合伙企业法 art. 15, 56 and 62; 集团 by order 734, art. 15.
# c: company, g: group, b: branch, n: chain. Longest first.
_FORMS = (
    ("集团有限责任公司", "gc"), ("集团股份有限公司", "gc"), ("特殊普通合伙企业", "c"),
    ("集团有限公司", "gc"), ("股份有限公司", "c"), ("有限责任公司", "c"), ("有限合伙企业", "c"),
    ("普通合伙企业", "c"), ("集团公司", "gc"), ("股份公司", "c"), ("有限公司", "c"),
    ("有限合伙", "c"), ("普通合伙", "c"), ("合伙企业", "c"), ("全产业链", "n"), ("产业链", "n"),
    ("分公司", "b"), ("集团", "g"), ("股份", "c"), ("公司", "c"),
)  # fmt: skip
# The usual ones of ISO 20275 (GLEIF's list of entity legal forms), and words for 集团 and 分公司.
_ENGLISH_FORMS = {"group": "g", "holding": "g", "holdings": "g", "branch": "b", "chain": "n"}
_ENGLISH_FORMS |= dict.fromkeys(
    (
        "ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "kk",
        "limited", "llc", "llp", "lp", "ltd", "nv", "plc", "pte", "pty", "sa", "srl",
    ),
    "c",
)  # fmt: skip
# 行政区划代码 GB/T 2260: what a division is called by its level; left out in speech.
_DIVISIONS = ("自治区", "自治州", "自治县", "地区", "省", "市", "县", "区")
_ENGLISH_DIVISIONS = frozenset({"province", "city", "county", "district", "prefecture"})
_JOINTS = frozenset({"at", "in", "of", "the"})

# Lines of business that firm names end in whatever the chain; the pack's own come on top.
_BUSINESS = frozenset((
    "科技", "技术", "数字", "智能", "信息", "网络", "软件", "数据", "电子", "电气", "电器",
    "电力", "电动", "电机", "电池", "动力", "能源", "新能源", "光电", "光伏", "照明", "半导体",
    "芯片", "通信", "仪器", "仪表", "传感", "汽车", "客车", "车辆", "汽配", "部件", "零部件",
    "配件", "机械", "机电", "机床", "装备", "设备", "重工", "制造", "工业", "实业", "材料",
    "新材料", "化工", "钢铁", "铝业", "铜业", "金属", "玻璃", "橡胶", "塑料", "塑胶", "模具",
    "轴承", "精密", "铸造", "环保", "生物", "医药", "制药", "食品", "乳业", "酒业", "纺织",
    "服饰", "家居", "建材", "建设", "建筑", "工程", "物流", "供应链", "运输", "贸易", "商贸",
    "服务", "投资", "控股", "发展", "产业", "国际", "创新", "电动汽车",
))  # fmt: skip
_ENGLISH_BUSINESS = frozenset((
    "auto", "automobile", "automotive", "battery", "bus", "business", "chemical", "data",
    "digital", "electric", "electrical", "electronic", "electronics", "energy", "engineering",
    "equipment", "food", "glass", "industrial", "industries", "industry", "intelligent",
    "international", "lighting", "logistics", "machinery", "manufacturing", "material",
    "materials", "metal", "motor", "motors", "pharmaceutical", "power", "precision", "science",
    "smart", "software", "steel", "technologies", "technology", "tech", "trade", "trading",
    "vehicle", "vehicles",
))  # fmt: skip
# What is left of 郑州大学 without its place names nothing.
_COMMON = frozenset((
    "大学", "学院", "研究院", "医院", "银行", "工厂", "基地", "园区", "中心", "企业", "政府",
    "机场", "总部", "开发区", "实验区",
))  # fmt: skip


class Reading(NamedTuple):
    """A name and what is left of it: keys, without spaces.

    ``core`` is without its legal form, ``bare`` without places too. ``forms`` are letters for
    the legal forms, ``places`` the numbers of the things that each place word may mean.
    """

    whole: str
    core: str
    bare: str
    forms: str
    places: tuple[tuple[int, ...], ...]


class Reader:
    """Takes names apart with the words of one pack.

    ``places``: what places are called (``place_words``) to the numbers of the places called
    so; ``business``: keys of lines of business; ``fold``: what makes a key of a normalised text.
    """

    def __init__(
        self,
        places: Mapping[str, Sequence[int]],
        business: Iterable[str] = (),
        fold: Callable[[str], str] = str,
    ) -> None:
        self._places = places
        self._business = _BUSINESS | frozenset(business)
        self._longest = max(map(len, self._business))
        self._fold = fold
        # Longest first, so that 郑州经开区 goes before 郑州.
        by_length = sorted(places, key=lambda w: (-len(w), w))
        self._han = [w for w in by_length if has_han(w)]
        self._english = [w for w in by_length if not has_han(w)]

    @property
    def english_places(self) -> frozenset[str]:
        """The words of the English names of places."""
        return frozenset(word for name in self._english for word in name.split())

    def read(self, text: str) -> Reading:
        """A name taken apart. Linear in its length times the number of place words."""
        whole = self._fold(normalise(text))
        if has_han(whole):
            core, forms = _strip_forms(whole)
            rest, places = self._without_places(whole)
            bare, more = _strip_forms(rest)
        else:
            spaced = " ".join(words(text))
            core, forms = _strip_words(spaced)
            rest, places = self._without_english(spaced)
            bare, more = _strip_words(rest)
        return Reading(whole, core, bare, "".join(sorted({*forms, *more})), places)

    def shorter(self, text: str, reading: Reading) -> Iterator[str]:
        """What is left as lines of business are taken off the end, one after the other."""
        if not has_han(reading.whole):
            listed = self._without_english(" ".join(words(text)))[0].split()
            while listed and listed[-1] in _ENGLISH_FORMS:
                listed.pop()
            while len(listed) > 1 and listed[-1] in _ENGLISH_BUSINESS:
                listed.pop()
                if len(joined := "".join(listed)) > _LEAST:
                    yield joined
            return
        left = reading.bare
        while size := self._business_end(left):
            left = left[:-size]
            if left in self._business or left in _COMMON:
                return
            yield left

    def _business_end(self, key: str) -> int:
        """The length of the line of business that a key ends in, 0 if there is none."""
        longest = min(self._longest, len(key) - _LEAST)
        return next((n for n in range(longest, 1, -1) if key[-n:] in self._business), 0)

    def _without_places(self, key: str) -> tuple[str, tuple[tuple[int, ...], ...]]:
        found: list[tuple[int, ...]] = []
        for word in self._han:
            at = key.find(word)
            if at < 0 or word == key:
                continue
            end = at + len(word)
            end += next((len(d) for d in _DIVISIONS if key.startswith(d, end)), 0)
            left = key[:at] + key[end:]
            core = _strip_forms(left)[0]
            # 河南省中牟县 is left 中牟县, not 河南省.
            if len(core) < _LEAST or core in _COMMON or (at and core in self._places):
                continue
            key = left
            found.append(tuple(self._places[word]))
        return key, tuple(found)

    def _without_english(self, spaced: str) -> tuple[str, tuple[tuple[int, ...], ...]]:
        found: list[tuple[int, ...]] = []
        for word in self._english:
            before, hit, after = f" {spaced} ".partition(f" {word} ")
            if not hit:
                continue
            listed = before.split()
            while listed and listed[-1] in _JOINTS:
                listed.pop()
            left = " ".join([*listed, *after.split()])
            if len(left) < _LEAST or left in self._places:
                continue
            spaced = left
            found.append(tuple(self._places[word]))
        return spaced, tuple(found)


def distinctive(listed: Iterable[str], places: Iterable[str] = ()) -> list[str]:
    """The words of an English name that are no legal form, line of business or word of a place;
    all of them where nothing is left. Each once.

    >>> distinctive(["byd", "auto", "co", "ltd"]), distinctive(["auto"])
    (['byd'], ['auto'])
    """
    found = list(dict.fromkeys(listed))
    dull = _ENGLISH_BUSINESS | _JOINTS | {"and", *_ENGLISH_FORMS, *places}
    return [word for word in found if word not in dull] or found


def _strip_forms(key: str) -> tuple[str, str]:
    forms = ""
    while True:
        for ending, letters in _FORMS:
            if key.endswith(ending) and len(key) - len(ending) >= _LEAST:
                key, forms = key.removesuffix(ending), forms + letters
                break
        else:
            return key, forms


def _strip_words(spaced: str) -> tuple[str, str]:
    left, forms = spaced.split(), ""
    while len(left) > 1 and left[-1] in _ENGLISH_FORMS:
        forms += _ENGLISH_FORMS[left.pop()]
    return "".join(left), forms


def same_form(asked: str, named: str) -> bool:
    """Whether legal forms (letters as in ``Reading.forms``) may be of one thing: who types none
    means any; who types a branch or a chain means one; who types a group, no mere company.

    >>> same_form("", "b"), same_form("c", ""), same_form("c", "gc"), same_form("g", "")
    (True, True, True, True)
    >>> same_form("c", "b"), same_form("b", ""), same_form("g", "c")
    (False, False, False)
    """
    if not asked:
        return True
    if ("b" in asked) != ("b" in named) or ("n" in asked and "n" not in named):
        return False
    return not ("g" in asked and named == "c")


def place_words(text: str) -> Iterator[str]:
    """What a place is called in the names of others: its name, with and without its level.

    >>> list(place_words("河南省")), list(place_words("Henan Province"))
    (['河南省', '河南'], ['henan province', 'henan'])
    """
    key = normalise(text)
    if has_han(key):
        if len(key) >= _LEAST:
            yield key
        for level in _DIVISIONS:
            if key.endswith(level):
                if len(key) - len(level) >= _LEAST:
                    yield key.removesuffix(level)
                return
        return
    listed = words(text)
    if len(key) > _LEAST:
        yield " ".join(listed)
        if len(listed) > 1 and listed[-1] in _ENGLISH_DIVISIONS:
            yield " ".join(listed[:-1])
