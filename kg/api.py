"""What ``import kg`` offers: a graph of one or more packs, and questions to it.

Each question imports its own room: an answer must not wait for the modules of the others.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import (
    Candidate,
    Lang,
    NotFoundError,
    NothingKnownError,
    OptionError,
    Text,
)
from kg.messages import message
from kg.names import NameIndex
from kg.paths import bundled_pack, cache_dir, exports_dir, ontology_dir
from kg.query import Param, Term, bind, saved_queries, to_term
from kg.records import Ref, Scope
from kg.store import Store, content_hash
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from kg.analysis import Centrality, Cluster
    from kg.chains import ChainAnswer
    from kg.conflicts import ConflictsAnswer
    from kg.diff import Diff
    from kg.facts import FactsAnswer
    from kg.partners import PartnerAnswer
    from kg.profiles import Profile
    from kg.sandbox import Answer, Limits
    from kg.selection import Selection
    from kg.targets import Target

__all__ = ["Graph", "open"]


class Graph:
    """A built graph, as of a day. Every answer holds records with their evidence.

    A name may be an id, an IRI, a canonical name, an alias or pinyin; NotFoundError carries
    near misses, AmbiguousNameError the candidates.
    """

    def __init__(self, store: Store, as_of: datetime.date | None = None) -> None:
        self.store = store
        days = [datetime.date.fromisoformat(p["as_of"]) for p in store.manifest["packs"]]
        self.as_of = as_of or max(days)
        self._whole = self.as_of >= max(days)
        self.scope = Scope(self.as_of)

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that a query may use without declaring them: the common vocabularies,
        ``kg:``, and each pack's own."""
        return PREFIXES | {p["prefix"]: p["namespace"] for p in self.store.manifest["packs"]}

    @property
    def names(self) -> NameIndex:
        """The index of all names."""
        return NameIndex(self.store.folder / "names.sqlite")

    def resolve(self, name: str, types: frozenset[str] | None = None) -> Candidate:
        """The one thing that is meant by a name, among things of the given classes."""
        accept: Callable[[str], bool] = (lambda _: True) if types is None else types.__contains__
        return self.names.resolve(name, accept=accept)

    def selection(
        self,
        *,
        chains: Iterable[str] = (),
        segments: Iterable[str] = (),
        places: Iterable[str] = (),
        products: Iterable[str] = (),
        types: Iterable[str] = (),
    ) -> Selection:
        """Filters from names as typed; ``types`` are labels (zh, en) or names of classes.

        Raises what ``resolve`` raises, and OptionError for a class that there is not.
        """
        from kg.selection import Selection, class_named

        def iris(names: Iterable[str], *classes: str) -> tuple[str, ...]:
            return tuple(self.resolve(name, frozenset(classes)).iri for name in names)

        return Selection(
            chains=iris(chains, "IndustrialChain"),
            segments=iris(segments, "ChainSegment"),
            places=iris(places, "AdministrativeArea", "Park", "Corridor"),
            products=iris(products, "Product", "ProductFamily"),
            types=tuple(class_named(self.store, name) for name in types),
        )

    def find(self, text: str) -> list[Candidate]:
        """All things whose name contains ``text``, best match first.

        Before the pack's own day, things whose row comes from a later source are left out.
        Raises NotFoundError with near misses.
        """
        found = self.names.search(text)
        if not self._whole:
            kept = self.scope.keep(self.store, (c.iri for c in found))
            found = [c for c in found if c.iri in kept]
        if not found:
            raise NotFoundError(message("names.not_found", text=text), self.names.near(text))
        return found

    def not_counted(self) -> int:
        """How many records do not count on the graph's day (see ``Scope``)."""
        rows = self.store.select("SELECT DISTINCT ?record { ?record a/rdfs:subClassOf+ kg:Record }")
        records = {row["record"].value for row in rows}
        return len(records) - len(self.scope.keep(self.store, records))

    def show(self, name: str) -> Profile:
        """Everything recorded of a thing."""
        from kg.profiles import profile

        return profile(self.store, self.resolve(name).iri, self.scope)

    def partners(self, name: str) -> PartnerAnswer:
        """Everyone that a firm or plant has a recorded dealing with.

        Raises NothingKnownError where the sources name none.
        """
        from kg.partners import ASKED_TYPES, partners

        hit = self.resolve(name, ASKED_TYPES)
        answer = partners(self.store, hit.iri, self.scope)
        if not answer.rows:
            raise NothingKnownError(
                message("answer.hidden", name=hit.label, count=answer.hidden, day=self.as_of)
                if answer.hidden
                else message("answer.no_partners", name=hit.label)
            )
        return answer

    def chains(self) -> list[tuple[Ref, Text, int]]:
        """All chains with their level and number of segments."""
        from kg.chains import chains

        return chains(self.store)

    def chain(self, name: str) -> ChainAnswer:
        """One chain from up- to downstream."""
        from kg.chains import chain

        hit = self.resolve(name, frozenset({"IndustrialChain"}))
        return chain(self.store, hit.iri, self.scope)

    def facts(self, name: str, indicator: str | None = None) -> FactsAnswer:
        """The figures of a thing over time, growth recomputed beside what is stated.

        ``indicator`` is an id, a name or a part of a name. Raises NothingKnownError where the
        sources give no such figure.
        """
        from kg.facts import facts

        return facts(self.store, self.resolve(name).iri, self.scope, indicator=indicator)

    def targets(self, by: str | None = None) -> list[Target]:
        """Targets against the latest comparable actuals; ``by`` names a policy, area or body.

        Raises NothingKnownError where the sources state none.
        """
        from kg.targets import targets

        return targets(self.store, self.scope, by=self.resolve(by).iri if by else None)

    def conflicts(self) -> ConflictsAnswer:
        """Contradictions between sources, found by rules; both sides of each stand."""
        from kg.conflicts import conflicts

        return conflicts(self.store, self.scope)

    def diff(
        self,
        other: Graph | None = None,
        *,
        start: datetime.date | None = None,
        end: datetime.date | None = None,
    ) -> Diff:
        """What changed from this graph to another, or to itself on another day.

        With ``start`` (for this graph) and ``end`` (for the other) only what was known and
        valid on those days counts; without, everything recorded.
        """
        from kg.diff import diff

        return diff(self.store, (other or self).store, start=start, end=end)

    def network(self, relations: Sequence[str] = ()) -> nx.MultiDiGraph[str]:
        """The network as a networkx graph that is the caller's own.

        ``relations`` are names of direct edges; by default ``kg.network.DEALINGS``.
        """
        from kg.network import DEALINGS, network

        return network(self.store, self.scope, relation_names=relations or DEALINGS)

    def rank(self, relations: Sequence[str] = ()) -> list[tuple[Ref, Centrality]]:
        """Named organizations by PageRank; degree and betweenness beside it."""
        from kg.analysis import centrality
        from kg.partners import ASKED_TYPES
        from kg.records import refs_of

        graph = self.network(relations)
        measures = centrality(graph)
        refs = refs_of(self.store, graph)
        named = [i for i in graph if refs[i].type in ASKED_TYPES and not refs[i].is_group]
        named.sort(key=lambda i: (-round(measures[i].pagerank, 12), refs[i].id))
        return [(refs[i], measures[i]) for i in named]

    def clusters(
        self, relations: Sequence[str] = (), *, seed: int = 1
    ) -> tuple[list[tuple[Cluster[str], list[Ref]]], float]:
        """Supply clusters, largest first, with their members; and the modularity.

        By default over ``kg.network.STRUCTURE``: dealings and the chain's own structure.
        """
        from kg.analysis import clusters
        from kg.network import STRUCTURE
        from kg.records import refs_of

        graph = self.network(relations or STRUCTURE)
        found, modularity = clusters(graph, seed=seed)
        refs = refs_of(self.store, graph)
        return [(c, [refs[m] for m in c.members]) for c in found], modularity

    def engine_files(self) -> AbstractContextManager[Path]:
        """The folder of an Oxigraph store with the facts as of the graph's day, to be read."""
        from kg.snapshot import engine_files

        return engine_files(self.store, self.scope, whole=self._whole)

    def sparql(self, query: str, *, limits: Limits | None = None) -> Answer:
        """Run a SPARQL 1.1 query in a process of its own (see kg.sandbox for its limits)."""
        from kg.sandbox import Limits, run_answer

        with self.engine_files() as store:
            return run_answer(store, query, limits=limits or Limits(), prefixes=self.prefixes)

    def saved(self, name: str, values: Mapping[str, str] | None = None) -> str:
        """The text of a saved query with its parameters filled in; names are resolved."""
        known = saved_queries(ontology_dir() / "queries")
        if name not in known:
            raise OptionError(message("answer.no_query", name=name, known=", ".join(sorted(known))))
        params = {param.name: param for param in known[name].params}
        given = values or {}
        if unknown := sorted(set(given) - set(params)):
            raise OptionError(
                message("answer.no_param", name=unknown[0], known=", ".join(sorted(params)))
            )
        terms = {name: self._term(params[name], value) for name, value in given.items()}
        return bind(known[name].text, terms)

    def _term(self, param: Param, value: str) -> Term:
        # A person names a thing as anywhere else; a class or concept only as IRI or CURIE.
        if param.type == "iri" and ":" not in value:
            value = self.resolve(value).iri
        return to_term(param, value)

    def to_rdflib(self) -> rdflib.Graph:
        """The facts as an rdflib graph (read-only)."""
        return self.store.to_rdflib()

    def export(self, format_name: str, path: str | Path) -> Path:
        """Write the graph to a file; see ``kg.export.FORMATS``."""
        from kg.export import export

        return export(self.store, format_name, Path(path), self.scope)

    def map(self, path: str | Path | None = None, *, lang: Lang = "zh") -> Path:
        """Write the interactive map as one offline HTML file and return where it is."""
        from kg.viz.firm_graph import write_firm_graph

        return write_firm_graph(
            self.store, self.scope, Path(path or exports_dir() / "map.html"), lang
        )


def open(  # noqa: A001 - kg.open() is the design's name, like gzip.open
    *packs: str | Path,
    as_of: datetime.date | None = None,
    ontology: str | Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Graph:
    """Open packs (folders; default: the bundled Zhengzhou), building them first if needed.

    What is built is kept in the user's cache under the hash of its content: a changed pack is
    never answered from a stale store. Raises PackError or CheckError where a pack is broken.
    """
    folders = [Path(p) for p in packs] or [bundled_pack()]
    terms = Path(ontology) if ontology else ontology_dir()
    root = cache_dir() / content_hash([terms, *folders])[:24]
    if not (root / "CURRENT").exists():
        # Late: building needs readers and checkers that an answer does not.
        from kg.build import build

        build(folders, root, terms, progress=progress)
    return Graph(Store(root), as_of)
