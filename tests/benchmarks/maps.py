"""The firm graph's page beside plain pyvis: ``python tests/benchmarks/maps.py [500 2000 10000]``.

Seeded cities with chains, segments, districts, chain leaders and pinyin, drawn once by
``kg.viz.firms`` and once by plain pyvis on the same things and lines. Plain pyvis is given the
places and no physics (with physics on, 2,000 nodes take minutes), inline resources and straight
lines; what it asks of the network is refused at once. It has no search, filter by relation or
view around a thing: the same steps are scripted on its DataSets as its own menus do it.

Both in headless Chromium without a GPU, 1366x768, in the same run. Medians of some runs:

- file: size on disk, MB (10^6 bytes)
- draw: from the start of loading to the frame after the first paint
- pan: frames a second, from the median time between repaints while a mouse drags the map
- search: one letter typed after another, until the list stands
- filter: one type off and on again, until the frame after the repaint
- ego: from the whole map to the firm with most relations and its neighbours, likewise; our page
  draws the sixty foremost of them and says how many there are, plain pyvis all of them
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import networkx as nx

from kg.errors import Text
from kg.viz.firms import write_map
from kg.viz.shell import About, SourceLine

GOALS = {  # MB, s, fps, ms, ms, ms
    500: (0.8, 1.0, 50, 20, 150, 100),
    2000: (1.3, 1.5, 30, 20, 250, 150),
    10000: (4.0, 3.0, None, 20, 500, 200),
}
LOADS, STEPS = 3, 5
ID = "https://w3id.org/chainkg/id/"
PLACES = (
    "中原",
    "嵩山",
    "黄河",
    "金水",
    "航空港",
    "经开",
    "管城",
    "中牟",
    "新郑",
    "荥阳",
    "巩义",
    "登封",
)
TRADES = (
    "新能源汽车零部件", "智能算力服务器", "电子材料", "超硬材料", "精密模具", "动力电池系统",
    "轻量化铝合金", "智能网联", "传感器", "半导体光电", "汽车内饰", "热管理系统", "氢能装备",
)  # fmt: skip
WORDS = (
    "华宇明亮天瑞金星恒通达盛泰和安康德信利丰海龙飞凤鸿运顺捷嘉诚博远卓越科创新锐广源永兴万里佳美"
)
TAILS = ("有限公司", "股份有限公司", "科技有限公司", "（集团）有限责任公司")
RELATIONS = {
    "suppliesTo": Text("供应", "supplies"), "cooperatesWith": Text("合作", "cooperates with"),
    "activeIn": Text("从事环节", "active in"), "owns": Text("控股", "owns"),
    "feeds": Text("流向", "feeds"),
}  # fmt: skip
TYPES = {
    "Enterprise": Text("企业", "Enterprise"), "Facility": Text("设施", "Facility"),
    "Project": Text("项目", "Project"), "ChainSegment": Text("产业链环节", "Chain segment"),
    "IndustrialChain": Text("产业链", "Industrial chain"),
}  # fmt: skip


def city(count: int) -> nx.MultiDiGraph[str]:
    """A city of that many things: a segment for some sixty, hubs with many suppliers."""
    from pypinyin import Style, lazy_pinyin

    draw = random.Random(count)  # noqa: S311 - not for secrets
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    names: dict[str, Text] = {}
    segments: list[tuple[str, str]] = []
    number = itertools.count()

    def add(id_: str, cls: str, zh: str, **more: Any) -> str:
        letters = "".join(lazy_pinyin(zh)), "".join(lazy_pinyin(zh, style=Style.FIRST_LETTER))
        graph.add_node(
            ID + id_, id=id_, type=cls, type_label=TYPES[cls], label=Text(zh, f"Sample {id_}"),
            aliases=[], keys=[id_, *letters], status="existing", basis="stated",
            score=draw.random() ** 3, cluster=draw.randrange(12), **more,
        )  # fmt: skip
        return ID + id_

    def relate(a: str, b: str, relation: str) -> None:
        graph.add_edge(
            a, b, key=f"{ID}record/{relation}-{next(number):06d}", relation=relation,
            relation_label=RELATIONS[relation], source="report-1", until="",
            basis=draw.choices(["stated", "derived", "outside"], [80, 15, 5])[0],
            since=draw.choice(["", "2019", "2021", "2023-06"]), published="2025-11",
            symmetric=relation == "cooperatesWith",
        )  # fmt: skip

    places = [f"{ID}place-{n}" for n in range(len(PLACES))]
    names |= dict(zip(places, (Text(p, p) for p in PLACES), strict=True))
    for c in range(max(2, min(12, count // 400))):
        chain = add(f"chain-{c}", "IndustrialChain", f"{TRADES[c]}产业链")
        graph.nodes[chain]["chains"] = [chain]
        names[chain] = graph.nodes[chain]["label"]
        before = ""
        for s in range(max(3, count // 60 // max(2, min(12, count // 400)))):
            part = f"{draw.choice(WORDS)}{draw.choice(TRADES)}环节"
            segment = add(f"segment-{c}-{s}", "ChainSegment", part, layer=s % 3, chains=[chain])
            names[segment] = graph.nodes[segment]["label"]
            segments.append((segment, chain))
            if before:
                relate(before, segment, "feeds")
            before = segment
    hubs: list[str] = []
    while len(graph) < count:
        n = len(graph)
        segment, chain = draw.choice(segments)
        cls = draw.choices(["Enterprise", "Facility", "Project"], [75, 15, 10])[0]
        zh = draw.choice(PLACES) + "".join(draw.choices(WORDS, k=2)) + draw.choice(TRADES)
        zh += (
            draw.choice(TAILS)
            if cls == "Enterprise"
            else "生产基地"
            if cls == "Facility"
            else "扩建项目"
        )
        leads = [Text(f"{names[chain].zh}链主", "Chain leader")] if n % (count // 8) == 7 else []
        thing = add(
            f"firm-{n}", cls, zh, roles=leads, home=segment, segments=[segment], chains=[chain],
            places=[draw.choice(places)],
        )  # fmt: skip
        relate(thing, segment, "activeIn")
        if hubs and draw.random() < 0.75:
            hub = hubs[int(len(hubs) * draw.random() ** 3)]
            how = {"Enterprise": "suppliesTo"}.get(cls, "cooperatesWith")
            relate(
                *((thing, hub) if cls != "Facility" else (hub, thing)),
                "owns" if cls == "Facility" else how,
            )
        if cls == "Enterprise" and (len(hubs) < 5 or draw.random() < 0.05):
            hubs.append(thing)
    graph.graph |= {"names": names, "measures": {}, "focus": None}
    return graph


def write_pyvis(graph: nx.MultiDiGraph[str], path: Path, places: list[tuple[float, float]]) -> None:
    """The same things at the same places and the same lines, as pyvis does by itself."""
    from pyvis.network import Network

    network = Network(height="716px", width="1150px", directed=True, cdn_resources="in_line")
    colours = {"Enterprise": "#1f6fb2", "Facility": "#4a9fd8", "Project": "#e07b00"}
    for (key, data), (x, y) in zip(graph.nodes(data=True), places, strict=True):
        network.add_node(
            key, label=data["label"].zh, title=data["label"].zh, x=x, y=y, group=data["type"],
            color=colours.get(data["type"], "#e3879e"), size=10, physics=False,
        )  # fmt: skip
    for a, b, data in graph.edges(data=True):
        network.add_edge(a, b, title=data["relation_label"].zh)
    network.toggle_physics(status=False)
    network.set_edge_smooth("continuous")
    network.options.edges.smooth.enabled = False
    path.write_text(network.generate_html(), "utf-8")


# Notes when the canvas is first painted, in the frame after it.
FIRST_PAINT = """
(() => {
  const proto = CanvasRenderingContext2D.prototype;
  const own = {};
  for (const name of ["fill", "stroke", "drawImage", "fillText"]) {
    own[name] = proto[name];
    proto[name] = function (...args) {
      if (this.canvas.isConnected) {
        Object.assign(proto, own);
        requestAnimationFrame(() => setTimeout(() => { window.firstPaint = performance.now(); }));
      }
      return own[name].apply(this, args);
    };
  }
})();
"""
AFTER = """
const after = (net) => new Promise((done) => net.once("afterDrawing",
  () => requestAnimationFrame(() => setTimeout(done))));
