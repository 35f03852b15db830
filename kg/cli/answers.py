"""``kg find``, ``kg show``, ``kg chain``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import Asked, answering, command, open_graph, say_not_counted
from kg.cli.render import Table, candidates_table, emit, emit_each
from kg.errors import Lang, NothingKnownError, Text
from kg.messages import message

if TYPE_CHECKING:
    from kg.chains import ChainAnswer, Holding, SegmentView
    from kg.profiles import Profile
    from kg.records import Evidence, Ref
    from kg.workspace import Workspace

__all__ = ["chain_command", "find_command", "show_command"]


@command("find")
@click.argument("text")
@answering()
def find_command(asked: Asked, text: str) -> int:
    """Candidates for a name."""
    graph = open_graph(asked)
    return emit_each(asked, text, lambda one: candidates_table(graph.find(one), asked.lang))


@command("show")
@click.argument("name")
@answering()
def show_command(asked: Asked, name: str) -> int:
    """The full profile of a thing."""
    graph = open_graph(asked)

    def table(one: str) -> Table:
        answer = graph.show(one)
        if not answer.facts:
            say_not_counted(graph, asked)
        return _profile_table(answer, asked.lang)

    return emit_each(asked, name, table)


@command("chain")
@click.argument("chain", required=False)
@answering()
def chain_command(asked: Asked, chain: str | None) -> None:
    """Segments from up- to downstream, or the list of all chains."""
    graph = open_graph(asked)
    if chain is None:
        found = graph.chains()
        if not found:
            raise NothingKnownError(message("chain.none"))
        emit(_chains_table(found, asked.lang), asked)
    else:
        emit(_chain_table(graph.chain(chain), graph.workspace(chain), asked.lang), asked)


def _profile_table(answer: Profile, lang: Lang) -> Table:
    thing = answer.thing
    rows = [
        [
            message("show.own").to(lang),
            "",
            f"{value.label.to(lang)}{_COLON[lang]}{value.text.to(lang)}",
            _basis(answer.evidence, lang),
            answer.evidence.short(),
        ]
        for value in answer.own
    ]
    rows += [
        [
            fact.type_label.to(lang),
            fact.role.to(lang),
            fact.sentence().to(lang),
            _basis(fact.evidence, lang),
            fact.evidence.short(),
        ]
        for fact in answer.facts
    ]
    notes = []
    if answer.names:
        notes.append(message("show.names", names="、".join(answer.names)))
    return Table(
        title=Text(
            f"{thing.label.zh}（{thing.type_label.zh}，{thing.id}）",
            f"{thing.label.en} ({thing.type_label.en}, {thing.id})",
        ),
        headers=[message(f"column.{c}") for c in ("record", "as", "fact", "basis", "source")],
        rows=rows,
        items=[fact.as_json() for fact in answer.facts],
        payload={
            "thing": thing.as_json(),
            "names": list(answer.names),
            "properties": [value.as_json() for value in answer.own],
            "evidence": answer.evidence.as_json(),
            "facts": [fact.as_json() for fact in answer.facts],
        },
        notes=notes,
    )


_COLON: dict[Lang, str] = {"zh": "：", "en": ": "}


def _chains_table(found: list[tuple[Ref, Text, int]], lang: Lang) -> Table:
    return Table(
        headers=[message(f"column.{c}") for c in ("chain", "level", "segments", "id")],
        rows=[[ref.label.to(lang), level.to(lang), str(n), ref.id] for ref, level, n in found],
        items=[
            {**ref.as_json(), "level_zh": level.zh, "level_en": level.en, "segments": n}
            for ref, level, n in found
        ],
    )


def _chain_table(answer: ChainAnswer, workspace: Workspace, lang: Lang) -> Table:
    return Table(
        title=answer.chain.label,
        headers=[
            message(f"column.{c}")
            for c in ("position", "segment", "firms", "state", "needed_by", "feeds", "source")
        ],
        rows=[_segment_row(segment, lang) for segment in answer.segments],
        items=[segment.as_json() for segment in answer.segments],
        payload={
            "chain": answer.chain.as_json(),
            "roles": [role.as_json() for role in answer.roles],
            "segments": [segment.as_json() for segment in answer.segments],
            "policies": [policy.as_json() for policy in answer.policies],
            "workspace": workspace.as_json(),
        },
        notes=[
            *(
                message(
                    "chain.role",
                    role=holding.what,
                    name=holding.thing.label,
                    basis=message(f"basis.{holding.evidence.basis}"),
                    source=holding.evidence.short(),
                )
                for holding in answer.roles
            ),
            *(
                message("chain.policy", name=policy.thing.label, source=policy.evidence.short())
                for policy in answer.policies
            ),
            *workspace.meter(),
        ],
    )


def _segment_row(segment: SegmentView, lang: Lang) -> list[str]:
    return [
        message(f"position.{segment.position}").to(lang),
        segment.segment.label.to(lang),
        _names(segment.firms, lang),
        message(f"state.{segment.state}").to(lang),
        _names(segment.needs, lang),
        _names(segment.feeds, lang),
        " ".join(dict.fromkeys(h.evidence.short() for h in (*segment.firms, *segment.needs))),
    ]


def _names(holdings: tuple[Holding, ...], lang: Lang) -> str:
    shown = dict.fromkeys(_name(h.thing, lang) + _mark(h, lang) for h in holdings)
    return ("、" if lang == "zh" else ", ").join(shown)


def _mark(holding: Holding, lang: Lang) -> str:
    basis = holding.evidence.basis
    statuses = dict.fromkeys((holding.evidence.status, holding.thing.status))
    marks = [] if basis == "stated" else [f"basis.{basis}"]
    marks += [f"status.{status}" for status in statuses if status != "existing"]
    said = ", ".join(message(m).to(lang) for m in marks)
    return f" [{said}]" if said else ""


def _name(ref: Ref, lang: Lang) -> str:
    if not ref.is_group:
        return ref.label.to(lang)
    operator = message(f"operator.{ref.count_operator or 'equal'}").to(lang)
    count = f"{ref.count:,}" if ref.count is not None else ""
    return f"{ref.label.to(lang)} ({operator}{count})"


def _basis(evidence: Evidence, lang: Lang) -> str:
    said = [message(f"basis.{evidence.basis or 'stated'}")]
    if evidence.status not in ("", "existing"):
        said.append(message(f"status.{evidence.status}"))
    if evidence.confidence != "high":
        said.append(message("confidence.mark", level=message(f"confidence.{evidence.confidence}")))
    return ", ".join(text.to(lang) for text in said)
