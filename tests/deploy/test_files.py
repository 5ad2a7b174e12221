"""The deployment files: no root, a read-only file system, health checks, limits."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from starlette.routing import Route

from atlas.web.server import routes

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text()


def read_services(text):
    """Return the services of a compose file, each with what it takes over from the one it extends."""
    services = yaml.safe_load(text)["services"]
    for service in services.values():
        before = services[service.pop("extends")["service"]] if "extends" in service else {}
        both = [*before.get("volumes", []), *service.get("volumes", [])]
        service |= {**before, **service, **({"volumes": both} if both else {})}
    return services


@pytest.fixture(scope="module")
def services():
    return read_services((DEPLOY / "compose.yaml").read_text())


@pytest.fixture(scope="module")
def objects():
    """The objects for Kubernetes by kind; of a kind that comes twice, the first, and each by its name."""
    known = [one for one in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()) if one]
    named = {one["metadata"]["name"]: one for one in known if one["metadata"]["name"] != "atlas"}
    return named | {one["kind"]: one for one in reversed(known)}


def container(objects):
    (first,) = objects["Deployment"]["spec"]["template"]["spec"]["containers"]
    return first


def annotations_of(item):
    """Return the annotations of an object, without the prefix of the ingress controller."""
    annotations = item["metadata"]["annotations"]
    return {
        name.removeprefix("traefik.ingress.kubernetes.io/"): value for name, value in annotations.items()
    }


def middlewares_of(ingress, objects):
    """Return the middlewares of an ingress in their order: what each is made of."""
    names = annotations_of(ingress)["router.middlewares"].split(",")
    assert all(re.fullmatch(r"default-[a-z-]+@kubernetescrd", name) for name in names)
    return [objects[name.removeprefix("default-").partition("@")[0]]["spec"] for name in names]


def test_the_container_runs_without_root_and_says_how_it_is():
    stages = CONTAINERFILE.split("\nFROM ")
    assert re.search(r"^USER 10001$", stages[-1], re.MULTILINE)
    assert "/readyz" in stages[-1].split("HEALTHCHECK")[1]
    assert "--require-hashes" in stages[0] + stages[1]
    assert "ADD " not in CONTAINERFILE


def test_both_images_can_be_pinned_by_digest(services):
    default = re.search(r"^ARG PYTHON_IMAGE=(\S+:\S+)$", CONTAINERFILE, re.MULTILINE)
    assert default
    assert set(re.findall(r"^FROM (\S+)", CONTAINERFILE, re.MULTILINE)) == {"${PYTHON_IMAGE}"}
    assert services["atlas"]["build"]["args"]["PYTHON_IMAGE"] == f"${{ATLAS_PYTHON_IMAGE:-{default[1]}}}"
    proxy = re.fullmatch(r"\$\{ATLAS_PROXY_IMAGE:-(\S+:\S+)\}", services["proxy"]["image"])
    assert proxy
    text = (ROOT / "docs/deployment.md").read_text()
    assert all(f"imagetools inspect {image} " in text for image in (default[1], proxy[1]))


@pytest.mark.parametrize("line", re.findall(r"^COPY (?!--)(.+) \S+$", CONTAINERFILE, re.MULTILINE))
def test_what_is_copied_is_there_and_is_let_in(line):
    let_in = (DEPLOY / "Containerfile.dockerignore").read_text().splitlines()
    for name in line.split():
        assert (ROOT / name).exists()
        assert f"!{name}" in let_in


def test_secrets_never_get_into_an_image():
    assert (DEPLOY / "Containerfile.dockerignore").read_text().startswith("**\n")
    assert "secrets" not in CONTAINERFILE


@pytest.mark.parametrize("name", ["atlas", "mirror", "proxy"])
def test_a_service_can_write_nothing_and_gain_nothing(services, name):
    service = services[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108
    assert service.get("user", "not root") != "0"


def test_the_proxy_waits_for_replicas_that_are_ready(services):
    assert services["proxy"]["depends_on"]["atlas"]["condition"] == "service_healthy"
    assert "ATLAS_REPLICAS" in services["atlas"]["deploy"]["replicas"]
    for volume in services["proxy"]["volumes"]:
        source = volume.split(":")[0]
        assert not source.startswith("./") or (DEPLOY / source).exists()


def test_a_pod_runs_without_root_on_a_file_system_it_cannot_write_to(objects):
    pod, main = objects["Deployment"]["spec"]["template"]["spec"], container(objects)
    assert pod["securityContext"]["runAsNonRoot"]
    assert not pod["automountServiceAccountToken"]
    assert main["securityContext"]["readOnlyRootFilesystem"]
    assert not main["securityContext"]["allowPrivilegeEscalation"]
    mounts = {mount["name"] for mount in main["volumeMounts"]}
    assert mounts == {volume["name"] for volume in pod["volumes"]}


def test_a_pod_has_liveness_and_readiness_probes(objects):
    main = container(objects)
    assert main["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert main["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert main["ports"][0]["name"] == main["readinessProbe"]["httpGet"]["port"]


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


def test_the_ingress_keeps_a_reader_on_one_replica(objects):
    cookie = annotations_of(objects["Service"])
    assert cookie["service.sticky.cookie"] == "true"
    names = re.findall(r"atlas_replica", (DEPLOY / "proxy.conf").read_text())
    assert cookie["service.sticky.cookie.name"] == names[0]
    assert cookie["service.sticky.cookie.secure"] == cookie["service.sticky.cookie.httponly"] == "true"


def test_no_request_from_outside_reaches_the_metrics(objects):
    ingress = objects["atlas-metrics"]
    (rule,) = ingress["spec"]["rules"]
    paths = {path["path"]: path for path in rule["http"]["paths"]}
    assert set(paths) == {"/metrics", "/_stcore/metrics"}
    assert {path["pathType"] for path in paths.values()} == {"Exact"}
    # Traefik drops a route whose service has no pods; the route of the pages would answer then.
    assert {path["backend"]["service"]["name"] for path in paths.values()} == {"atlas"}
    assert rule["host"] == objects["Ingress"]["spec"]["rules"][0]["host"]
    assert middlewares_of(ingress, objects) == [{"ipAllowList": {"sourceRange": ["127.0.0.1/32"]}}]


def test_the_ingress_writes_no_upload_to_disk(objects):
    kinds = {kind for part in middlewares_of(objects["Ingress"], objects) for kind in part}
    assert kinds == {"rateLimit", "inFlightReq"}
    # Its one limit of size is that of the page.
    assert "maxUploadSize" not in tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["server"]
    assert re.findall(r"client_max_body_size (\d+m);", (DEPLOY / "proxy.conf").read_text()) == ["201m"]


def test_the_ingress_limits_one_address_and_lets_an_office_open_the_atlas(objects):
    requests, connections = middlewares_of(objects["Ingress"], objects)
    assert requests["rateLimit"]["burst"] >= 200 * 150
    assert connections["inFlightReq"]["amount"] >= 200
    assert connections["inFlightReq"]["sourceCriterion"] == {"ipStrategy": {"depth": 0}}


def test_no_retired_ingress_controller_is_named():
    assert "nginx" not in (DEPLOY / "kubernetes.yaml").read_text()


def test_every_file_speaks_of_the_same_port(services, objects):
    (port,) = re.findall(r"^EXPOSE (\d+)$", CONTAINERFILE, re.MULTILINE)
    assert f"127.0.0.1:{port}/readyz" in CONTAINERFILE
    assert services["atlas"]["expose"] == [port]
    assert re.findall(r"server atlas:(\d+)", (DEPLOY / "replicas.conf").read_text()) == [port]
    assert [port["containerPort"] for port in container(objects)["ports"]] == [int(port)]
    annotations = objects["Deployment"]["spec"]["template"]["metadata"]["annotations"]
    assert annotations["prometheus.io/port"] == port
    # Streamlit listens there of itself: nothing sets another.
    assert "port" not in tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["server"]


def test_the_proxy_listens_where_the_outside_is_let_in(services):
    (listening,) = set(re.findall(r"listen (\d+)", (DEPLOY / "proxy.conf").read_text()))
    assert [port.rpartition(":")[2] for port in services["proxy"]["ports"]] == [listening]


def test_the_proxy_finds_each_file_where_it_is_mounted(services):
    mounted = [volume.split(":") for volume in services["proxy"]["volumes"]]
    places = {place for _, place, *_ in mounted}
    included = re.findall(r"include (/etc/atlas/\S+);", (DEPLOY / "nginx.conf").read_text())
    assert set(included) < places
    assert all((DEPLOY / source).exists() for source, *_ in mounted if source.startswith("./"))
    served = re.findall(r"alias (\S+)/;", (DEPLOY / "proxy.conf").read_text())
    assert served
    assert set(served) <= places


def test_the_static_site_is_copied_to_its_user_folder(services):
    (folder,) = re.findall(r"atlas static-site --output (\S+)", CONTAINERFILE)
    (place,) = (volume.partition(":")[2] for volume in services["mirror"]["volumes"])
    assert f"cp -r {folder}/. {place}/" in services["mirror"]["command"][0]
    assert f"install -d -o {services['mirror']['user']} {place}\n" in CONTAINERFILE


def test_every_probe_path_is_served(objects):
    served = {route.path for route in routes() if isinstance(route, Route)}
    main = container(objects)
    paths = {main[f"{name}Probe"]["httpGet"]["path"] for name in ("liveness", "readiness", "startup")}
    assert paths | {"/metrics"} <= served


def test_only_the_proxy_is_believed_what_it_forwards(services, objects):
    assert "FORWARDED_ALLOW_IPS=" not in CONTAINERFILE
    (address,) = (services["proxy"]["networks"]["default"]["ipv4_address"],)
    assert services["atlas"]["environment"]["FORWARDED_ALLOW_IPS"] == address
    (network,) = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["networks"]["default"]["ipam"][
        "config"
    ]
    assert network["ip_range"].endswith(".128/25")
    assert address.rpartition(".")[0] == network["subnet"].rpartition(".")[0]
    (variable,) = container(objects)["env"]
    assert variable["name"] == "FORWARDED_ALLOW_IPS"
    assert "*" not in variable["value"]


def test_pods_reach_nothing_and_are_reached_by_the_ingress_and_the_monitoring(objects):
    policy = objects["NetworkPolicy"]["spec"]
    assert policy["podSelector"] == objects["PodDisruptionBudget"]["spec"]["selector"]
    assert set(policy["policyTypes"]) == {"Ingress", "Egress"}
    assert policy["egress"] == []
    (rule,) = policy["ingress"]
    names = {one["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"] for one in rule["from"]}
    assert names == {"traefik", "monitoring"}


def test_the_ingress_ends_https_for_the_host_that_it_serves(objects):
    for name in ("Ingress", "atlas-metrics"):
        ingress = objects[name]["spec"]
        assert ingress["tls"][0]["hosts"] == [ingress["rules"][0]["host"]]
        assert annotations_of(objects[name])["router.entrypoints"] == "websecure"


def test_the_proxy_believes_the_same_balancers_about_https_and_about_addresses():
    text = (DEPLOY / "proxy.conf").read_text()
    believed = set(re.findall(r"^  (\S+) 1;", text, re.MULTILINE))
    assert set(re.findall(r"set_real_ip_from (\S+);", text)) == believed - {"127.0.0.0/8", "::1/128"}


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=1.0, gzip;q=0.8", "br"),
        ("br;q=0, gzip", "gzip"),
        ("GZIP", "gzip"),
        ("x-brotli, brx", ""),
        ("", ""),
        ("anything-1234", ""),
    ],
)
def test_a_cached_file_has_one_copy_per_encoding_whatever_a_client_writes(accepted, encoding):
    text = (DEPLOY / "proxy.conf").read_text()
    patterns = re.findall(r'^  "~\*(.+)" +(br|gzip);$', text, re.MULTILINE)
    assert [name for _, name in patterns] == ["br", "gzip"]
    names = (name for pattern, name in patterns if re.search(pattern, accepted, re.IGNORECASE))
    assert next(names, "") == encoding
    assert "proxy_cache_key $uri|$atlas_encoding;" in text


def test_the_nightly_static_site_runs_the_documented_command_without_rights_or_network():
    text = (DEPLOY / "static-site.yaml").read_text()
    objects = {one["kind"]: one for one in yaml.safe_load_all(text)}
    job = objects["CronJob"]["spec"]
    pod = job["jobTemplate"]["spec"]["template"]
    (container,) = pod["spec"]["containers"]
    assert job["concurrencyPolicy"] == "Forbid"
    assert pod["spec"]["securityContext"]["runAsNonRoot"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    (claim,) = (volume for volume in pod["spec"]["volumes"] if "persistentVolumeClaim" in volume)
    assert (
        claim["persistentVolumeClaim"]["claimName"] == objects["PersistentVolumeClaim"]["metadata"]["name"]
    )
    policy = objects["NetworkPolicy"]["spec"]
    assert policy["podSelector"]["matchLabels"] == pod["metadata"]["labels"]
    assert (policy["ingress"], policy["egress"]) == ([], [])
    line = re.search(
        r"^15 3 \* \* \* cd \S+ && (.+)$", (ROOT / "docs/deployment.md").read_text(), re.MULTILINE
    )
    assert line is not None
    assert line[1].split() == container["command"]
    minute, hour, *_ = job["schedule"].split()
    assert (minute, hour) == ("15", "3")


def test_the_nightly_static_site_uses_the_image_of_the_atlas(objects):
    assert f"image: {container(objects)['image']}\n" in (DEPLOY / "static-site.yaml").read_text()
