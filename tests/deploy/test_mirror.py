"""The static site next to the replicas, and none if readers sign in."""

import os
import re
import subprocess
import sys

import pytest

from tests.deploy.test_files import DEPLOY, ROOT, read_services

COMPOSE = (DEPLOY / "compose.yaml").read_text()
SIGN_IN = '[auth]\nredirect_uri = "https://atlas.example.org/oauth2callback"\n'


@pytest.fixture
def folders(tmp_path):
    """What the image holds, and a volume with a file of the version before."""
    image, volume = tmp_path / "image", tmp_path / "volume"
    for folder in (image / "mirror/data", image / ".streamlit", volume / "data"):
        folder.mkdir(parents=True)
    (image / "mirror/index.html").write_text("new")
    (image / "mirror/data/sites.csv").write_text("new")
    (volume / "data/withdrawn.csv").write_text("old")
    (volume / ".hidden").write_text("old")
    return image, volume


def filled(folders, secrets):
    """Run the service of the compose file; return its exit code and the files it leaves."""
    image, volume = folders
    (image / ".streamlit/secrets.toml").write_text(secrets)
    service = read_services(COMPOSE)["mirror"]
    script = service["command"][0].replace("$$", "$").replace("/srv/mirror", str(volume))
    words = [*service["entrypoint"], script.replace(".venv/bin/python", sys.executable)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "HOME": str(image)}
    ended = subprocess.run(words, cwd=image, env=environment, capture_output=True, check=False)
    return ended.returncode, {
        path.relative_to(volume).as_posix() for path in volume.rglob("*") if path.is_file()
    }


def test_an_open_atlas_has_only_the_current_static_site(folders):
    assert filled(folders, "") == (0, {"index.html", "data/sites.csv"})


def test_where_readers_sign_in_there_is_no_mirror_not_even_an_old_one(folders):
    assert filled(folders, SIGN_IN) == (0, set())


def test_settings_that_mean_nothing_leave_no_mirror_and_stop_the_start(folders):
    code, files = filled(folders, '[access]\ndomains = ["state.gov"]\n')
    assert code != 0
    assert files == set()


def test_one_line_gives_the_secrets_to_whoever_asks_for_them():
    named = re.findall(r"^ *# (volumes: .*secrets.toml.*)$", COMPOSE, re.MULTILINE)
    assert len(named) == 1
    services = read_services(COMPOSE.replace(f"# {named[0]}", named[0]))
    for name in ("atlas", "mirror"):
        assert "./secrets.toml:/atlas/.streamlit/secrets.toml:ro" in services[name]["volumes"]
