"""
A browser's part of the talk with a Streamlit server, without a browser.

Twenty browsers would measure themselves on two cores; twenty of these do not.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from importlib import import_module
from types import ModuleType
from typing import Any, Self, cast

import requests
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE_S = 60.0
MESSAGE_BYTES = 2**27


def _messages(name: str) -> ModuleType:
    # The package never imports streamlit; only who measures its server needs these.
    return import_module(f"streamlit.proto.{name}_pb2")


class ProtocolSession:
    """
    One user's session on one page.

    Parameters
    ----------
    address : str
        Of the server.
    page : str
        Name of the page in the address; empty for the first.

    Raises
    ------
    requests.RequestException, websockets.exceptions.WebSocketException, TimeoutError
        If the server does not answer.
    """

    def __init__(self, address: str, page: str) -> None:
        self._page, self._address = page, address
        self._http = requests.Session()
        self._open = ExitStack()
        self._values: dict[str, Any] = {}
        self._session_id = ""
        self.elements: dict[str, Any] = {}
        self.last: Any = None

    def __enter__(self) -> Self:
        health = f"{self._address}/_stcore/health"
        self._http.get(health, timeout=PATIENCE_S).raise_for_status()
        self._xsrf = self._http.cookies.get("_streamlit_xsrf") or "none"
        cookies = "; ".join(f"{name}={v}" for name, v in self._http.cookies.items())
        talk = connect(
            self._address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[Subprotocol("streamlit"), Subprotocol(self._xsrf)],
            origin=Origin(self._address),
            additional_headers={"Cookie": cookies},
            max_size=MESSAGE_BYTES,
        )
        self._socket: ClientConnection = self._open.enter_context(talk)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        self._http.close()

    def run(self, is_enough: Callable[[Any], bool] | None = None) -> float:
        """
        Have the page run, and wait until it is done or has shown enough.

        Parameters
        ----------
        is_enough : callable, optional
            Given each new element; true ends the wait.

        Returns
        -------
        float
            Seconds; the element that was enough is `last`, None if there was none.
        """
        start = time.perf_counter()
        message = _messages("BackMsg").BackMsg()
        message.rerun_script.page_name = self._page
        states = message.rerun_script.widget_states.widgets
        for widget, (field, value) in self._values.items():
            getattr(states.add(id=widget), field).CopyFrom(value)
        self._socket.send(message.SerializeToString())
        self.last = None
        for element in self._until_finished():
            if is_enough and is_enough(element):
                self.last = element
                break
        return time.perf_counter() - start

    def rest(self) -> None:
        """Take what is still sent of a run that was not waited for."""
        for _ in self._until_finished():
            pass

    def _until_finished(self) -> Iterable[Any]:
        while True:
            message = self._receive()
            what = message.WhichOneof("type")
            if what == "new_session":
                self._session_id = message.new_session.initialize.session_id
            elif what == "delta" and message.delta.HasField("new_element"):
                element = message.delta.new_element
                inner = getattr(element, element.WhichOneof("type"))
                if getattr(inner, "id", ""):
                    self.elements[inner.id] = inner
                yield element
            elif what == "script_finished":
                return

    def find(self, field: str, value: str) -> Any:
        """Return the widget of which a field of its message holds some text."""
        for inner in self.elements.values():
            if value in str(getattr(inner, field, "")):
                return inner
        raise LookupError(f"expected a widget whose {field} holds {value!r}")

    def choose(self, widget: str, field: str, value: Any) -> None:
        """Set the value of a widget by its id, a message, for all runs from now on."""
        self._values[widget] = (field, value)

    @staticmethod
    def strings(values: Iterable[str]) -> Any:
        """Return several texts as a widget's value."""
        return _messages("Common").StringArray(data=list(values))

    def upload(self, widget: str, files: Iterable[tuple[str, bytes]]) -> None:
        """Put files into a field for uploads, for the next run."""
        files = list(files)
        message = _messages("BackMsg").BackMsg()
        request = message.file_urls_request
        request.request_id, request.session_id = "1", self._session_id
        request.file_names.extend(name for name, _ in files)
        self._socket.send(message.SerializeToString())
        state = _messages("Common").FileUploaderState()
        for (name, content), urls in zip(files, self._file_urls(), strict=True):
            answer = self._http.put(
                self._address + urls.upload_url,
                files={"file": (name, content)},
                headers={"X-Xsrftoken": self._xsrf},
                timeout=PATIENCE_S,
            )
            answer.raise_for_status()
            info = state.uploaded_file_info.add(
                name=name, size=len(content), file_id=urls.file_id
            )
            info.file_urls.CopyFrom(urls)
        self.choose(widget, "file_uploader_state_value", state)

    def _file_urls(self) -> list[Any]:
        while True:
            message = self._receive()
            if message.WhichOneof("type") == "file_urls_response":
                return list(message.file_urls_response.file_urls)

    def _receive(self) -> Any:
        received = self._socket.recv(timeout=PATIENCE_S)
        return _messages("ForwardMsg").ForwardMsg.FromString(cast(bytes, received))