const timed = async (net, act) => {
  const start = performance.now();
  const painted = after(net);
  act();
  net.redraw();
  await painted;
  return performance.now() - start;
};
"""
OURS = {
    "net": "kgMap.network",
    "search": """() => {
      const box = document.getElementById("search");
      kgMap.readyToSearch();
      return [..."汽车零部件"].map((_, i, all) => {
        box.value = all.slice(0, i + 1).join("");
        const start = performance.now();
        box.dispatchEvent(new Event("input"));
        return performance.now() - start;
      });
    }""",
    "filter": """async () => {
      const box = [...document.querySelectorAll("#kinds input")][0];
      const times = [];
      for (let i = 0; i < 2 * STEPS; i += 1) {
        times.push(await timed(kgMap.network, () => box.click()));
      }
      return times;
    }""",
    "ego": """async () => {
      const times = [];
      const isFirm = (i) => kgMap.kindOf(i)[0] === "Enterprise";
      const firms = [...Array(kgMap.count).keys()].filter(isFirm);
      const degree = (i) => kgMap.recordsOf(i).length;
      const hub = firms.reduce((a, b) => degree(b) > degree(a) ? b : a);
      for (let i = 0; i < STEPS; i += 1) {
        times.push(await timed(kgMap.network, () => kgMap.lookAround(hub, 1)));
        await timed(kgMap.network, () => kgMap.leaveView());
      }
      return times;
    }""",
}
PYVIS = {
    "net": "network",
    "search": """() => [..."汽车零部件"].map((_, i, all) => {
      const text = all.slice(0, i + 1).join("");
      const start = performance.now();
      nodes.get().filter((node) => node.label.includes(text)).slice(0, 30);
      return performance.now() - start;
    })""",
    "filter": """async () => {
      const times = [];
      const firms = () => nodes.get().filter((node) => node.group === "Enterprise");
      for (let i = 0; i < 2 * STEPS; i += 1) {
        const hidden = i % 2 === 0;
        times.push(await timed(network,
          () => nodes.update(firms().map(({ id }) => ({ id, hidden })))));
      }
      return times;
    }""",
    "ego": """async () => {
      const times = [];
      const degree = (id) => network.getConnectedNodes(id).length;
      const firms = nodes.get().filter((node) => node.group === "Enterprise");
      const hub = firms.reduce((a, b) => degree(b.id) > degree(a.id) ? b : a).id;
      const near = new Set([hub, ...network.getConnectedNodes(hub)]);
      for (let i = 0; i < STEPS; i += 1) {
        const all = nodes.get();
        times.push(await timed(network, () => {
          nodes.update(all.map(({ id }) => ({ id, hidden: !near.has(id) })));
          network.fit();
        }));
        await timed(network, () => nodes.update(all.map(({ id }) => ({ id, hidden: false }))));
      }
      return times;
    }""",
}


def measure(browser: Any, path: Path, how: dict[str, str], prepare: str = "") -> list[float]:
    """MB, s, fps, ms, ms, ms of one page."""
    draws = []
    for load in range(LOADS):
        context = browser.new_context(viewport={"width": 1366, "height": 768}, bypass_csp=True)
        page = context.new_page()
        page.route("http*://**", lambda route: route.abort())
        page.add_init_script(FIRST_PAINT)
        page.goto(path.as_uri())
        page.wait_for_function("window.firstPaint", timeout=120_000)
        draws.append(page.evaluate("window.firstPaint") / 1000)
        if load < LOADS - 1:
            context.close()
    page.wait_for_timeout(400)
    if prepare:
        page.evaluate(prepare)
        page.wait_for_timeout(600)
    head = AFTER.replace("STEPS", str(STEPS))

    def times(what: str) -> float:
        body = how[what].replace("STEPS", str(STEPS))
        return statistics.median(
            page.evaluate(f"async () => {{ {head} return await ({body})(); }}")
        )

    fps = frames(page, how["net"])
    found = [path.stat().st_size / 1e6, statistics.median(draws), fps]
    found += [times(what) for what in ("search", "filter", "ego")]
    context.close()
    return found


def frames(page: Any, net: str) -> float:
    """Frames a second while a mouse drags the map to and fro for some seconds."""
    page.evaluate(f"""() => {{
      window.stamps = [];
      {net}.on("afterDrawing", () => stamps.push(performance.now()));
    }}""")
    # Held where no thing is: a thing under the pointer would be dragged instead of the map.
    x, y = page.evaluate(f"""() => {{
      const box = document.querySelector(".vis-network canvas").getBoundingClientRect();
      for (let y = 200; y < 600; y += 13) for (let x = 300; x < 900; x += 17)
        if ({net}.getNodeAt({{ x, y }}) === undefined) return [box.left + x, box.top + y];
      return [box.left + 4, box.top + 4];
    }}""")
    page.mouse.move(x, y)
    page.mouse.down()
    stop = time.perf_counter() + 3
    step = 0
    while time.perf_counter() < stop and step < 150:
        step += 1
        page.mouse.move(
            x + 5 * (step % 50 if step // 50 % 2 == 0 else 50 - step % 50), y + step % 40
        )
    page.mouse.up()
    stamps = page.evaluate("stamps")
    gaps = [b - a for a, b in itertools.pairwise(stamps)]
    return 1000 / statistics.median(gaps) if gaps else 0.0


def table(count: int, rows: dict[str, list[float]]) -> None:
    """Print the rows of one size; what misses its goal is marked."""
    print(f"\n{count} things    load average {' '.join(f'{x:.1f}' for x in os.getloadavg())}")
    heads = ("file MB", "draw s", "pan fps", "search", "filter", "ego ms")
    print(f"{'':24} " + " ".join(f"{head:>8}" for head in heads))
    goals = GOALS.get(count, (None,) * 6)
    print(f"{'goal':24} " + " ".join(f"{'-' if g is None else g:>8}" for g in goals))
    for name, values in rows.items():
        marks = [
            "*"
            if goal is not None
            and (value < goal if i == 2 else value > goal)
            and "pyvis" not in name
            else ""
            for i, (value, goal) in enumerate(zip(values, goals, strict=True))
        ]
        shown = [
            f"{v:.2f}{m}" if i < 2 else f"{v:.0f}{m}"
            for i, (v, m) in enumerate(zip(values, marks, strict=True))
        ]
        print(f"{name:24} " + " ".join(f"{text:>8}" for text in shown), flush=True)


def main() -> None:
    """Draw, measure, print; see the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=list(GOALS))
    parser.add_argument("--no-peer", action="store_true", help="leave out plain pyvis")
    given = parser.parse_args()
    executable = (
        os.environ.get("KG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    if not executable:
        sys.exit("no Chromium found; set KG_CHROMIUM")
    from playwright.sync_api import sync_playwright

    about = About(
        Text("示例市产业链关系图", "Sample City"), "zh", "2025-12-31",
        [SourceLine("report-1", Text("产业链发展报告（示例）", "Chain report"), "2025-11")],
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        for count in given.counts:
            graph = city(count)
            start = time.perf_counter()
            path = write_map(graph, Path(folder) / f"{count}.html", about)
            print(f"\nwritten in {time.perf_counter() - start:.1f} s")
            rows = {"this page": measure(browser, path, OURS)}
            if count > 2000:
                opened = (
                    "() => kgMap.change((s) => { s.turned = new Set(kgMap.data.blocks.keys()); })"
                )
                rows["  all segments opened"] = measure(browser, path, OURS, opened)
            if not given.no_peer:
                plain = Path(folder) / f"{count}-pyvis.html"
                write_pyvis(graph, plain, places_of(browser, path, graph))
                rows["plain pyvis"] = measure(browser, plain, PYVIS)
            table(count, rows)
        browser.close()


def places_of(browser: Any, path: Path, graph: nx.MultiDiGraph[str]) -> list[tuple[float, float]]:
    """Where our page has put the things, in the order of the graph."""
    page = browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("body[data-drawn]")
    ids, xs, ys = page.evaluate("[kgMap.data.nodes.id, kgMap.data.nodes.x, kgMap.data.nodes.y]")
    page.close()
    found = dict(zip(ids, zip(xs, ys, strict=True), strict=True))
    return [found[data["id"]] for _, data in graph.nodes(data=True)]


if __name__ == "__main__":
    main()
