"""Signed results: what was signed is valid, and nothing else is; by the commands, with keys that OpenSSL made."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from grader.errors import EngineError
from grader.report.signature import public_key, signed, verified

RESULT = '{\n  "submission": "alice",\n  "score": 41.5,\n  "tests": [\n    "é",\n    1e-07\n  ]\n}\n'


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """A folder with `grader.key` and `grader.pub`, as the README has them made."""
    folder = tmp_path_factory.mktemp("keys")
    if shutil.which("openssl"):
        for command in (
            "openssl genpkey -algorithm ed25519 -out grader.key",
            "openssl pkey -in grader.key -pubout -out grader.pub",
        ):
            subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    else:
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "grader.key").write_bytes(pem)
        pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (folder / "grader.pub").write_bytes(pem)
    return folder


def run(*arguments, cwd, **environment):
    return subprocess.run(
        [sys.executable, "-m", "grader", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_result_is_signed_and_verified(toy, keys):
    path, key = toy.submission(), (keys / "grader.key").read_text()
    options = ("--isolation", "process", "--format", "json", "--output", "alice.json")
    done = run("grade", path, *options, "--sign", "env:GRADER_KEY", cwd=toy.root, GRADER_KEY=key)
    assert done.returncode == 0, done.stderr
    text = (toy.root / "alice.json").read_text()
    assert "PRIVATE KEY" not in text
    done = run("verify-result", "alice.json", "--key", keys / "grader.pub", cwd=toy.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("valid: handed_in has 100 of 100. Isolation process, seed 0, submission ")
    (toy.root / "alice.json").write_text(text.replace('"score": 100.0', '"score": 100.1', 1))
    done = run("verify-result", "alice.json", "--key", keys / "grader.pub", cwd=toy.root)
    assert (done.returncode, done.stdout) == (1, "")
    assert "alice.json is not valid" in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "text", "--sign", "grader.key"), "--sign needs --format json"),
        (("--format", "json", "--sign", "nowhere.key"), "nowhere.key cannot be read"),
        (("--format", "json", "--sign", "grader.pub"), "grader.pub is not an Ed25519 private key"),
        (("--format", "json", "--sign", "env:NOT_SET"), "NOT_SET is not set"),
    ],
)
def test_a_wrong_key_is_found_before_anything_is_graded(toy, keys, options, said):
    for name in ("grader.key", "grader.pub"):
        shutil.copy(keys / name, toy.root)
    done = run("grade", toy.submission(), *options, cwd=toy.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_private_key_does_not_verify(keys):
    done = run("verify-result", keys / "grader.pub", "--key", keys / "grader.key", cwd=keys)
    assert done.returncode == 2
    assert "openssl pkey -in grader.key -pubout -out grader.pub" in done.stderr


@pytest.fixture(scope="module")
def key():
    return Ed25519PrivateKey.generate()


def test_every_byte_counts(key):
    data = signed(RESULT, key).encode()
    assert verified(data, key.public_key()) == json.loads(RESULT)
    for place in range(len(data)):
        for other in {data[place] ^ 1, data[place] ^ 32, ord(" ")} - {data[place]}:
            changed = data[:place] + bytes([other]) + data[place + 1 :]
            assert verified(changed, key.public_key()) is None, changed
    for changed in (data + b"\n", data[:-1], b" " + data, b"\xef\xbb\xbf" + data, data.replace(b"\n", b"\r\n")):
        assert verified(changed, key.public_key()) is None


def test_a_key_that_stands_twice_is_a_change(key):
    data = signed(RESULT, key)
    assert verified(data.replace("{", '{\n  "score": 100,', 1).encode(), key.public_key()) is None


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b'{"signature": 3}', b"[" * 100_000, RESULT.encode()])
def test_what_is_not_signed_is_not_valid(key, data):
    assert verified(data, key.public_key()) is None


def test_another_key_does_not_hold(key):
    assert verified(signed(RESULT, key).encode(), Ed25519PrivateKey.generate().public_key()) is None


def test_a_package_that_is_missing_is_named(keys, monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(EngineError, match="pip install cryptography"):
        public_key((keys / "grader.pub").read_bytes(), "grader.pub")


def test_openssl_and_the_grader_know_the_same_keys(keys):
    assert public_key((keys / "grader.pub").read_bytes(), "grader.pub")
