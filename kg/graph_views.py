"""What can be looked at of a graph: pages, charts, a paper's words, and graphs of networkx."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, overload

from kg.chart import Chart, chart_of
from kg.picture import View, Wanted, draw
from kg.table import Table
from kg.view.choices import Reach
from kg.view.networkx_bridge import to_networkx
from kg.view.paper_words import PaperWords, paper_words
from kg.view.projection import project

if TYPE_CHECKING:
    import networkx

__all__ = ["GraphViews"]


class GraphViews(ABC):
    """The part of `kg.Graph` that makes pictures; it needs no more than to be asked."""

    @abstractmethod
    def query(self, text: str | None = None, **options: Any) -> Table:
        """Answer a query."""

    @abstractmethod
    def _ask_whole(self, query: str) -> Table:
        """Answer a query over the whole graph, which may take longer than one of a user."""

    def view(
        self,
        *,
        paper: str | None = None,
        entity: str | None = None,
        landscape: str | None = None,
        person: str | None = None,
        together: str | None = None,
        family: str | None = None,
        query: str | None = None,
        whole: bool = False,
        reach: Reach | None = None,
        renderer: str | None = None,
    ) -> View:
        """Draw the graph, or the part around a paper or an entity, or what a query gives, as a page.

        `landscape` is a dataset, for what is measured on it, or a task, for what its papers work with; `person` draws
        who is listed beside somebody, `together` things of a type ("Method") that occur together, `family` when the
        variants of something came up, `whole` all papers and what they share. `reach` says how far the surroundings of
        a paper or an entity go. `renderer` is "pyvis" or "webgl"; without it the size decides.

            graph.view(entity="LoRA").save("lora.html")      # or .png, .svg
            graph.view(entity="LoRA", reach=kg.Reach(depth=2, types=("Model",), since="2025"))
        """
        wanted = Wanted(
            paper=paper,
            entity=entity,
            landscape=landscape,
            person=person,
            together=together,
            family=family,
            query=query,
            whole=whole,
            reach=reach,
        )
        return draw(self._ask_whole, wanted, ask_user=self.query, renderer=renderer)

    def chart(
        self,
        *,
        dataset: str | None = None,
        metric: str | None = None,
        months: bool | Sequence[str] = False,
        together: bool = False,
    ) -> Chart:
        """Draw scores on a dataset over time, papers by month (of named entities), or what is named together.

        graph.chart(dataset="GSM8K").save("gsm8k.svg")
        """
        return chart_of(self.query, dataset=dataset, metric=metric, months=months, together=together)

    def paper(self, arxiv_id: str) -> PaperWords:
        """Return a paper's words with what was found in them marked; a notebook shows them.

        graph.paper("2410.21465")
        """
        return paper_words(self.query, arxiv_id)

    @overload
    def networkx(self) -> networkx.MultiDiGraph[str]: ...

    @overload
    def networkx(
        self, nodes: str, shared: str = "Paper", *, roles: Collection[str] | None = None, least: int = 1
    ) -> networkx.Graph[str]: ...

    def networkx(
        self,
        nodes: str | None = None,
        shared: str = "Paper",
        *,
        roles: Collection[str] | None = None,
        least: int = 1,
    ) -> networkx.Graph[str]:
        """Return papers, entities and people as a networkx MultiDiGraph; kg.view.networkx_bridge has the keys.

        With `nodes`, the things of that type alone, as an undirected Graph that ties those which share something:
        `roles` says which edges count, `least` how much two have to share; kg.view.projection has the keys.

            graph.networkx("Method")                      # methods that share papers
            graph.networkx("Paper", "Dataset", roles=["evaluatesOn"], least=2)
        """
        whole = to_networkx(self._ask_whole)
        return whole if nodes is None else project(whole, nodes, shared, roles=roles, least=least)
