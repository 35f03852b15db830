"""``kg rank`` and ``kg clusters``."""

from __future__ import annotations

import click

from kg.cli.options import Asked, answering, command, open_graph, word
from kg.cli.render import Table, emit
from kg.messages import message

__all__ = ["clusters_command", "rank_command"]

_MEASURES = ("degree", "pagerank", "betweenness")


@command("rank")
@click.option("--by", type=click.Choice(_MEASURES), default="pagerank", help=word("rank.by"))
@click.option("--relation", "relations", multiple=True, metavar="NAME", help=word("rank.relation"))
@answering()
def rank_command(asked: Asked, by: str, relations: tuple[str, ...]) -> int:
    """Centrality of named organizations."""
    graph = open_graph(asked)
    ranked = graph.rank(relations)
    if not ranked:
        asked.say(message("rank.nothing"))
        return 3
    linked = [(ref, m) for ref, m in ranked if m.degree]
    linked.sort(key=lambda pair: -getattr(pair[1], by))
    emit(
        Table(
            headers=[
                message(f"column.{c}")
                for c in ("rank", "firm", "degree", "pagerank", "betweenness", "id")
            ],
            rows=[
                [str(n), ref.label.to(asked.lang), str(m.degree), f"{m.pagerank:.4f}",
                 f"{m.betweenness:.4f}", ref.id]
                for n, (ref, m) in enumerate(linked, 1)
            ],
            items=[
                {"rank": n, **ref.as_json(), **m._asdict()}
                for n, (ref, m) in enumerate(linked, 1)
            ],
            notes=[message("rank.unlinked", count=len(ranked) - len(linked), total=len(ranked))],
        ),
        asked,
    )  # fmt: skip
    return 0


@command("clusters")
@click.option("--seed", type=int, default=1, show_default=True, help=word("clusters.seed"))
@click.option("--relation", "relations", multiple=True, metavar="NAME", help=word("rank.relation"))
@answering()
def clusters_command(asked: Asked, seed: int, relations: tuple[str, ...]) -> int:
    """Supply clusters."""
    graph = open_graph(asked)
    found, modularity = graph.clusters(relations, seed=seed)
    if not found:
        asked.say(message("rank.nothing"))
        return 3
    separator = "、" if asked.lang == "zh" else ", "
    emit(
        Table(
            headers=[
                message(f"column.{c}") for c in ("cluster", "size", "inside", "cut", "members")
            ],
            rows=[
                [str(n), str(len(refs)), str(cluster.inside), str(cluster.cut),
                 separator.join(ref.label.to(asked.lang) for ref in refs)]
                for n, (cluster, refs) in enumerate(found, 1)
            ],
            items=[
                {"cluster": n, "inside": cluster.inside, "cut": cluster.cut,
                 "members": [ref.as_json() for ref in refs]}
                for n, (cluster, refs) in enumerate(found, 1)
            ],
            notes=[message("clusters.modularity", value=f"{modularity:.3f}", seed=seed)],
        ),
        asked,
    )  # fmt: skip
    return 0
