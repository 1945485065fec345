from ecgkt.report.ood_words import alarm_rows, foreign_rows, summarise
from ecgkt.results.ood import OodTable
from tests.builders.ood_documents import ood_document


def test_rows_say_what_is_told_apart_and_what_is_noticed():
    document = ood_document()
    del document["schema"]
    table = OodTable.from_dict(document)
    noise, backwards = foreign_rows(table)
    assert noise["AUROC against clean ECGs"] == "0.990 [0.980, 0.990]"
    assert noise["Noticed in all"].startswith("95.0 %")
    assert backwards["Recording"] == "ECG backwards in time"
    assert backwards["Refused by the gates"].startswith("0.0 %")
    assert alarm_rows(table)[-1]["Real ECGs"] == "elsewhere, all that are scored"


def test_summary_has_a_line_for_everything():
    text = summarise(ood_document())
    assert len(text.splitlines()) == 1 + 2 + 3
    assert "no proof" in text
