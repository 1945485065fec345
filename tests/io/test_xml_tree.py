import pytest

from ecgkt.errors import RecordError
from ecgkt.io.xml_tree import MAX_DEPTH, numbers, parse_xml, text_of

BOMB = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'
FETCH = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.mark.parametrize("text", [BOMB, FETCH])
def test_entities_are_refused(text):
    with pytest.raises(RecordError, match="entities"):
        parse_xml(text.encode())


def test_depth_is_bounded():
    with pytest.raises(RecordError, match="nested deeper"):
        parse_xml(b"<a>" * (MAX_DEPTH + 1))


@pytest.mark.parametrize("content", [b"", b"<a>", b"<a></b>", b"text"])
def test_damaged_xml_is_refused(content):
    with pytest.raises(RecordError, match="cut or damaged"):
        parse_xml(content)


@pytest.mark.parametrize(
    "content",
    [
        "<a><b>ä</b></a>".encode(),
        "<?xml version='1.0' encoding='utf-16'?><a><b>ä</b></a>".encode("utf-16"),
        "<?xml version='1.0' encoding='utf-16'?><a><b>ä</b></a>".encode(),
        "<?xml version='1.0' encoding='ISO-8859-1'?><a><b>ä</b></a>".encode("latin-1"),
        '<!DOCTYPE a SYSTEM "a.dtd"><x:a xmlns:x="urn:y"><x:b>ä</x:b></x:a>'.encode(),
    ],
)
def test_encoding_is_what_the_bytes_show(content):
    assert text_of(parse_xml(content), "b") == "ä"


def test_lists_of_numbers():
    assert numbers("1,2\n-3.5e1").tolist() == [1, 2, -35]
    assert numbers(None).size == 0
    with pytest.raises(RecordError, match="not all plain numbers"):
        numbers("1 x 2")
