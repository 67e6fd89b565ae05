"""Python as another processor would run it: emulated, or masked.

*Emulated*: QEMU computes each instruction as that processor would, as far as QEMU knows, some 60
times slower, and a training some 500 times. *Masked*: this processor computes, at its own speed;
only its answer to "who are you, and what can you do?" is the other's, so that libraries choose what
they would choose there. The one shows what instructions compute, the other what libraries choose.
"""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

NATIVE, EMULATED, MASKED = "native", "emulated", "masked"

PROCESSORS = ("Haswell", "Skylake-Client", "EPYC")
"""Names of QEMU's: two of Intel's, of 2013 and 2015, and one of AMD's, of 2017."""

EMULATOR, COMPILER = "qemu-x86_64", "cc"

SOURCE = Path(__file__).with_name("masked_cpuid.c")


def python_on(processor: str, how: str, folder: Path) -> Path:
    """Make a program that runs Python on a processor; its path is in the folder.

    A program, not a command: worker processes are started with it, too.

    Raises
    ------
    SystemExit
        QEMU or a C compiler is missing, or this processor's answer cannot be masked.
    """
    python = shlex.quote(sys.executable)
    if how == NATIVE:
        return Path(sys.executable)
    if how == EMULATED:
        command = f"{shlex.join([_found(EMULATOR), '-cpu', processor])} {python}"
    else:
        command = f"{_masked(processor, folder)} {python}"
    program = folder / f"python-{how}-{processor}"
    program.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
    program.chmod(0o755)
    return program


def _masked(processor: str, folder: Path) -> str:
    """Return a shell's words before a program that mask the processor from it."""
    prints, library = folder / "print_cpuid", folder / "masked_cpuid.so"
    if not library.exists():
        _run(_found(COMPILER), "-O1", "-DPRINT", SOURCE, "-o", prints)
        _run(_found(COMPILER), "-O1", "-shared", "-fPIC", SOURCE, "-o", library)
    table = folder / f"{processor}.txt"
    table.write_text(_run(_found(EMULATOR), "-cpu", processor, prints))
    words = shlex.join(["env", f"CPUID_TABLE={table}", f"LD_PRELOAD={library}"])
    if _run("sh", "-c", f"{words} {shlex.quote(str(prints))}") != table.read_text():
        sys.exit(f"{processor}: found other answers of CPUID, expected those of {table}")
    return words


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        package = {EMULATOR: "qemu-user", COMPILER: "gcc"}[program]
        sys.exit(f"{program}: found none, expected a program: install Debian's package {package}")
    return path


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{shlex.join(map(str, command))}:\n{done.stderr}")
    return done.stdout
