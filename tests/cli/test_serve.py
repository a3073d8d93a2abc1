"""Starts the real program, as a person would, on a port and data folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from rafiq.platform import postgres, processes

ROOT = Path(__file__).parents[2]


class Program:
    """One run of `rafiq serve`."""

    def __init__(self, data, *words):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("RAFIQ_", "DATABASE_URL"))}
        self.port = free_port()
        command = [sys.executable, "-m", "rafiq", "serve", "--port", str(self.port), "--data", str(data), *words]
        self.log = data.with_suffix(".log")
        self.process = subprocess.Popen(
            command, env={**kept, "PYTHONPATH": str(ROOT / "src")}, stdout=self.log.open("ab"), stderr=subprocess.STDOUT
        )

    def wait_until_healthy(self):
        for _ in range(600):
            assert self.process.poll() is None, self.log.read_text()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                    return answer.status
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def descendants(self):
        """The ids of all processes below the program."""
        said = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout.split()
        parents = dict(zip(map(int, said[::2]), map(int, said[1::2]), strict=True))
        found, changed = {self.process.pid}, True
        while changed:
            below = {pid for pid, parent in parents.items() if parent in found} - found
            found, changed = found | below, bool(below)
        return found - {self.process.pid}

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def data():
    folder = Path(tempfile.mkdtemp(prefix="rafiq-cli-"))
    folder.chmod(0o711)
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def start(data):
    started = []

    def begin(*words):
        started.append(Program(data, *words))
        return started[-1]

    yield begin
    for program in started:
        if program.process.poll() is None:
            program.end(signal.SIGTERM)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def none_alive(pids):
    for _ in range(150):
        if not any(processes.is_alive(pid) for pid in pids):
            return True
        time.sleep(0.1)
    return False


def test_ctrl_c_stops_everything_and_a_second_start_keeps_the_data(start, data):
    first = start()
    assert first.wait_until_healthy() == 200
    below = first.descendants()
    assert len(below) >= 4
    key = (data / "secret-key").read_text()

    assert first.end(signal.SIGINT) == 0
    assert none_alive(below)
    assert first.log.read_text().splitlines()[-1] == "rafiq | stopped"

    second = start()
    assert second.wait_until_healthy() == 200
    assert "preparing" not in second.log.read_text().split("stopped")[-1]
    assert (data / "secret-key").read_text() == key
    assert (data / "secret-key").stat().st_mode & 0o077 == 0


def test_a_killed_supervisor_leaves_no_process_behind(start):
    program = start()
    program.wait_until_healthy()
    below = program.descendants()
    program.end(signal.SIGKILL)
    assert none_alive(below)


def test_a_crashed_process_is_started_again(start):
    program = start()
    program.wait_until_healthy()
    web = next(pid for pid in program.descendants() if is_web(pid))
    os.kill(web, signal.SIGKILL)
    assert none_alive([web])
    assert program.wait_until_healthy() == 200
    assert "ended unexpectedly" in program.log.read_text()


def is_web(pid):
    command = subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True).stdout
    return command.strip().endswith("rafiq web")


def test_a_second_program_on_the_same_data_is_refused_with_the_reason(start, data):
    start().wait_until_healthy()
    second = start()
    assert second.process.wait(60) == 1
    assert f"already runs on {data}" in second.log.read_text()


def test_a_taken_port_is_named(data):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "rafiq", "serve", "--port", str(port), "--data", str(data)]
        done = subprocess.run(
            command, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True
        )
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert not data.exists()


def test_a_command_beside_the_running_program_uses_its_database(start, data):
    start().wait_until_healthy()
    assert postgres.running_url(data)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "RAFIQ_DATA": str(data)}
    command = [sys.executable, "-m", "rafiq", "manage", "migrate", "--check"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
