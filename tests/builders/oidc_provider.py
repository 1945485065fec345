"""A provider of logins on this machine: whoever comes is let in under one name."""

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlparse

from joserfc import jwt
from joserfc.jwk import RSAKey
from typing_extensions import override

CLIENT = "ecgkt-test"
SECRET = "known to both"


class _Provider(BaseHTTPRequestHandler):
    """OpenID Connect, authorisation code flow, without a question to the user."""

    key: ClassVar[RSAKey] = RSAKey.generate_key(2048)
    nonces: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        place = urlparse(self.path)
        if place.path == "/authorize":
            return self.let_in({k: v[0] for k, v in parse_qs(place.query).items()})
        root = f"http://{self.headers['Host']}"
        documents: dict[str, dict[str, Any]] = {
            "/.well-known/openid-configuration": {
                "issuer": root,
                "authorization_endpoint": f"{root}/authorize",
                "token_endpoint": f"{root}/token",
                "jwks_uri": f"{root}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            },
            "/keys": {"keys": [self.key.as_dict(private=False)]},
        }
        return self.answer(documents[place.path])

    def let_in(self, asked: dict[str, str]) -> None:
        code = secrets.token_hex(8)
        self.nonces[code] = asked.get("nonce", "")
        back = urlencode({"code": code, "state": asked["state"]})
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{back}")
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        code = parse_qs(body)["code"][0]
        now = int(time.time())
        claims = {
            "iss": f"http://{self.headers['Host']}",
            "aud": CLIENT,
            "sub": "reader",
            "email": "reader@example.org",
            "nonce": self.nonces.pop(code),
            "iat": now,
            "exp": now + 600,
        }
        token = jwt.encode({"alg": "RS256"}, claims, self.key)
        self.answer(
            {"access_token": code, "token_type": "Bearer", "id_token": token},
        )

    def answer(self, document: dict[str, Any]) -> None:
        content = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: pytest has no use for it."""


@contextmanager
def provide_login() -> Iterator[str]:
    """Serve a provider; yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
