"""Maps as graphs: GraphML (yEd, Gephi, igraph, Cytoscape) and GEXF (Gephi).

networkx reads and writes both; what XML itself could do to us is refused before it looks.
"""

import io
from collections.abc import Callable, Iterator
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from shidra.exchange.maps.drawn import Connection, DrawnMap, Element
from shidra.exchange.workbook import WorkbookError
from shidra.exchange.workbook.cells import as_text

__all__ = ["read_gexf", "read_graphml", "write_gexf", "write_graphml"]

# What these formats themselves keep beside an edge, and nothing of ours.
_OF_THE_FORMAT = {"id", "label", "viz"}


def write_graphml(drawn: DrawnMap, file: IO[bytes], _language: str) -> None:
    """Write GraphML; ids are our codes, attributes our columns."""
    import networkx as nx

    nx.write_graphml_xml(_graph(drawn), file, encoding="utf-8")


def write_gexf(drawn: DrawnMap, file: IO[bytes], _language: str) -> None:
    """Write GEXF 1.2, which every version of Gephi opens."""
    import networkx as nx

    nx.write_gexf(_graph(drawn), file, encoding="utf-8", version="1.2draft")


def read_graphml(content: bytes) -> DrawnMap:
    """The map in a GraphML file.

    Raises:
        WorkbookError: it is no XML, does harm, is no GraphML, or its edges have no direction.
    """
    import networkx as nx

    return _read(content, nx.read_graphml, "GraphML")


def read_gexf(content: bytes) -> DrawnMap:
    """The map in a GEXF file; as `read_graphml`."""
    import networkx as nx

    return _read(content, nx.read_gexf, "GEXF")


def _graph(drawn: DrawnMap) -> Any:
    import networkx as nx

    graph = nx.DiGraph()
    for element in drawn.elements:
        graph.add_node(element.id, label=element.label, **element.attributes)
    for link in drawn.connections:
        graph.add_edge(link.source, link.target, **link.attributes)
    return graph


def _read(content: bytes, reading: Callable[[IO[bytes]], Any], name: str) -> DrawnMap:
    declared = _declared(content)
    try:
        graph = reading(io.BytesIO(content))
    # The package raises almost anything over a file that is no graph of its format.
    except Exception as error:
        raise WorkbookError(_("This file is no %(name)s, or it is damaged."), name=name) from error
    if not graph.is_directed() and graph.number_of_edges():
        raise WorkbookError(
            _("The links of this map have no direction, so it cannot tell what moves what.")
        )
    return DrawnMap(tuple(_elements(graph, declared)), tuple(_connections(graph)))


def _declared(content: bytes) -> frozenset[str]:
    """The ids of the nodes that the file has; a link alone makes none.

    Raises:
        WorkbookError: it is no XML, or does harm.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise WorkbookError(
            _("This file holds declarations that can do harm, and is not opened.")
        ) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise WorkbookError(
            _("This file is no XML, is damaged, or its letters cannot be read as it says.")
        ) from error
    return frozenset(node.get("id", "") for node in root.findall(".//{*}node"))


def _elements(graph: Any, declared: frozenset[str]) -> Iterator[Element]:
    for node, attributes in graph.nodes(data=True):
        if str(node) not in declared:
            continue
        label = as_text(attributes.get("label")) or str(node)
        yield Element(str(node), label, _plain(attributes))


def _connections(graph: Any) -> Iterator[Connection]:
    for source, target, attributes in graph.edges(data=True):
        yield Connection(str(source), str(target), _plain(attributes))


def _plain(attributes: dict[str, Any]) -> dict[str, str | int | float]:
    return {
        name: value if isinstance(value, int | float) else str(value)
        for name, value in attributes.items()
        if name not in _OF_THE_FORMAT and isinstance(value, str | int | float)
    }
