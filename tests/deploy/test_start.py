"""The atlas starts from the container's files: read-only, without home or rights."""

import compileall
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import psutil
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.servers import Server
from bench.viewers import viewer
from tests.browser.conftest import free_port, is_up
from tests.deploy.test_files import CONTAINERFILE, ROOT


def instruction(pattern):
    """Return what an instruction of the Containerfile says, its lines made one."""
    match = re.search(pattern, CONTAINERFILE.replace("\\\n", " "), re.MULTILINE)
    assert match
    return match[1]


NAMES = " ".join(re.findall(r"^COPY (?!--)(.+) \S+$", CONTAINERFILE, re.MULTILINE)).split()
ENTRYPOINT = json.loads(instruction(r"^ENTRYPOINT (.+)$"))
HEALTHCHECK = json.loads(instruction(r"^HEALTHCHECK .* CMD (.+)$"))
EXPOSED = instruction(r"^EXPOSE (\d+)$")
VARIABLES = dict(pair.split("=", 1) for pair in shlex.split(instruction(r"^ENV (.*)$")))

# Root may write to what no one may; as root the tests give up that right, and every other.
WITHOUT_RIGHTS = (
    ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"] if os.geteuid() == 0 else []
)
EXPORT = "import sys; from atlas.cli.main import main; sys.exit(main())"
PROGRAMS = {".venv/bin/python": [], ".venv/bin/streamlit": ["-m", "streamlit"]}


def files_of(folder):
    """Return the files below a folder, compiled modules apart."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(folder) for path in files}


def sources_of(name):
    """Return the files that one word of a COPY line brings."""
    whole = ROOT / name
    return {Path(name)} if whole.is_file() else {Path(name) / path for path in files_of(whole)}


def command(words):
    """Return a command of the Containerfile as it runs here: by this environment's Python."""
    return [*WITHOUT_RIGHTS, sys.executable, *PROGRAMS[words[0]], *words[1:]]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """What the container holds, and nobody may write to."""
    tree = tmp_path_factory.mktemp("container") / "atlas"
    for name in NAMES:
        for path in sources_of(name):
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, tree / path)
    compileall.compile_dir(tree, quiet=2)
    for path in [tree, *tree.rglob("*")]:
        path.chmod(path.stat().st_mode & ~0o222)
    yield tree
    for path in [tree, *tree.rglob("*")]:
        path.chmod(path.stat().st_mode | 0o200)


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """What the container sets, with one folder to write to and no home."""
    scratch = str(tmp_path_factory.mktemp("scratch"))
    variables = {"HOME": "/nonexistent", "TMPDIR": scratch, "PATH": os.environ["PATH"]}
    return (
        VARIABLES
        | variables
        | {"STREAMLIT_SERVER_ADDRESS": "127.0.0.1", "STREAMLIT_SERVER_PORT": str(free_port())}
    )


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("log") / "log"


@pytest.fixture(scope="module")
def server(tree, environment, log):
    with log.open("wb") as file:
        process = subprocess.Popen(
            command(ENTRYPOINT), cwd=tree, env=environment, stdout=file, stderr=subprocess.STDOUT
        )
    address = f"http://127.0.0.1:{environment['STREAMLIT_SERVER_PORT']}"
    if not is_up(address, process):
        pytest.fail(f"the app did not start:\n{log.read_text()}")
    yield Server(address, psutil.Process(process.pid))
    process.kill()
    process.communicate()


def test_nobody_can_write_to_the_tree_that_runs(tree, environment):
    tries = """
import app, atlas, geo, pages
for module in app, atlas, geo, pages:
    print(module.__file__)
for name in "new", "app.py", "data/new":
    try:
        open(name, "a")
    except PermissionError:
        print("refused")
"""
    said = subprocess.run(
        [*WITHOUT_RIGHTS, sys.executable, "-c", tries],
        cwd=tree, env=environment, capture_output=True, check=True, text=True,
    ).stdout.split()  # fmt: skip
    assert len(said) == 7
    assert all(path.startswith(str(tree)) for path in said[:4])
    assert said[4:] == ["refused"] * 3


def test_the_health_check_detects_an_unready_server(tree, environment, server):
    def healthy(port):
        words = [word.replace(EXPOSED, str(port)) for word in HEALTHCHECK]
        process = subprocess.run(
            command(words), cwd=tree, env=environment, capture_output=True, check=False
        )
        return process.returncode == 0

    assert [word.replace(EXPOSED, "") for word in HEALTHCHECK] != HEALTHCHECK
    assert healthy(environment["STREAMLIT_SERVER_PORT"])
    assert not healthy(free_port())


@pytest.mark.parametrize("page", ["", "regions", "programmes", "own_layers", "briefing", "sources"])
def test_every_page_is_served(server, page):
    request = BackMsg()
    request.rerun_script.query_string, request.rerun_script.page_name = "lang=es", page
    elements, kind = [], ""
    with viewer(server) as connection:
        connection.send(request.SerializeToString())
        while kind != "script_finished":
            reply = ForwardMsg.FromString(connection.recv(timeout=60))
            kind = reply.WhichOneof("type")
            elements += [reply.delta.new_element.WhichOneof("type")] if kind == "delta" else []
    assert len(elements) > 10
    assert "exception" not in elements


def test_every_line_of_the_log_is_json(server, log):
    urllib.request.urlopen(f"{server.address}/healthz")
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert {line["logger"] for line in lines} >= {"atlas"}


def test_a_briefing_is_made_where_there_is_room(tree, environment):
    made = Path(environment["TMPDIR"]) / "brief.pdf"
    arguments = f"export villa-nueva --format pdf --output {made}"
    words = [".venv/bin/python", "-c", EXPORT, *arguments.split()]
    subprocess.run(command(words), cwd=tree, env=environment, check=True, capture_output=True)
    assert made.read_bytes().startswith(b"%PDF")


def test_nothing_was_written_next_to_it(tree, server):
    assert server.process.is_running()
    assert files_of(tree) == {path for name in NAMES for path in sources_of(name)}
