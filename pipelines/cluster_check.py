"""A lost machine changes nothing: shapes through `pa3d prepare` on two Ray nodes here, one killed halfway.

python pipelines/cluster_check.py --shapes 2000 --out out/cluster-check [OPTION of pa3d prepare ...]

Makes the shapes with `pa3d synth`, prepares them in one process and on the nodes, and compares every artifact.
The run in one process goes on where it was. Needs pa3d[cluster]. The last line is the result as JSON; exit code
1 when an artifact differs, or no node was killed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from pa3d import artifact, schemas
from pa3d.cluster import connected, set_environment

# of this machine, as all that begin with 127 are; Ray takes 127.0.0.1 for "look for an address of this machine"
HERE = "127.0.0.2"
CATEGORIES = ("chair", "lamp")
AGENT_PORTS = (
    "metrics_agent_port",
    "metrics_export_port",
    "dashboard_agent_listen_port",
    "runtime_env_agent_port",
)


class Nodes:
    """A Ray cluster of several nodes on this machine; the first leads, and does no work."""

    def __init__(self) -> None:
        set_environment()
        from ray.cluster_utils import Cluster

        # not TMPDIR: the paths of Ray's sockets are long, and may have 107 characters
        self._folder = tempfile.TemporaryDirectory(prefix="ray-", dir="/tmp", ignore_cleanup_errors=True)
        self._cluster: Any = Cluster()
        self.add(0, include_dashboard=False, temp_dir=self._folder.name)
        self.address: str = self._cluster.address

    def add(self, cpus: int, gpus: int = 0, **more: Any) -> Any:
        """A node with so many CPUs and GPUs, said to be there.

        Ports that are chosen here are not waited for, which Ray does for 15 seconds only.
        """
        sockets = [socket.socket() for _ in AGENT_PORTS]
        for one in sockets:
            one.bind((HERE, 0))
        ports = {name: one.getsockname()[1] for name, one in zip(AGENT_PORTS, sockets, strict=True)}
        for one in sockets:
            one.close()
        return self._cluster.add_node(
            num_cpus=cpus, num_gpus=gpus, node_ip_address=HERE, include_log_monitor=False, **ports, **more
        )

    def kill(self, node: Any) -> None:
        """At once, with all that runs on it."""
        self._cluster.remove_node(node, allow_graceful=False)

    def close(self) -> None:
        self._cluster.shutdown()
        self._folder.cleanup()


def pa3d(*words: object) -> list[str]:
    return [sys.executable, "-m", "pa3d", *map(str, words)]


def on_two_nodes(
    command: list[str], patches: Path, kill_at: int, environment: dict[str, str]
) -> tuple[int, int]:
    """Run a command with --ray, kill a node at `kill_at` artifacts: (exit code, how many there were then)."""
    nodes = Nodes()
    try:
        nodes.add(1)
        victim = nodes.add(1)
        with connected(nodes.address) as ray:
            while len([node for node in ray.nodes() if node["Alive"]]) < 3:
                time.sleep(0.5)
        run = subprocess.Popen([*command, "--ray", nodes.address], env=environment)
        killed = 0
        while run.poll() is None:
            time.sleep(0.2)
            count = sum(1 for _ in patches.glob("*.h5"))
            if not killed and count >= kill_at:
                nodes.kill(victim)
                killed = count
        return run.returncode, killed
    finally:
        nodes.close()


def differences(expected: Path, found: Path) -> list[str]:
    """Names of artifacts that are missing, too many, or not equal in header and every bit."""
    names = {path.name for folder in (expected, found) for path in folder.glob("*.h5")}
    return sorted(name for name in names if not _same(expected / name, found / name))


def _same(one: Path, other: Path) -> bool:
    if not (one.exists() and other.exists()):
        return False
    a, b = (artifact.read(path, schemas.PATCHES) for path in (one, other))
    heads = [
        (
            art.shape_id,
            art.fingerprint,
            art.config,
            art.inputs,
            {key: value for key, value in art.attrs.items() if key not in artifact.PROVENANCE},
        )
        for art in (a, b)
    ]
    return (
        heads[0] == heads[1]
        and a.arrays.keys() == b.arrays.keys()
        and all(
            a[name].dtype == b[name].dtype
            and (
                np.array_equal(a[name], b[name])
                if a[name].dtype.kind == "O"
                else a[name].tobytes() == b[name].tobytes()
            )
            for name in a.arrays
        )
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shapes", type=int, default=20)
    parser.add_argument("--out", type=Path, default=Path("out/cluster-check"))
    asked, options = parser.parse_known_args()
    # equal bits need equal numbers of threads, and a worker on Ray has one
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    out, count = asked.out, -(-asked.shapes // len(CATEGORIES))
    shapes = out / "shapes"
    subprocess.run(pa3d("synth", ",".join(CATEGORIES), "--count", count, "--out", shapes), check=True)
    prepare = pa3d("prepare", shapes, "--labels", shapes, "--device", "cpu", *options)
    subprocess.run([*prepare, "--out", str(out / "single")], check=True, env=environment)
    shutil.rmtree(out / "ray", ignore_errors=True)  # else there would be nothing to do when the node dies
    total = sum(1 for _ in (out / "single" / "patches").glob("*.h5"))
    start = time.monotonic()
    command, patches = [*prepare, "--out", str(out / "ray")], out / "ray" / "patches"
    code, killed = on_two_nodes(command, patches, total // 2, environment)
    different = differences(out / "single" / "patches", patches)
    result = {
        "shapes": total,
        "exit_code": code,
        "node_killed_after": killed,
        "seconds_on_nodes": round(time.monotonic() - start, 1),
        "different": different,
    }
    print(json.dumps(result))
    return 0 if code == 0 and killed and not different else 1


if __name__ == "__main__":
    sys.exit(main())
