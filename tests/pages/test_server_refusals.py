"""What the running server refuses, whoever asks: foreign pages and unasked uploads."""

import http.client
from urllib.parse import urlparse

import pytest

pytestmark = pytest.mark.slow
SOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "streamlit",
}


def status(server, method, path, headers=None, body=None):
    place = urlparse(server)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("origin", "expected"), [("own", 101), ("https://evil.example.org", 403)]
)
def test_socket_opens_for_the_own_page_only(server, origin, expected):
    headers = {**SOCKET, "Origin": server if origin == "own" else origin}
    assert status(server, "GET", "/_stcore/stream", headers) == expected


def test_upload_without_its_token_is_refused(server):
    path = "/_stcore/upload_file/no-session/no-file"
    assert status(server, "PUT", path, body=b"x") == 403


@pytest.mark.parametrize("path", ["/../app.py", "/static/../../app.py"])
def test_no_path_leads_to_a_file_of_ours(server, path):
    place = urlparse(server)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    assert b"frame(" not in answer.read()
    connection.close()
