"""Looking names up beside a plain scan: ``python tests/benchmarks/names.py [firms]``.

30,000 firms (seeded) are indexed as a build does. For each kind of text typed: the median of
many look-ups in this process, and that of the same scorer (``kg.names.near.scores``) over all
keys held in memory. Goal: a look-up, hit or near miss, takes at most 5 ms. Agreement says how
often the best near miss is the one that the scan finds.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.errors import AmbiguousNameError, KgError, Text
from kg.names import Name, NamedThing, NameIndex, Rank, write_index
from kg.names.near import Form, scores

SEED, RUNS, SCANS = 4, 300, 20
PLACES = (
    "郑州", "洛阳", "开封", "新乡", "许昌", "南阳", "安阳", "焦作", "平顶山", "商丘", "信阳",
    "周口", "驻马店", "濮阳", "漯河", "三门峡",
)  # fmt: skip
TRADE = (
    "华宇明亮中原天瑞金星恒通达盛泰和安康德信利丰海龙飞凤鸿运顺捷嘉诚博远卓越科创新锐广源永兴万里"
    "佳美正大方圆宏图伟业光辉彩虹云鼎腾翔宝隆富强民生振东西北南江河湖山松柏竹梅兰菊春夏秋冬晨曦朝阳"
)
BUSINESS = (
    "科技", "汽车零部件", "新能源", "电子科技", "智能装备", "机械制造", "新材料", "信息技术",
    "照明", "精密模具", "传感器", "动力电池", "物流", "橡塑制品", "铝业", "环保设备",
    "医疗器械", "食品", "轴承", "客车配件",
)  # fmt: skip
FORMS = ("有限公司", "股份有限公司", "有限责任公司", "集团有限公司")
TRADITIONAL = str.maketrans(
    "华东宝兴丰龙飞凤鸿运顺达广万远创锐电动汽车业", "華東寶興豐龍飛鳳鴻運順達廣萬遠創銳電動汽車業"
)
NONE = Text("", "")


def firms(count: int, draw: random.Random) -> Iterator[NamedThing]:
    """Firms with names of four parts, one in four with its place in brackets, and the places."""
    for n, place in enumerate(PLACES):
        label = Text(place, f"Place {n}")
        yield NamedThing(f"p:{n}", f"place-{n}", "AdministrativeArea", label, NONE, NONE,
                         (Name(place, Rank.LABEL),), kind="place")  # fmt: skip
    seen: set[str] = set()
    while len(seen) < count:
        trade = "".join(draw.choices(TRADE, k=draw.choice((2, 2, 2, 3, 4))))
        place, business, form = draw.choice(PLACES), draw.choice(BUSINESS), draw.choice(FORMS)
        name = (
            f"{trade}{business}（{place}）{form}"
            if draw.random() < 0.25
            else f"{place}{trade}{business}{form}"
        )
        if name in seen:
            continue
        n = len(seen)
        seen.add(name)
        code = f"9141{n:014d}"
        names = (Name(f"firm-{n}", Rank.IDENTIFIER), Name(code, Rank.IDENTIFIER),
                 Name(name, Rank.LABEL), Name(trade + business, Rank.ALIAS))  # fmt: skip
        yield NamedThing(f"f:{n}", f"firm-{n}", "Enterprise", Text(name, name), NONE, NONE, names,
                         located=(f"p:{PLACES.index(place)}",), kind="organization")  # fmt: skip


def slip(name: str, draw: random.Random) -> str:
    """The name with one character of its middle replaced, dropped or swapped with the next."""
    at = draw.randrange(1, len(name) - 2)
    kind = draw.choice(("replace", "drop", "swap"))
    if kind == "replace":
        return name[:at] + draw.choice(TRADE) + name[at + 1 :]
    if kind == "drop":
        return name[:at] + name[at + 1 :]
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def median_ms(ask: Callable[[str], object], texts: list[str]) -> float:
    """The median time of a question, in ms."""
    times = []
    for text in texts:
        start = time.perf_counter()
        ask(text)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def resolve(index: NameIndex, text: str) -> str:
    """What becomes of a text: an id, "ambiguous", or "not found" with its near misses made."""
    try:
        return index.resolve(text).id
    except AmbiguousNameError:
        return "ambiguous"
    except KgError:
        return "not found"


def main() -> None:
    """Print the table."""
    from pypinyin import lazy_pinyin

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    draw = random.Random(SEED)  # noqa: S311 - not for secrets
    things = list(firms(count, draw))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.sqlite"
        start = time.perf_counter()
        write_index(path, things)
        print(
            f"{count:,} firms indexed in {time.perf_counter() - start:.0f} s,"
            f" {path.stat().st_size / 1e6:.0f} MB"
        )
        index = NameIndex(path)
        sample = [thing.label.zh for thing in draw.sample(things[len(PLACES) :], RUNS)]
        typed = {
            "exact": sample,
            "credit code": [f"9141{draw.randrange(count):014d}" for _ in range(RUNS)],
            "legal form left out": [name.replace("有限公司", "") for name in sample],
            "pinyin": ["".join(lazy_pinyin(name)) for name in sample],
            "traditional": [name.translate(TRADITIONAL) for name in sample],
            "part": [name[2:4] for name in sample],
            "typo": [slip(name, draw) for name in sample],
            "typo in pinyin": [slip("".join(lazy_pinyin(name[2:6])), draw) for name in sample],
            "no such thing": ["".join(draw.choices("龘靐齉爩鱻麤", k=6)) for _ in sample],
        }
        keys, owners = all_keys(path)
        print(f"{len(keys):,} keys\n\n{'typed':22} {'look-up':>9} {'scan':>9}   outcome")
        for kind, texts in typed.items():
            done = [resolve(index, text) for text in texts[:50]]
            outcome = ", ".join(
                f"{label} {share:.0%}"
                for label, share in (
                    ("found", sum(d not in ("ambiguous", "not found") for d in done) / len(done)),
                    ("ambiguous", done.count("ambiguous") / len(done)),
                    ("near misses", done.count("not found") / len(done)),
                )
                if share
            )
            took = median_ms(lambda text: resolve(index, text), texts)
            scan = median_ms(lambda text: scores(index.near_forms(text), keys), texts[:SCANS])
            print(f"{kind:22} {took:6.2f} ms {scan:6.1f} ms   {outcome}")
        for kind in ("typo", "typo in pinyin"):
            agreed = [agrees(index, text, keys, owners) for text in typed[kind][: SCANS * 5]]
            print(f"\n{kind}: best near miss as the scan's in {sum(agreed) / len(agreed):.0%}")


def all_keys(path: Path) -> tuple[list[str], list[int]]:
    """Every key that near misses are looked for among, and whose it is."""
    keys: list[str] = []
    owners: list[int] = []
    db = sqlite3.connect(path)
    for n, names, other in db.execute("SELECT n, names, other FROM near"):
        found = [*names.split("\n"), *other.split("\n")]
        keys += found
        owners += [n] * len(found)
    db.close()
    return keys, owners


def agrees(index: NameIndex, text: str, keys: list[str], owners: list[int]) -> bool:
    """Whether the best near miss has the score of the best of the scan (ties are alike)."""
    forms: list[Form] = index.near_forms(text)
    scanned = scores(forms, keys)
    near = index.near(text, limit=1)
    best = max(scanned.values(), default=0.0)
    return (near[0].score if near else 0.0) >= round(best, 1)


if __name__ == "__main__":
    main()
