"""What ``import kg`` offers: a graph of one or more packs, and questions to it.

Each question imports its own room: an answer must not wait for the modules of the others.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.cache import built
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
from kg.paths import exports_dir, ontology_dir
from kg.query import Param, Term, bind, saved_queries, to_term
from kg.records import Ref, Scope
from kg.store import Store
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from kg.candidates import CandidateAnswer
    from kg.chain_map import ChainMap
    from kg.chains import ChainAnswer
    from kg.clustering import ClustersAnswer
    from kg.compare import Comparison
    from kg.conflicts import ConflictsAnswer
    from kg.connections import ConnectionAnswer
    from kg.diff import Diff
    from kg.facts import FactsAnswer
    from kg.gaps import GapsAnswer
    from kg.lists import ListAnswer
    from kg.partners import PartnerAnswer
    from kg.profiles import Profile
    from kg.ranking import RankAnswer
    from kg.risk import ReliefAnswer, RiskAnswer, ShockAnswer
    from kg.sandbox import Answer, Limits
    from kg.selection import Selection
    from kg.targets import Target
    from kg.tasks import TasksAnswer
    from kg.who import WhoAnswer
    from kg.workspace import Workspace

__all__ = ["Graph", "open"]


class Graph:
    """A built graph, as of a day. Every answer holds records with their evidence.

    A name may be an id, an IRI, a canonical name, an alias or pinyin; NotFoundError carries
    near misses, AmbiguousNameError the candidates. ``last_day`` is the day that the packs end
    on; a later ``as_of`` is taken, but nothing is known of the time between.
    """

    def __init__(self, store: Store, as_of: datetime.date | None = None) -> None:
        self.store = store
        days = [datetime.date.fromisoformat(p["as_of"]) for p in store.manifest["packs"]]
        self.as_of = as_of or max(days)
        self.last_day = max(days)
        self._whole = self.as_of >= self.last_day
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

    def partners(
        self,
        name: str,
        *,
        roles: Iterable[str] = (),
        selection: Selection | None = None,
        tier: int = 1,
        observed: bool = False,
    ) -> PartnerAnswer:
        """Everyone that a firm or plant has a recorded dealing with, by role.

        ``roles`` are groups or edge roles (notation, zh or en), ``selection`` filters partners
        (see ``selection``), ``tier`` adds suppliers of suppliers up to that tier, ``observed``
        keeps to what sources state. Raises NothingKnownError where the sources name none, or
        none that passes, and OptionError for an unknown role.
        """
        from kg.partners import ASKED_TYPES, partners

        hit = self.resolve(name, ASKED_TYPES)
        answer = partners(
            self.store, hit.iri, self.scope,
            roles=roles, selection=selection, tier=tier, observed=observed,
        )  # fmt: skip
        if answer.rows:
            return answer
        if answer.unfiltered:
            raise NothingKnownError(answer.none_selected())
        raise NothingKnownError(
            message("answer.hidden", name=hit.label, count=answer.hidden, day=self.as_of)
            if answer.hidden
            else message("answer.no_partners", name=hit.label)
        )

    def who(
        self,
        selection: Selection | None = None,
        *,
        roles: Iterable[str] = (),
        observed: bool = False,
    ) -> WhoAnswer:
        """Everything that passes the filters, with the records that say so (see ``selection``).

        ``roles`` are names of chain roles, roles in projects, awards (a part of the title is
        enough) or of partners (supplier, owner, ...). ``observed`` keeps to what sources state.
        Raises OptionError without any filter or for an unknown role, and NothingKnownError.
        """
        from kg.roles import role_named
        from kg.selection import Selection
        from kg.who import who

        named = [role_named(self.store, role) for role in roles]
        chosen = selection or Selection()
        return who(self.store, chosen, self.scope, roles=named, observed=observed)

    def path(
        self,
        a: str,
        b: str,
        *,
        all: bool = False,  # noqa: A002 - the command's own word: kg path A B --all
        longest: int | None = None,
        most: int | None = None,
        relations: Sequence[str] = (),
        through_places: bool = False,
        through_groups: bool = False,
        planned: bool = False,
        observed: bool = False,
    ) -> ConnectionAnswer:
        """How two things are connected, shortest first: the one best path, or ``all``.

        ``longest`` bounds the steps, ``most`` the number of paths listed (100 by default);
        ``relations`` are names of direct edges. What is passed through and which records count
        by default: see ``kg.connections``. Raises OptionError where both names are one thing or
        a relation is unknown, NothingKnownError where nothing connects them.
        """
        from kg.connections import MOST_LISTED, connect
        from kg.links import Counted
        from kg.relations import declared

        names = tuple(declared(self.store, relations)) if relations else ()
        counted = Counted(self.scope, planned=planned, observed=observed, relations=names)
        start, end = self.resolve(a).iri, self.resolve(b).iri
        return connect(
            self.store, start, end, counted,
            longest=longest, all_paths=all, most=most or MOST_LISTED,
            through_places=through_places, through_groups=through_groups,
        )  # fmt: skip

    def compare(self, a: str, b: str, *, observed: bool = False) -> Comparison:
        """Two things of any types side by side: what they share and what each has alone.

        ``observed`` keeps to records that sources state. Raises OptionError where both names
        are one thing, NothingKnownError where nothing is recorded of one of them.
        """
        from kg.compare import compare
        from kg.links import Counted

        # Planned and ended records are shown with their status.
        counted = Counted(self.scope, planned=True, observed=observed)
        return compare(self.store, self.resolve(a).iri, self.resolve(b).iri, counted)

    def candidates(
        self,
        name: str | None = None,
        need: str | None = None,
        selection: Selection | None = None,
        *,
        observed: bool = False,
        top: int | None = 20,
    ) -> CandidateAnswer:
        """Firms that a firm has no known link to but could deal with: inferred, never stated.

        ``need`` names a product, product family or segment, with or without a firm. ``top`` is
        how many rows are wanted, None for all. Raises OptionError where neither is given, and
        NothingKnownError where there is no candidate.
        """
        from kg.candidates import candidates
        from kg.partners import ASKED_TYPES
        from kg.selection import Selection

        if name is None and need is None:
            raise OptionError(message("candidates.ask"))
        firm = self.resolve(name, ASKED_TYPES).iri if name is not None else None
        return candidates(
            self.store, self.scope, firm, need, selection or Selection(),
            resolve=self.resolve, observed=observed, top=top,
        )  # fmt: skip

    def chains(self) -> list[tuple[Ref, Text, int]]:
        """All chains with their level and number of segments."""
        from kg.chains import chains

        return chains(self.store)

    def chain(self, name: str) -> ChainAnswer:
        """One chain from up- to downstream."""
        from kg.chains import chain

        hit = self.resolve(name, frozenset({"IndustrialChain"}))
        return chain(self.store, hit.iri, self.scope)

    def workspace(self, name: str) -> Workspace:
        """The workspace of a chain: chief, leaders, task force, R&D body, map and lists, with
        what the sources leave open."""
        from kg.workspace import workspace

        hit = self.resolve(name, frozenset({"IndustrialChain"}))
        return workspace(self.store, hit.iri, self.scope)

    def tasks(
        self,
        *,
        chain: str | None = None,
        category: str | None = None,
        owner: str | None = None,
        overdue: bool = False,
    ) -> TasksAnswer:
        """The tasks of the packs as they stood on the graph's day, the most urgent first.

        ``category`` is a notation or label; ``owner`` a name in the pack or a part of a name
        entered by hand; ``overdue`` keeps those due before the day and not closed by then.
        Raises NotEnoughKnownError where the packs hold no task, NothingKnownError where none
        passes, OptionError for an unknown category, and what ``resolve`` raises for ``chain``.
        """
        from kg.tasks import asked_tasks

        chains = self.selection(chains=[chain] if chain else []).chains
        return asked_tasks(
            self.store, self.as_of, self.resolve,
            chains=chains, category=category, owner=owner, overdue=overdue,
        )  # fmt: skip

    def gaps(self, chain: str, *, place: str | None = None) -> GapsAnswer:
        """What is missing or thin on a chain, counting firms in a place if one is given."""
        from kg.gaps import gaps

        where = self.selection(places=[place]).places[0] if place else None
        hit = self.resolve(chain, frozenset({"IndustrialChain"}))
        return gaps(self.store, hit.iri, self.scope, place=where)

    def lists(self, chain: str, lists_dir: Path | None = None) -> tuple[ListAnswer, ...]:
        """The lists of a chain (八清单), filled; ``lists_dir`` holds lists of the user's own.

        Raises PackError where a file of the folder is wrong, naming file, key and near words.
        """
        from kg.lists import lists

        hit = self.resolve(chain, frozenset({"IndustrialChain"}))
        return lists(self.store, hit.iri, self.scope, folder=lists_dir)

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

    def network(
        self,
        relations: Sequence[str] = (),
        *,
        places: Sequence[str] = (),
        start: datetime.date | None = None,
    ) -> nx.MultiDiGraph[str]:
        """The network as a networkx graph that is the caller's own.

        ``relations`` are names of direct edges; by default ``kg.network.DEALINGS``. ``places``
        keeps what is in one of them; ``start`` takes what held on any day from then on.
        """
        from kg.network import DEALINGS, network

        return network(
            self.store, self.scope, relation_names=relations or DEALINGS,
            places=self.selection(places=places).places, start=start,
        )  # fmt: skip

    def rank(
        self,
        relations: Sequence[str] = (),
        *,
        by: str = "pagerank",
        selection: Selection | None = None,
    ) -> RankAnswer:
        """Organizations by a measure (``kg.ranking.MEASURES``) over the network of dealings;
        ``selection`` limits who is listed.

        Raises NothingKnownError where no organization has a recorded dealing.
        """
        from kg.network import DEALINGS
        from kg.ranking import rank

        answer = rank(
            self.store, self.scope, by=by, relation_names=relations or DEALINGS,
            selection=selection,
        )  # fmt: skip
        if not answer.rows:
            raise NothingKnownError(message("rank.nothing_chosen" if selection else "rank.nothing"))
        return answer

    def shock(
        self,
        firms: str | Sequence[str],
        *,
        psi: float = 0.0,
        selection: Selection | None = None,
        samples: int = 50,
        seed: int = 1,
    ) -> ShockAnswer:
        """What falls if a firm stops, or several, ``psi`` of each being left (ESRI).

        Raises NotEnoughKnownError where too little supply is recorded, OptionError for less than
        one sample or a negative seed.
        """
        from kg.risk import shock

        if samples < 1 or seed < 0:
            raise OptionError(message("shock.bad_samples"))
        return shock(
            self.store, self.scope, self._firms(firms), psi=psi, selection=selection,
            samples=samples, seed=seed,
        )  # fmt: skip

    def systemic(
        self,
        *,
        selection: Selection | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> RiskAnswer:
        """Firms by what would fall if each stopped alone; raises as ``shock`` does.

        ``progress`` is called with how many failures are done, of how many.
        """
        from kg.risk import systemic

        return systemic(self.store, self.scope, selection=selection, progress=progress)

    def reliefs(
        self,
        firms: str | Sequence[str] = (),
        *,
        psi: float = 0.0,
        selection: Selection | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> ReliefAnswer:
        """Which second supplier would help most against the loss of firms, or of the most
        fragile ones; raises as ``shock`` does."""
        from kg.risk import reliefs

        return reliefs(
            self.store, self.scope, firms=self._firms(firms), psi=psi, selection=selection,
            progress=progress,
        )  # fmt: skip

    def _firms(self, names: str | Sequence[str]) -> list[str]:
        names = [names] if isinstance(names, str) else names
        return [self.resolve(name, frozenset({"Enterprise", "Consortium"})).iri for name in names]

    def clusters(
        self,
        relations: Sequence[str] = (),
        *,
        seed: int = 1,
        method: Literal["louvain", "leiden"] = "louvain",
    ) -> ClustersAnswer:
        """Supply clusters, largest first, described in words.

        By default over ``kg.network.STRUCTURE``: dealings and the chain's own structure.
        Raises NothingKnownError where nothing is linked, OptionError for Leiden where NetworKit
        is not installed.
        """
        from kg.clustering import supply_clusters
        from kg.network import STRUCTURE

        try:
            answer = supply_clusters(
                self.store, self.scope, relation_names=relations or STRUCTURE,
                seed=seed,
                method=method,
            )  # fmt: skip
        except ModuleNotFoundError as error:
            raise OptionError(message("clusters.no_engine", why=error)) from error
        if not answer.rows:
            raise NothingKnownError(message("rank.nothing"))
        return answer

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

    def chain_map(self, *chains: str, selection: Selection | None = None) -> ChainMap:
        """What the chain map shows, of these chains or of all: lanes, boxes, flows.

        Raises NothingKnownError where no segment is left, and what ``resolve`` raises.
        """
        from kg.chain_map import chain_map

        asked = self.selection(chains=chains).chains
        return chain_map(self.store, self.scope, asked, selection)

    def map(
        self,
        path: str | Path | None = None,
        *,
        chains: str | Sequence[str] = (),
        lang: Lang = "zh",
    ) -> Path:
        """Write the chain map, of these chains or of all, and return where it is.

        A path that ends in .svg gets an SVG picture, any other one offline HTML file.
        """
        from kg.viz.chain_map import write_chain_map

        named = [chains] if isinstance(chains, str) else chains
        return write_chain_map(
            self.store, self.scope, Path(path or exports_dir() / "map.html"), lang,
            chains=self.selection(chains=named).chains,
        )  # fmt: skip

    def firm_map(
        self,
        path: str | Path | None = None,
        *,
        around: str = "",
        hops: int = 1,
        selection: Selection | None = None,
        query: str = "",
        size_by: str = "pagerank",
        lang: Lang = "zh",
    ) -> Path:
        """Write the firm graph as one offline HTML file and return where it is.

        Everything, or what stands ``around`` a thing up to ``hops`` (1 to 3) records away, what
        passes a ``selection``, and what a SPARQL ``query`` (SELECT or CONSTRUCT) finds; several
        of these mean what fits all. ``size_by`` is a measure of ``kg.ranking.MEASURES``.
        Raises OptionError, NothingKnownError, and what ``resolve`` and ``sparql`` raise.
        """
        from kg.selection import Selection
        from kg.viz.firms.graph import write_firm_graph
        from kg.viz.firms.wanted import Wanted, things_in

        if hops not in (1, 2, 3):
            raise OptionError(message("map.hops"))
        wanted = Wanted(
            selection=selection or Selection(),
            around=self.resolve(around).iri if around else "",
            hops=hops,
            found=things_in(self.store, self.sparql(query)) if query else None,
        )
        target = Path(path or exports_dir() / "firms.html")
        return write_firm_graph(self.store, self.scope, target, lang, wanted, size_by=size_by)

    def place_map(
        self,
        path: str | Path | None = None,
        *,
        geojson: str | Path | None = None,
        lang: Lang = "zh",
    ) -> Path:
        """Write the districts and parks as one offline HTML file and return where it is.

        ``geojson`` holds the boundaries of districts; without it the picture is a schematic.
        """
        from kg.viz.place_map import write_place_map

        return write_place_map(
            self.store, self.scope, Path(path or exports_dir() / "places.html"), lang,
            geojson=Path(geojson) if geojson else None,
        )  # fmt: skip

    def report(
        self,
        chain: str,
        folder: str | Path | None = None,
        *,
        lang: Lang = "zh",
        lists: str | Path | None = None,
        since: str | Path | None = None,
        pdf: bool = False,
    ) -> Path:
        """Write the report of a chain, one map and eight lists, and return its folder.

        ``lists`` is a folder of list files, ``since`` an earlier report's folder or a day to
        compare with; ``pdf`` prints report.pdf too. Raises ExportError where the folder may not be
        replaced or no browser prints, OptionError for ``since``, PackError for ``lists``, and what
        ``resolve`` raises.
        """
        from kg.report.folder import make_report

        hit = self.resolve(chain, frozenset({"IndustrialChain"}))
        target = Path(folder) if folder else exports_dir() / f"report-{hit.id.replace(':', '-')}"
        return make_report(
            self.store, self.scope, hit.iri, target, lang,
            lists_dir=Path(lists) if lists else None, since=str(since or ""), pdf=pdf,
        )  # fmt: skip


def open(  # noqa: A001 - kg.open() is the design's name, like gzip.open
    *packs: str | Path,
    as_of: datetime.date | None = None,
    ontology: str | Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Graph:
    """Open packs (folders; default: the bundled Zhengzhou), building them first if needed.

    What is built is kept in the user's cache under the hash of its content: a changed pack is
    never answered from a stale store. Raises PackError or CheckError where a pack is broken, and
    PackError where there is no such folder.
    """
    folders = [Path(p) for p in packs]
    return Graph(built(folders, Path(ontology) if ontology else None, progress=progress), as_of)
