"""Namespaces and the few terms that code must name; everything else is read from ontology/."""

from __future__ import annotations

__all__ = [
    "ID",
    "KG",
    "PREFIXES",
    "RDFS_LABEL",
    "RDF_TYPE",
    "XSD",
    "class_iri",
    "concept_iri",
    "expand",
    "local_name",
]

KG = "https://w3id.org/chainkg/ontology#"
ID = "https://w3id.org/chainkg/id/"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

PREFIXES: dict[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "id": ID,
    "kg": KG,
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rov": "http://www.w3.org/ns/regorg#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "unit": "http://qudt.org/vocab/unit/",
    "xsd": XSD,
}


def expand(name: str) -> str:
    """The IRI of a term: a bare name is a term of the chainkg ontology, else a CURIE.

    Raises KeyError for a prefix that is not in PREFIXES.

    >>> expand("supplier")
    'https://w3id.org/chainkg/ontology#supplier'
    >>> expand("rdfs:label")
    'http://www.w3.org/2000/01/rdf-schema#label'
    """
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon else KG + name


def class_iri(name: str) -> str:
    """The IRI of a class of the ontology."""
    return KG + name


def concept_iri(scheme: str, notation: str) -> str:
    """The IRI of a concept in one of the schemes of ``ontology/schemes/``."""
    return f"{KG}{scheme}-{notation}"


def local_name(iri: str) -> str:
    """What follows the last "#" or "/" of an IRI."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]
