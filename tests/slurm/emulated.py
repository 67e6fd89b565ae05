"""A real Slurm of several nodes on one machine: Debian's daemons, started and stopped here.

No systemd and no cgroups: so a job over its memory limit is found by looking, once a second. All
files are in a temporary folder, but for the configuration, which srun looks for in /etc/slurm.
A node may have more processors than the machine: jobs then share what there is.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

CONFIGURATION = Path("/etc/slurm/slurm.conf")
DAEMONS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue")
INSTALL = "apt-get install --no-install-recommends slurm-wlm slurm-wlm-basic-plugins munge"
SECONDS = 30
MARK = "# The tests' own Slurm, of process"
THREE_NODES = {"n1": 2, "n2": 2, "n3": 2}

SLURM_CONF = """
{mark} {process}
ClusterName=tests
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort=16817
AuthType=auth/munge
CryptoType=crypto/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool.%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
MinJobAge=3600
InactiveLimit=0
KillWait=5
SlurmctldTimeout=30
SlurmdTimeout=10
SlurmdParameters=config_overrides
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=1
JobAcctGatherParams=OverMemoryKill
{nodes}
PartitionName=main Nodes=ALL Default=YES MaxTime=01:00:00 DefMemPerCPU=500 State=UP
"""


class Slurm:
    """A controller and some nodes.

    Parameters
    ----------
    folder
        Where it keeps its files.
    nodes
        The processors of each node, by its name.
    """

    def __init__(self, folder: Path, nodes: Mapping[str, int] = THREE_NODES):
        self.folder = folder
        self.nodes = nodes
        self._started = False
        self._own_munged = False

    def start(self) -> None:
        """Start all daemons; RuntimeError if that cannot be done here."""
        missing = [name for name in DAEMONS if not shutil.which(name)]
        if missing or os.getuid() != 0:
            raise RuntimeError(
                f"found user {os.getuid()} and no {', '.join(missing) or 'lack of programs'}, "
                f"expected root and Debian's Slurm: {INSTALL}"
            )
        if CONFIGURATION.exists():
            if not is_left_behind(CONFIGURATION):
                raise RuntimeError(
                    f"found {CONFIGURATION}, expected a machine without a Slurm of its own"
                )
            for daemon in ("slurmctld", "slurmd"):
                subprocess.run(["pkill", "-9", "-x", daemon], check=False)
        self._started = True
        (self.folder / "state").mkdir(parents=True)
        self._start_munge()
        lines = "\n".join(
            f"NodeName={name} NodeHostname={os.uname().nodename} NodeAddr=127.0.0.1 "
            f"Port={17001 + number} CPUs={cpus} RealMemory={4000 * cpus} State=UNKNOWN"
            for number, (name, cpus) in enumerate(self.nodes.items())
        )
        text = SLURM_CONF.format(
            mark=MARK,
            process=os.getpid(),
            host=os.uname().nodename,
            folder=self.folder,
            nodes=lines,
        )
        CONFIGURATION.write_text(text.lstrip())
        run("slurmctld")
        wait_for(lambda: succeeds("scontrol", "ping"))
        for name in self.nodes:
            self.start_node(name)
        idle = ("sinfo", "-hN", "-t", "idle", "-o", "%N")
        wait_for(lambda: sorted(run(*idle).split()) == sorted(self.nodes))

    def stop(self) -> None:
        """Stop all that was started, jobs included; a Slurm that is not ours is left alone."""
        if not self._started:
            return
        subprocess.run(["scancel", "--full", "--user=root"], timeout=SECONDS, check=False)
        for name in self.nodes:
            self.kill_node(name)
        self._kill("slurmctld")
        if self._own_munged:
            kill(Path("/run/munge/munged.pid"), signal.SIGTERM)
        CONFIGURATION.unlink(missing_ok=True)

    def start_node(self, name: str) -> None:
        """Start a node, or start it again."""
        (self.folder / f"spool.{name}").mkdir(exist_ok=True)
        run("slurmd", "-N", name)

    def kill_node(self, name: str) -> None:
        """Kill a node and all that runs on it, as a power cut does."""
        self._kill(f"slurmd.{name}")
        for process in Path("/proc").glob("[0-9]*"):
            environment = read(process / "environ")
            if f"\0SLURMD_NODENAME={name}\0".encode() in b"\0" + environment:
                kill_process(int(process.name))
        # The steps' own daemons have no such environment.
        subprocess.run(["pkill", "-9", "-f", rf"slurmstepd: .*{name}"], check=False)

    def jobs(self, state: str = "all") -> list[dict[str, str]]:
        """List jobs, finished ones included: id, name, state, node, start, end, comment."""
        keys = {
            "id": "%i",
            "state": "%T",
            "node": "%N",
            "start": "%S",
            "end": "%e",
            "comment": "%k",
        }
        said = run("squeue", "-h", "-t", state, "-o", "|".join(keys.values()))
        return [dict(zip(keys, line.split("|"), strict=True)) for line in said.splitlines()]

    def cancel(self, job: str) -> None:
        """Cancel a job."""
        run("scancel", job)

    def _start_munge(self) -> None:
        if succeeds("munge", "-n"):
            return
        key, folder = Path("/etc/munge/munge.key"), Path("/run/munge")
        if not key.exists():
            key.write_bytes(os.urandom(1024))
            key.chmod(0o400)
            shutil.chown(key, "munge", "munge")
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        shutil.chown(folder, "munge", "munge")
        run("runuser", "-u", "munge", "--", "munged", "--force")
        self._own_munged = True
        wait_for(lambda: succeeds("munge", "-n"))

    def _kill(self, daemon: str) -> None:
        kill(self.folder / f"{daemon}.pid", signal.SIGKILL)


def is_left_behind(configuration: Path) -> bool:
    """Tell whether a configuration is one of ours whose process is gone, killed before its stop."""
    mark, _, process = configuration.read_text().partition("\n")[0].rpartition(" ")
    return mark == MARK and not Path(f"/proc/{process}").exists()


def run(*command: str) -> str:
    """Run a command that ends well and soon; returns what it says."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout


def succeeds(*command: str) -> bool:
    """Tell whether a command ends well."""
    done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    return done.returncode == 0


def wait_for(condition: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until something holds; TimeoutError if it does not come to that."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} seconds")
        time.sleep(0.2)


def kill(pid_file: Path, how: signal.Signals) -> None:
    """Kill the process of a PID file, if there is one, and wait until it is gone."""
    try:
        number = int(pid_file.read_text())
    except (OSError, ValueError):
        return
    kill_process(number, how)
    wait_for(lambda: read(Path(f"/proc/{number}/stat")).rpartition(b") ")[2][:1] in (b"", b"Z"))
    pid_file.unlink(missing_ok=True)


def kill_process(number: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Send a process, which may be gone, a signal."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(number, how)


def read(path: Path) -> bytes:
    """Read a file of /proc; empty if its process is gone."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
