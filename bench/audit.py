"""`make audit`: known faults of the pinned packages, where a database of them can be reached.

pip-audit calls a run without an answer "no known vulnerabilities"; here what was not asked is
said to be so. Only a known fault fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

LOCK: Final = Path(__file__).parents[1] / "requirements.lock"
SECONDS: Final = 60


def asked(program: str) -> Mapping[str, Any]:
    """Return what pip-audit found; empty where it could not ask."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.json"
        options = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json"]
        command = [program, "--requirement", str(LOCK), *options, "--output", str(found)]
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=SECONDS)
            answer: Mapping[str, Any] = json.loads(found.read_text(encoding="utf-8"))
        except (OSError, subprocess.TimeoutExpired, ValueError):
            return {}
    return answer


def verdict(answer: Mapping[str, Any]) -> tuple[int, str]:
    """Return the exit code and what to say."""
    packages = answer.get("dependencies", [])
    known = [one for one in packages if "skip_reason" not in one]
    faults = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions'])}"
        for one in known
        for fault in one["vulns"]
    ]
    if faults:
        return 1, "\n".join([*faults, "raise these packages in pyproject.toml and run make lock"])
    if not known:
        return 0, "audit: no database of known faults can be reached from here; nothing was checked"
    left = len(packages) - len(known)
    others = f"; nothing is known of the {left} others" if left else ""
    return 0, f"audit: no known fault in {len(known)} packages{others}"


def main() -> int:
    """Ask, say what came of it, and return the exit code."""
    program = os.environ.get("PIP_AUDIT", str(Path(sys.executable).with_name("pip-audit")))
    code, text = verdict(asked(program))
    print(text)
    return code


if __name__ == "__main__":
    sys.exit(main())
