from ecgkt.vocab import icd_statements, snomed
from ecgkt.vocab.statements import CODES


def test_every_concept_is_once_there_and_means_known_statements():
    codes = [concept.code for concept in snomed.CONCEPTS]
    assert len(set(codes)) == len(codes)
    assert all(code.isdigit() for code in codes)
    for concept in snomed.CONCEPTS:
        assert concept.statements
        assert set(concept.statements) <= set(CODES)


def test_way_there_and_back():
    for statement, code in snomed.CODE_OF.items():
        assert snomed.statements_of([code]) >= {statement}
    assert snomed.CODE_OF["CRBBB"] == "713427006"
    assert snomed.statements_of(["713427006", "59118001"]) == {"CRBBB"}
    assert snomed.statements_of(["0"]) == frozenset()


def test_icd_codes_mean_known_statements_by_their_longest_beginning():
    meant = {s for codes in icd_statements.STATEMENTS_OF.values() for s in codes}
    assert meant <= set(CODES)
    assert icd_statements.statements_of(["I4892", "I214", "Z9500"]) == {"AFLT", "PACE"}
    for statement, code in icd_statements.CODE_OF.items():
        assert statement in icd_statements.statements_of([code])
