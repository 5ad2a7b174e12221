"""`make audit`: check the pinned packages for known vulnerabilities.

pip-audit reports "no known vulnerabilities" even if it reached no database. This module reports packages
that could not be checked, and fails only for known vulnerabilities.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

LOCK: Final = Path(__file__).parents[1] / "requirements.lock"
SECONDS: Final = 60
PROBE: Final = 3
"""Pins that are checked first; without an answer the 170 others would take a minute."""
PROBE_SECONDS: Final = 10


def audit_report(program: str, lock: Path = LOCK, seconds: int = SECONDS) -> Mapping[str, Any]:
    """Return pip-audit's answer for the pins of `lock`; empty if it has no database."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "found.json"
        options = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json"]
        command = [program, "--requirement", str(lock), *options, "--output", str(report)]
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=seconds)
            answer: Mapping[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        except (OSError, subprocess.TimeoutExpired, ValueError):
            return {}
    return answer


def answered(program: str) -> Mapping[str, Any]:
    """Return pip-audit's answer for all pins if it knows any of the first few."""
    with tempfile.TemporaryDirectory() as folder:
        few = Path(folder) / "few.lock"
        few.write_text("".join(pins(LOCK.read_text(encoding="utf-8"))[:PROBE]), encoding="utf-8")
        probe = audit_report(program, few, PROBE_SECONDS)
    return audit_report(program) if known(probe) else probe


def pins(lock: str) -> list[str]:
    """Return the pins of a lock, each with its hash lines."""
    return re.findall(r"^[\w.-]+==.*\n(?:[ \t]+.*\n)*", lock, re.MULTILINE)


def known(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the packages of an answer that are in the database."""
    return [package for package in answer.get("dependencies", []) if "skip_reason" not in package]


def verdict(answer: Mapping[str, Any]) -> tuple[int, str]:
    """Return the exit code and the message."""
    packages = known(answer)
    vulnerabilities = [
        f"{package['name']} {package['version']}: {flaw['id']}, fixed in {', '.join(flaw['fix_versions'])}"
        for package in packages
        for flaw in package["vulns"]
    ]
    if vulnerabilities:
        return 1, "\n".join([*vulnerabilities, "raise these packages in pyproject.toml and run make lock"])
    if not packages:
        return 0, "audit: no vulnerability database is reachable; nothing was checked"
    left = len(answer["dependencies"]) - len(packages)
    others = f"; {left} others could not be checked" if left else ""
    return 0, f"audit: no known vulnerability in {len(packages)} packages{others}"


def main() -> int:
    """Run the audit, print the result and return the exit code."""
    program = os.environ.get("PIP_AUDIT", str(Path(sys.executable).with_name("pip-audit")))
    code, text = verdict(answered(program))
    print(text)
    return code


if __name__ == "__main__":
    sys.exit(main())
