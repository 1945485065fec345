"""Sentences are held against their own facts and the statements of the store."""

from dataclasses import replace

import numpy as np

from ecgkt.evaluation.impression_figures import (
    Said,
    _critical,
    _is_contradicted,
    _named,
    evaluate_reading,
    summarise,
)
from ecgkt.report.impression.impression import impression_of
from ecgkt.results.reading_figures import ReadingFigures
from tests.builders.readings import planted_reading
from tests.builders.small_stores import save_small_store


def said(labels=(), **choices):
    reading = planted_reading(called=("SR", "NORM"), **choices)
    return Said(reading, impression_of(reading), frozenset(labels))


def test_sentence_names_an_abnormal_number():
    found = _named([said(pr_ms=220.0), said()], "pr_ms")
    assert (found["hits"], found["n"]) == (1, 1)
    silent = said(pr_ms=220.0)
    silent = silent._replace(impression=replace(silent.impression, sentence="Sinus."))
    assert _named([silent], "pr_ms")["hits"] == 0


def test_normal_against_a_finding_is_seen():
    assert not _is_contradicted(said())
    bad = said(qrs_ms=140.0)
    assert not _is_contradicted(bad)
    wrong = replace(bad.impression, sentence="Sinus rhythm; normal ECG.")
    assert _is_contradicted(bad._replace(impression=wrong))


def test_rule_is_held_against_what_it_implies():
    known = [
        said(("LNGQT",), qtc_fridericia_ms=520.0),
        said(("NORM",), qtc_fridericia_ms=510.0),
        said(("LNGQT",)),
        said(("NORM",)),
    ]
    found = _critical(known, "long_qtc")
    assert found["met"]["hits"] == 2
    assert (found["labelled_of_met"]["hits"], found["labelled_of_met"]["n"]) == (1, 2)
    assert (found["met_of_labelled"]["hits"], found["met_of_labelled"]["n"]) == (1, 2)
    assert found["met_of_normal"]["share"] == 0.5
    assert _critical(known, "st_in_lbbb")["labelled_of_met"] is None


def test_document_is_made_of_a_store_and_told_in_lines(tmp_path, tiny_model):
    save_small_store(tmp_path)
    told = []
    document = evaluate_reading(
        tmp_path, say=told.append, folder=tiny_model, n_records=3
    )
    assert np.isfinite(document["words"])
    table = ReadingFigures.from_dict(document)
    assert table.n_records == 3
    assert "critical among NORM" in summarise(document)
    assert told
