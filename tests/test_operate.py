"""The operator's samples do what docs/operate.md says of them."""

import json
import re
import shutil
import socket
import ssl
import subprocess
import time
import tomllib
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from ecgkt.bench.browser import (
    TRACE,
    find_browser,
    free_port,
    open_browser,
    serve_app,
)
from ecgkt.config import ServingConfig
from ecgkt.serving.bulk import MOST_WORKERS, REST_SECONDS
from ecgkt.serving.limits import ADDRESS_SPACE_BYTES
from ecgkt.serving.worklist import KEPT_BYTES
from ecgkt.types.upload import ARCHIVE_BYTES, LIMITS, LIST_RECORDINGS
from pages.shared.mapping import MAX_KEPT

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "docs" / "operate" / "nginx.conf"
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
}
MAIN = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{}}
http {{
  include /etc/nginx/mime.types;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  include {folder}/ecgkt.conf;
}}
"""
NUMBERS = {4: "four", 5: "five", 8: "eight"}
SERVING = ServingConfig()
pytestmark = pytest.mark.slow
TRUSTING = ssl.create_default_context()
TRUSTING.check_hostname = False
TRUSTING.verify_mode = ssl.CERT_NONE


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    """Serve the app behind the sample, of which only name, ports and paths change."""
    if not (shutil.which("nginx") and shutil.which("openssl")):
        pytest.skip("needs nginx and openssl: apt install nginx-light openssl")
    folder = tmp_path_factory.mktemp("nginx")
    port = free_port()
    certificate = ["-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"]
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    subprocess.run(
        [*request, "-subj", "/CN=localhost", *certificate],
        check=True,
        capture_output=True,
    )
    with serve_app() as address:
        text = SAMPLE.read_text(encoding="utf-8")
        for old, new in {
            "listen 443": f"listen 127.0.0.1:{port}",
            "ecg.example.org": "localhost",
            "/etc/ssl/ecgkt": str(folder),
            "http://127.0.0.1:8501": address,
        }.items():
            assert text.count(old) >= 1
            text = text.replace(old, new)
        (folder / "ecgkt.conf").write_text(text)
        (folder / "main.conf").write_text(MAIN.format(folder=folder))
        command = ["nginx", "-e", folder / "error.log", "-c", folder / "main.conf"]
        process = subprocess.Popen(command)
        try:
            outside = f"https://localhost:{port}"
            wait_until_open(port)
            yield outside
        finally:
            process.terminate()
            process.wait(10)


def wait_until_open(port: int, seconds: float = 10) -> None:
    for _ in range(round(10 * seconds)):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("nobody opened the port")


def test_every_answer_carries_the_headers(proxied):
    with urlopen(f"{proxied}/_stcore/health", context=TRUSTING) as answer:
        found = dict(answer.headers)
    assert {name: found.get(name) for name in HEADERS} == HEADERS
    assert "frame-ancestors 'none'" in found["Content-Security-Policy"]
    assert "unsafe-inline" not in found["Content-Security-Policy"].split("style-src")[0]


def test_what_tells_of_the_server_is_closed(proxied):
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"{proxied}/_stcore/metrics", context=TRUSTING)


def test_too_large_an_upload_ends_at_the_proxy(proxied):
    request = Request(
        f"{proxied}/anything", data=bytes(ARCHIVE_BYTES + 2**20), method="PUT"
    )
    with pytest.raises(HTTPError, match="413"):
        urlopen(request, context=TRUSTING)


def test_reading_works_behind_it_and_breaks_no_policy(proxied):
    if find_browser() is None:
        pytest.skip("no chromium on the PATH")
    with open_browser() as browser:
        page = browser.new_page(ignore_https_errors=True)
        page.set_default_timeout(90_000)
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.goto(f"{proxied}/Read_ECG?example=lbbb")
        page.locator(TRACE).first.wait_for()
        page.locator(".ek-sentence").first.wait_for()
        page.locator('[data-do="calipers"]').click()
        page.locator(".caliper .handle").first.wait_for()
    assert [text for text in told if "Content Security Policy" in text] == []


def container_lines(word: str) -> list[str]:
    text = (ROOT / "docs" / "operate" / "Containerfile").read_text(encoding="utf-8")
    lines = [line.partition(" ") for line in text.splitlines()]
    return [rest for first, _, rest in lines if first == word]


def test_container_runs_as_nobody_in_particular():
    assert container_lines("USER") == ["reader"]
    assert "make install" in container_lines("RUN")
    assert "install: $(VENV)/.installed" in (ROOT / "Makefile").read_text()


def test_what_the_container_copies_is_enough_to_serve(tmp_path):
    for line in container_lines("COPY"):
        *sources, place = line.split()
        for source in sources:
            target = tmp_path / place / ("" if place != "./" else source)
            if (ROOT / source).is_dir():
                skipped = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / source, target, ignore=skipped)
            else:
                shutil.copy(ROOT / source, target)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    port = free_port()
    (command,) = map(json.loads, container_lines("CMD"))
    own = {"--server.address=0.0.0.0": "--server.address=127.0.0.1"}
    command = [own.get(part, part) for part in command]
    process = subprocess.Popen(
        [*command, f"--server.port={port}"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_open(port, seconds=90)
        if find_browser() is None:
            pytest.skip("no chromium on the PATH")
        with open_browser() as browser:
            page = browser.new_page()
            page.set_default_timeout(90_000)
            page.goto(f"http://127.0.0.1:{port}/Read_ECG?example=af")
            page.locator(".ek-sentence").first.wait_for()
    finally:
        process.terminate()
        process.wait(20)


def config() -> dict:
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["server"]


def test_limits_are_told_as_they_are():
    text = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    table = text.partition("| what | limit |")[2].partition("\n\n")[0]
    megabyte = 2**20
    for number in (
        f"{LIMITS.file_bytes // megabyte} MB",
        f"{LIMITS.recording_files} files, {LIMITS.max_leads} leads",
        f"{LIMITS.max_duration / 60:g} min",
        f"{LIMITS.min_fs:g} to {LIMITS.max_fs:,.0f} Hz",
        f"{LIMITS.batch_recordings} recordings, {LIMITS.batch_bytes // megabyte} MB",
        f"{LIST_RECORDINGS:,} recordings, {LIMITS.batch_bytes // megabyte} MB at",
        f"a zip of {ARCHIVE_BYTES // megabyte} MB; {KEPT_BYTES // megabyte} MB kept",
        f"{LIMITS.zip_members} members, {LIMITS.zip_bytes // megabyte} MB unpacked",
        f"{LIMITS.zip_ratio} times",
        f"{LIMITS.csv_columns} columns, {LIMITS.csv_rows:,} rows",
        f"{SERVING.parse_deadline:g} s, {ADDRESS_SPACE_BYTES // 2**30} GB of memory",
    ):
        assert number in table
    said = " ".join(text.split())
    for number in (
        f"its queue holds {NUMBERS[SERVING.max_waiting]} jobs",
        f"one per core up to {NUMBERS[MOST_WORKERS]}",
        f"end after {NUMBERS[REST_SECONDS // 60]} minutes without work",
        f"gone from memory after {config()['disconnectedSessionTTL']} s",
        f"Of tables up to {MAX_KEPT // megabyte} MB the file itself stays",
        f"uploads cut at {ARCHIVE_BYTES // megabyte} MB",
    ):
        assert number in said
    cut = int(re.search(r"client_max_body_size (\d+)m", SAMPLE.read_text())[1])
    assert cut * megabyte == ARCHIVE_BYTES >= LIMITS.file_bytes
