"""What is exact enough: the rungs of the ladder in ``kg.names``."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.errors import AmbiguousNameError, NotFoundError, Text
from kg.names import Kind, Name, NamedThing, NameIndex, Rank, write_index

NONE = Text("", "")
CHAIN = frozenset({"IndustrialChain"})


def _thing(
    id_: str, label: str, *aliases: str, kind: Kind = "organization", **more: str
) -> NamedThing:
    names = [Name(id_, Rank.IDENTIFIER), Name(label, Rank.LABEL)]
    names += [Name(alias, Rank.ALIAS) for alias in aliases]
    type_ = "Place" if kind == "place" else "Enterprise"
    return NamedThing(
        f"i:{id_}", id_, type_, Text(label, label), NONE, NONE, tuple(names), kind=kind,
        located=tuple(f"i:{place}" for place in more.get("at", "").split()),
    )  # fmt: skip


@pytest.fixture
def index(tmp_path: Path) -> NameIndex:
    """Firms of a lamp maker's town, Luoyang, and one of another."""
    write_index(
        tmp_path / "names.sqlite",
        [
            _thing("ly", "洛阳市", "Luoyang", kind="place"),
            _thing("kf", "开封市", "Kaifeng", kind="place"),
            _thing("lamp", "明亮照明有限公司", "明亮灯具", at="ly"),
            _thing("branch", "星光传感器洛阳分公司"),
            _thing("group", "星光传感器集团有限公司"),
            _thing("mid", "恒达轴承（洛阳）有限公司"),
            _thing("ly-steel", "洛阳钢铁有限公司"),
            _thing("nova", "Nova Lighting (Luoyang) Co., Ltd."),
            _thing("green", "绿源环保有限公司"),
        ],
    )
    return NameIndex(tmp_path / "names.sqlite")


@pytest.mark.parametrize(
    ("typed", "id_", "rank"),
    [
        ("lamp", "lamp", Rank.IDENTIFIER),
        ("明亮照明有限公司", "lamp", Rank.LABEL),
        ("明亮灯具", "lamp", Rank.ALIAS),
        ("明亮照明", "lamp", Rank.CORE),
        ("明亮照明股份有限公司", "lamp", Rank.CORE),
        ("明亮", "lamp", Rank.SHORT),
        ("恒达轴承", "mid", Rank.SHORT),
        ("Nova Lighting", "nova", Rank.SHORT),
        ("nova lighting luoyang", "nova", Rank.CORE),
        ("mingliangzhaoming", "lamp", Rank.PINYIN),
        ("mlzm", "lamp", Rank.PINYIN),
        ("lvyuan", "green", Rank.PINYIN),
        ("lüyuan", "green", Rank.PINYIN),
        ("lyuyuan", "green", Rank.PINYIN),
        ("明亮照", "lamp", Rank.PART),
    ],
)
def test_each_way_to_leave_something_out_has_its_rung(
    index: NameIndex, typed: str, id_: str, rank: Rank
) -> None:
    found = index.resolve(typed)
    assert (found.id, round(100 - found.score - 0.45)) == (id_, rank)


@pytest.mark.parametrize("typed", ["洛阳明亮照明", "洛阳市明亮照明有限公司"])
def test_a_place_may_be_typed_where_the_thing_stands(index: NameIndex, typed: str) -> None:
    assert index.resolve(typed).id == "lamp"


@pytest.mark.parametrize(
    "typed",
    ["开封明亮照明", "开封恒达轴承", "明亮科技", "星光传感器郑州分公司", "恒达轴承分公司"],
    ids=["other-place", "other-place-in-name", "other-business", "unknown-place", "no-branch"],
)
def test_what_is_typed_must_be_in_the_name(index: NameIndex, typed: str) -> None:
    with pytest.raises(NotFoundError):
        index.resolve(typed)


def test_a_branch_is_not_its_company(index: NameIndex) -> None:
    assert index.resolve("星光传感器洛阳分公司").id == "branch"
    assert index.resolve("星光传感器分公司").id == "branch"
    assert index.resolve("星光传感器有限公司").id == "group"


@pytest.mark.parametrize(
    ("typed", "ids"), [("中铁", {"crec", "crec-eq"}), ("日产", {"nissan", "zz-nissan"})]
)
def test_a_short_name_of_several_firms_is_ambiguous(
    zhengzhou: kg.Graph, typed: str, ids: set[str]
) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        zhengzhou.resolve(typed)
    assert {c.id for c in caught.value.candidates} == ids


def test_candidates_say_to_whom_they_belong(zhengzhou: kg.Graph) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        zhengzhou.resolve("中铁")
    assert {c.group.zh for c in caught.value.candidates} == {"", "中国中铁"}


def test_a_part_that_stands_in_several_names_is_ambiguous(zhengzhou: kg.Graph) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        zhengzhou.resolve("智行")
    assert {c.id for c in caught.value.candidates} == {"zhixing-box", "proj-zhixing-model"}


def test_the_name_of_another_kind_of_thing_is_not_taken_for_a_part(zhengzhou: kg.Graph) -> None:
    with pytest.raises(NotFoundError, match="park"):
        zhengzhou.resolve("经开区", frozenset({"Enterprise"}))


@pytest.mark.parametrize("typed", ["大学", "集团", "有限公司"])
def test_a_common_noun_names_nothing(zhengzhou: kg.Graph, typed: str) -> None:
    with pytest.raises((NotFoundError, AmbiguousNameError)):
        zhengzhou.resolve(typed)


@pytest.mark.parametrize(
    ("typed", "chain"),
    [
        ("汽车", "chain-auto-zz"),
        ("nev", "chain-nev-henan"),
        ("新能源", "chain-nev-henan"),
        ("新能源汽车", "chain-nev-henan"),
        ("算力", "chain-computing-zz"),
        ("智能终端", "chain-terminal-zz"),
        ("装备", "chain-equipment-zz"),
        ("电子信息", "chain-electronics-henan"),
        ("大算力", ""),
    ],
)
def test_a_chain_answers_to_its_short_name_if_only_one_fits(
    zhengzhou: kg.Graph, typed: str, chain: str
) -> None:
    if chain:
        assert zhengzhou.resolve(typed, CHAIN).id == chain
    else:
        with pytest.raises(NotFoundError):
            zhengzhou.resolve(typed, CHAIN)


def test_a_short_name_of_two_chains_is_ambiguous(zhengzhou: kg.Graph) -> None:
    with pytest.raises(AmbiguousNameError):
        zhengzhou.resolve("智能", frozenset({"IndustrialChain", "ChainSegment"}))


@pytest.mark.parametrize(
    "typed",
    ["91410100ma3x4b5c6d", "９１４１０１００ＭＡ３Ｘ４Ｂ５Ｃ６Ｄ", "9141 0100 MA3X 4B5C 6D"],
)
def test_a_credit_code_is_found_in_any_case_width_and_spacing(tmp_path: Path, typed: str) -> None:
    code = Name("91410100MA3X4B5C6D", Rank.IDENTIFIER)
    label = Text("甲", "A")
    write_index(
        tmp_path / "names.sqlite",
        [NamedThing("i:1", "one", "Enterprise", label, NONE, NONE, (Name("甲", Rank.LABEL), code))],
    )
    assert NameIndex(tmp_path / "names.sqlite").resolve(typed).id == "one"
