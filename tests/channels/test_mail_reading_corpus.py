"""The real mails beside the checkout. `-s` prints the tables that docs/mail-reading.md quotes."""

import re
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from rafiq.channels.mail.reading import Kind, Mail, Report, addresses, read, reader
from tests.channels import mail_corpus

FOLDERS = ("helpdesk", "inbox", "library", "bounces", "everyday")
# Nothing of a mail may reach a page or the database with these in it.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def texts(mail: Mail) -> list[str]:
    """Everything of a mail that is shown or stored as text."""
    people = [*mail.from_, *mail.to, *mail.cc, *mail.reply_to]
    failures = mail.bounce.failures if mail.bounce else ()
    return [
        mail.subject, mail.text, mail.new_text, mail.quoted, mail.html, mail.message_id, mail.in_reply_to, *mail.references,
        mail.list_id, *mail.list_unsubscribe, mail.auto_submitted, mail.precedence, mail.auth.server,
        *(item.name for item in mail.attachments), *(f"{person.name} {person.email}" for person in people),
        *(f"{each.recipient} {each.status} {each.reason}" for each in failures),
    ]  # fmt: skip


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_mail_is_read_without_falling_back(folder):
    for path in mail_corpus.files(folder):
        # `read` never raises; what it calls must not need that here.
        mail = reader.read_strictly(path.read_bytes())

        assert not any(UNWANTED.search(text) for text in texts(mail)), path.name
        assert sorted(mail.text.split()) == sorted(f"{mail.new_text}\n{mail.quoted}".split()), path.name
        assert mail.new_text.strip() or not mail.text.strip(), path.name
        assert all(item.size == len(item.content) for item in mail.attachments), path.name


def emails(text: str) -> list[str]:
    return sorted(person.email.lower() for person in addresses.parse(text.encode().decode("latin-1")) if person.email)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", re.sub(r"<[^>]*>|&\w+;", " ", text).lower()))


def compared(path: Path) -> dict[str, bool]:
    """Where our reading of one mail agrees with the other product's."""
    expected = mail_corpus.expectation(path.with_suffix(".yml"))
    mail = read(path.read_bytes())
    sender = mail.from_[0] if mail.from_ else None
    body = words(expected.values["body"])
    ours = words(mail.text) | words(mail.html)
    return {
        "from": bool(sender) and sender.email.lower() == expected.values["from_email"].lower(),
        "name": bool(sender) and sender.name == " ".join(expected.values["from_display_name"].split()),
        "to": sorted(person.email.lower() for person in mail.to if person.email) == emails(expected.values["to"]),
        "subject": mail.subject.split() == expected.values["subject"].split(),
        "attachments": sorted(item.name for item in mail.attachments) == sorted(expected.attachments),
        "number of attachments": len(mail.attachments) == len(expected.attachments),
        "words of the body": len(body & ours) >= 0.9 * len(body) or expected.values["body"] == "no visible content",
    }


def test_a_help_desk_reads_the_same_mails_the_same_way():
    agreed, differs, count = Counter[str](), [], 0
    for path in mail_corpus.files("helpdesk", ".box"):
        count += 1
        for what, is_same in compared(path).items():
            agreed[what] += is_same
            differs += [] if is_same else [f"{path.name}: {what}"]
    print("\n", dict(agreed), f"of {count}\n", "\n ".join(differs))

    for what in ("from", "to", "subject", "number of attachments"):
        assert agreed[what] >= 0.95 * count, (what, differs)
    assert agreed["attachments"] >= 0.9 * count, differs
    assert agreed["words of the body"] >= 0.9 * count, differs


def stated(raw: bytes, field: str) -> list[str]:
    """The values of one field of the machine-readable report, where a mail has one."""
    text = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode("latin-1")
    return [
        value.lower()
        for value in re.findall(rf"^{field}: *(?:[\w/-]+; *)?<?([^\s<>;]+)", text, re.MULTILINE | re.IGNORECASE)
    ]


def test_bounces_are_recognised_with_whom_they_are_about():
    missed, nobody, wrong, count = [], [], [], 0
    for path in mail_corpus.files("bounces"):
        count += 1
        raw = path.read_bytes()
        bounce = read(raw).bounce
        if bounce is None:
            missed.append(path.name)
            continue
        if not bounce.recipient:
            nobody.append(path.name)
        addressed = [value for value in stated(raw, "(?:Final|Original)-Recipient") if "@" in value]
        statuses = [value for value in stated(raw, "Status") if re.match(r"[45]\.\d", value)]
        if addressed and bounce.recipient.lower() not in addressed:
            wrong.append(f"{path.name}: {bounce.recipient}, not {addressed}")
        if addressed and statuses and bounce.status not in statuses:
            wrong.append(f"{path.name}: {bounce.status}, not {statuses}")
    print(
        f"\n {count - len(missed)} of {count} recognised, not: {missed}; without a recipient: {nobody}; wrong: {wrong}"
    )

    assert len(missed) <= 0.03 * count, missed
    assert len(nobody) <= 0.03 * count, nobody
    assert len(wrong) <= 0.03 * count, wrong


def test_delays_condemn_nobody_and_complaints_are_told_as_such():
    for path in mail_corpus.files("bounces"):
        bounce = read(path.read_bytes()).bounce
        if path.name.startswith("arf-"):
            assert bounce is not None, path.name
            assert bounce.report is Report.COMPLAINT, path.name
            assert bounce.recipient, path.name
        if bounce and bounce.report is not Report.FAILED:
            assert not bounce.is_permanent, path.name


def test_no_everyday_mail_is_taken_for_a_machines():
    kinds = Counter(read(path.read_bytes()).kind for path in mail_corpus.files("everyday"))
    print("\n", dict(kinds))

    assert kinds[Kind.BOUNCE] == kinds[Kind.AUTO_REPLY] == kinds[Kind.LOOP] == 0


def test_contents_can_be_saved_under_their_names():
    with tempfile.TemporaryDirectory() as folder:
        for path in mail_corpus.files("helpdesk", ".box"):
            for item in read(path.read_bytes()).attachments:
                (Path(folder) / item.name).write_bytes(item.content)
        assert any(Path(folder).iterdir())
