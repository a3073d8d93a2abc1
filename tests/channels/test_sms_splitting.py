"""How texts become short messages: what they cost, where they are cut, and that nothing is lost on the way."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rafiq.channels.sms import gsm, splitting
from rafiq.channels.sms.smpp import contents
from rafiq.channels.sms.smpp.link import Link
from rafiq.channels.sms.splitting import Encoding, count, split
from tests.channels.sms_peers import LONG_ARABIC, LONG_PERSIAN

GSM_LETTERS = "".join(chr(code) for code in range(0x2000) if gsm.septets(chr(code))) + "€"
TEXTS = st.one_of(
    st.text(st.sampled_from(GSM_LETTERS), max_size=900),
    st.text(st.sampled_from("سلام یخچال\u200cها ؟😕🙏🏽👨‍👩‍👧abc"), max_size=500),
    st.text(max_size=500),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (1, Encoding.GSM, 160)),
        ("a" * 160, (1, Encoding.GSM, 0)),
        ("a" * 161, (2, Encoding.GSM, 153 - 8)),
        ("a" * 306, (2, Encoding.GSM, 0)),
        ("a" * 307, (3, Encoding.GSM, 152)),
        ("€" * 80, (1, Encoding.GSM, 0)),
        ("€" * 81, (2, Encoding.GSM, 153 - 10)),  # 76 of them fill a part but for one septet
        ("س" * 70, (1, Encoding.UCS2, 0)),
        ("س" * 71, (2, Encoding.UCS2, 67 - 4)),
        ("س" * 134, (2, Encoding.UCS2, 0)),
        ("😕" * 35, (1, Encoding.UCS2, 0)),
        ("😕" * 36, (2, Encoding.UCS2, 67 - 6)),  # 33 pairs and one unit that stays empty
        ("Grüße, ¿qué? @£¥ [ok]", (1, Encoding.GSM, 160 - 23)),
        ("naïve", (1, Encoding.UCS2, 65)),
    ],
)
def test_what_a_text_costs(text, expected):
    assert tuple(count(text)) == expected


def test_a_wide_reference_leaves_less_room():
    assert count("a" * 304, reference_bits=16) == (2, Encoding.GSM, 0)
    assert count("a" * 305, reference_bits=16).parts == 3
    assert count("س" * 132, reference_bits=16) == (2, Encoding.UCS2, 0)


@given(TEXTS, st.sampled_from([8, 16]))
def test_parts_joined_are_the_text_and_each_fits(text, bits):
    parts = split(text, reference_bits=bits)
    encoding = splitting.encoding_of(text)

    assert "".join(parts) == text
    assert len(parts) == count(text, reference_bits=bits).parts
    room = splitting.OCTETS - (splitting.header_octets(bits) if len(parts) > 1 else 0)
    for part in parts:
        size = splitting.units(part, encoding)
        assert (size * 7 + 7) // 8 <= room if encoding is Encoding.GSM else size * 2 <= room


@given(TEXTS)
def test_no_part_could_take_the_first_letter_of_the_next(text):
    parts = split(text)
    encoding = splitting.encoding_of(text)
    most = (153 if encoding is Encoding.GSM else 67) if len(parts) > 1 else 160
    for part, following in pairwise(parts):
        assert splitting.units(part + following[0], encoding) > most


@given(st.text(st.sampled_from(GSM_LETTERS)))
def test_the_alphabet_reads_what_it_wrote(text):
    assert gsm.decode(gsm.encode(text)) == text


def test_unknown_extensions_show_the_letter_of_the_basic_table():
    assert gsm.decode(bytes([0x1B, 0x41, 0x1B, 0x1B, 0x1B, 0x65])) == "A €"
    assert len(gsm._BASIC) == 128


def test_more_parts_than_a_header_can_number_are_refused():
    with pytest.raises(splitting.TooLong):
        split("س" * (255 * 67 + 1))
    assert len(split("س" * (255 * 67))) == 255


@pytest.mark.parametrize("alphabet", ["gsm", "latin1", "ascii"])
@pytest.mark.parametrize("long", ["udh8", "udh16", "sar", "payload"])
@settings(max_examples=40)
@given(text=TEXTS.filter(bool))
def test_what_is_composed_is_read_again(text, long, alphabet):
    link = Link(host="h", port=1, long=long, alphabet=alphabet)
    shorts = contents.compose(text, to="+989123456789", link=link, reference=200)
    found = [contents.read(contents.Short.decode(short.encode())) for short in shorts]

    assert "".join(contents.letters(one.octets, one.coding, alphabet=alphabet) or "" for one in found) == text
    if len(found) > 1:
        width = {"udh8": "8", "udh16": "16", "sar": "s"}[long]
        expected = [contents.Portion(f"{width}:200", len(found), number) for number in range(1, len(found) + 1)]
        assert [one.portion for one in found] == expected


@pytest.mark.parametrize(("coding", "octets", "words"), [
    (0, b"\x00\x1be", "@€"), (1, b"hi@", "hi@"), (3, b"\xe9t\xe9", "été"), (8, b"\x06\x33", "س"),
    (0x18, b"\x06\x33", "س"), (0xF0, b"\x00", "@"), (0xE8, b"\x06\x33", "س"), (4, b"\x00\x01", None),
    (0xF5, b"\x00\x01", None), (2, b"x", None),
])  # fmt: skip
def test_data_codings_are_read(coding, octets, words):
    assert contents.letters(octets, coding, alphabet="gsm") == words


def test_long_texts_of_both_languages_are_cut_where_no_letter_is():
    for text in (LONG_PERSIAN, LONG_ARABIC):
        assert count(text).encoding is Encoding.UCS2
        assert count(text).parts > 2
        assert "".join(split(text)) == text
