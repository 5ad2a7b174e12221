"""The files of a deployment promise what the README says: no root, nothing to write to, health, budgets."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text()


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]


@pytest.fixture(scope="module")
def objects():
    """The objects for Kubernetes by kind; of a kind that comes twice, the first."""
    found = [one for one in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()) if one]
    return {one["kind"]: one for one in reversed(found)}


def container(objects):
    (one,) = objects["Deployment"]["spec"]["template"]["spec"]["containers"]
    return one


def test_the_container_runs_without_root_and_says_how_it_is():
    stages = CONTAINERFILE.split("\nFROM ")
    assert re.search(r"^USER 10001$", stages[-1], re.MULTILINE)
    assert "/readyz" in stages[-1].split("HEALTHCHECK")[1]
    assert "--require-hashes" in stages[0] + stages[1]
    assert "ADD " not in CONTAINERFILE


@pytest.mark.parametrize("line", re.findall(r"^COPY (?!--)(.+) \S+$", CONTAINERFILE, re.MULTILINE))
def test_what_is_copied_is_there_and_is_let_in(line):
    let_in = (DEPLOY / "Containerfile.dockerignore").read_text().splitlines()
    for name in line.split():
        assert (ROOT / name).exists()
        assert f"!{name}" in let_in


def test_secrets_never_get_into_an_image():
    assert (DEPLOY / "Containerfile.dockerignore").read_text().startswith("**\n")
    assert "secrets" not in CONTAINERFILE


@pytest.mark.parametrize("name", ["atlas", "proxy"])
def test_a_service_can_write_nothing_and_gain_nothing(services, name):
    service = services[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108


def test_the_proxy_waits_for_replicas_that_are_ready(services):
    assert services["proxy"]["depends_on"]["atlas"]["condition"] == "service_healthy"
    assert "ATLAS_REPLICAS" in services["atlas"]["deploy"]["replicas"]
    for volume in services["proxy"]["volumes"]:
        source = volume.split(":")[0]
        assert not source.startswith("./") or (DEPLOY / source).exists()


def test_a_pod_runs_without_root_on_a_file_system_it_cannot_write_to(objects):
    pod, one = objects["Deployment"]["spec"]["template"]["spec"], container(objects)
    assert pod["securityContext"]["runAsNonRoot"]
    assert not pod["automountServiceAccountToken"]
    assert one["securityContext"]["readOnlyRootFilesystem"]
    assert not one["securityContext"]["allowPrivilegeEscalation"]
    mounts = {mount["name"] for mount in one["volumeMounts"]}
    assert mounts == {volume["name"] for volume in pod["volumes"]}


def test_a_pod_is_asked_whether_it_lives_and_whether_it_is_ready(objects):
    one = container(objects)
    assert one["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert one["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert one["ports"][0]["name"] == one["readinessProbe"]["httpGet"]["port"]


def test_the_number_of_pods_follows_the_load_and_never_falls_to_none(objects):
    scaler = objects["HorizontalPodAutoscaler"]["spec"]
    assert scaler["scaleTargetRef"]["name"] == objects["Deployment"]["metadata"]["name"]
    assert "replicas" not in objects["Deployment"]["spec"]
    assert 2 <= scaler["minReplicas"] < scaler["maxReplicas"]
    assert objects["PodDisruptionBudget"]["spec"]["minAvailable"] >= 1


def test_every_selector_finds_the_pods(objects):
    labels = objects["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert objects["Service"]["spec"]["selector"] == labels
    for kind in ("Deployment", "PodDisruptionBudget"):
        assert objects[kind]["spec"]["selector"]["matchLabels"] == labels


def test_the_ingress_keeps_a_reader_on_one_replica_and_the_figures_inside(objects):
    ingress = objects["Ingress"]
    assert ingress["metadata"]["annotations"]["nginx.ingress.kubernetes.io/affinity"] == "cookie"
    paths = {
        path["path"]: path["backend"]["service"]["name"]
        for path in ingress["spec"]["rules"][0]["http"]["paths"]
    }
    assert paths == {"/": "atlas", "/metrics": "atlas-nothing", "/_stcore/metrics": "atlas-nothing"}
