"""One connection to a message centre: encrypted or not, several requests at once, odd units, and polite endings."""

import asyncio
import datetime
import ipaddress
import ssl
import struct
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rafiq.channels.sms.smpp import pool
from rafiq.channels.sms.smpp.link import Link
from rafiq.channels.sms.smpp.pdu import Command, Short
from rafiq.channels.sms.smpp.session import LineLost, Refused, Session
from tests.channels.sms_peers import a_centre
from tests.channels.smsc import PASSWORD, SYSTEM
from tests.makers import NOON


def link_to(centre, **fields):
    given = {"host": "127.0.0.1", "port": centre.port, "system_id": SYSTEM, "password": PASSWORD, "answer_seconds": 5}
    return Link(**(given | fields))


@pytest.fixture
def certificate(tmp_path):
    """A certificate of the centre's own that nobody else vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "centre")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(NOON - datetime.timedelta(days=900))
        .not_valid_after(NOON + datetime.timedelta(days=9000))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path / "centre.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return context


def test_encrypted_where_wanted_and_only_with_a_certificate_that_is_trusted(certificate):
    async def bind(link):
        session = Session(link)
        await session.open(Command.BIND_TRANSMITTER)
        await session.close()

    with a_centre(tls=certificate) as centre:
        asyncio.run(bind(link_to(centre, use_tls=True, check_certificate=False)))
        with pytest.raises(ssl.SSLCertVerificationError):
            asyncio.run(bind(link_to(centre, use_tls=True)))
        assert centre.binds == ["transmitter"]


def test_several_threads_share_one_connection_and_its_window():
    with a_centre(slow_seconds=0.02) as centre:
        link = link_to(centre, window=3)
        with ThreadPoolExecutor(8) as threads:
            ids = list(threads.map(lambda n: pool.submit(999, link, Short(octets=b"%d" % n)), range(24)))

        assert len(set(ids)) == 24
        assert centre.binds == ["transmitter"]
        assert centre.most_under_way == 3


def test_another_password_means_another_connection():
    with a_centre() as centre:
        pool.submit(999, link_to(centre), Short(octets=b"1"))
        with pytest.raises(Refused):
            pool.submit(999, link_to(centre, password="changed"), Short(octets=b"2"))
        pool.submit(999, link_to(centre), Short(octets=b"3"))
        assert centre.texts() == ["1", "3"]


def test_a_line_that_broke_is_made_anew():
    with a_centre() as centre:
        pool.submit(999, link_to(centre), Short(octets=b"1"))
        centre.hang_up_at = 1
        with pytest.raises(LineLost):
            pool.submit(999, link_to(centre), Short(octets=b"2"))
        pool.submit(999, link_to(centre), Short(octets=b"2"))
        assert centre.texts() == ["1", "2"]


def test_an_idle_line_is_hung_up_politely(monkeypatch):
    monkeypatch.setattr(pool, "IDLE_SECONDS", 0.05)
    with a_centre() as centre:
        pool.submit(999, link_to(centre), Short(octets=b"1"))
        centre.wait(lambda: not centre.lines)
        pool.submit(999, link_to(centre), Short(octets=b"2"))
        assert centre.binds == ["transmitter", "transmitter"]


def test_a_centre_that_does_not_answer_is_given_up():
    with a_centre(mute=True) as centre, pytest.raises(LineLost):
        pool.submit(999, link_to(centre, answer_seconds=0.2), Short(octets=b"1"))


@pytest.mark.parametrize("odd", [
    struct.pack(">LLLL", 16, 0x00010203, 0, 77),  # a command nobody knows
    struct.pack(">LLLL", 16, 0x80000004, 0x0400, 4242),  # an answer to nothing, with a status of the centre's own
    struct.pack(">LLLL", 16, 0x80000000, 3, 0),  # it did not understand us
    struct.pack(">LLLL", 16, 0x102, 0, 5),  # an alert
    struct.pack(">LLLL", 16, 0x15, 0, 6),  # is anybody there?
])  # fmt: skip
def test_odd_units_do_not_end_a_session(odd):
    with a_centre() as centre:
        pool.submit(999, link_to(centre), Short(octets=b"1"))
        centre.send_raw(odd)
        pool.submit(999, link_to(centre), Short(octets=b"2"))
        assert centre.binds == ["transmitter"]
        assert centre.texts() == ["1", "2"]
        if odd[4:8] == b"\x00\x01\x02\x03":
            centre.wait(lambda: centre.nacks == [3])


def test_a_centre_that_unbinds_is_bound_again():
    with a_centre() as centre:
        pool.submit(999, link_to(centre), Short(octets=b"1"))
        centre.send_raw(struct.pack(">LLLL", 16, 0x06, 0, 9))
        centre.wait(lambda: not centre.lines)
        pool.submit(999, link_to(centre), Short(octets=b"2"))
        assert centre.texts() == ["1", "2"]
