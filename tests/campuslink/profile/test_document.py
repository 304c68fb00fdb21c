"""YAML from strangers: values with their lines, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.errors import ProfileError
from campuslink.profile.document import MAX_BYTES, parse_document


def refusal(text: str | bytes):
    with pytest.raises(ProfileError) as caught:
        parse_document(text.encode() if isinstance(text, str) else text, "bad.yaml")
    (problem,) = caught.value.problems
    return problem


def test_every_key_and_item_knows_its_line() -> None:
    document = parse_document(b"a: 1\nb:\n  - x\n  - {c: 2,\n     d: 3}\n", "f.yaml")
    lines = [document.line(path) for path in [("a",), ("b",), ("b", 0), ("b", 1, "c"), ("b", 1, "d")]]
    assert lines == [1, 2, 3, 4, 5]


def test_unknown_path_has_the_line_of_what_encloses_it() -> None:
    assert parse_document(b"a: 1\nb: {c: 2}\n", "f.yaml").line(("b", "x", "y")) == 2


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("0x0048", 0x48),
        ("12", 12),
        ("-0.5", -0.5),
        ("true", True),
        ("~", None),
        ('"00010000"', "00010000"),
        ("2024-01-01", "2024-01-01"),
        ("m³", "m³"),
    ],
)
def test_scalars_are_plain_values(scalar: str, value) -> None:
    assert parse_document(f"a: {scalar}".encode(), "f.yaml").root["a"] == value


def test_file_may_start_with_a_byte_order_mark() -> None:
    assert parse_document(b"\xef\xbb\xbfa: 1", "f.yaml").root == {"a": 1}


def test_alias_outside_its_anchor_repeats_the_value() -> None:
    assert parse_document(b"a: &x [1, 2]\nb: *x\n", "f.yaml").root["b"] == [1, 2]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("# nothing\n", 1, "empty"),
        ("- 1\n", 1, "top level"),
        ("text", 1, "top level"),
        ("a: 1\nb: 2\na: 3\n", 3, "twice"),
        ("a: 1\nb: {c: 1, c: 2}\n", 2, "twice"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "tag"),
        ("a: 1\nb: !secret x\n", 2, "tag"),
        ("a: !!str 5\n", 1, "tag"),
        ("a: &x\n  b: *x\n", 2, "inside"),
        ("a: *nowhere\n", 1, "anchor"),
        ("a: {<<: {b: 1}}\n", 1, "merge"),
        ("a: 1\n---\nb: 2\n", 2, "second"),
        ("a: [1\nb: 2\n", 2, "YAML"),
        ("a: 1\n\tb: 2\n", 2, "YAML"),
        ("a: \x00\n", 1, "YAML"),
        ("? [1, 2]\n: 3\n", 1, "key"),
        ("1.5: 3\n", 1, "key"),
        ("~: 3\n", 1, "key"),
        ("a: 0b_\n", 1, "number"),
        (f"a: {'9' * 5000}\n", 1, "number"),
        (b"a: 1\nb: \xff\xfe\n", 2, "UTF-8"),
    ],
)
def test_refusals_name_line_and_reason(text, line: int, words: str) -> None:
    problem = refusal(text)
    assert (problem.file, problem.line) == ("bad.yaml", line)
    assert words in problem.message


def test_files_over_the_limit_are_refused_unread() -> None:
    assert "256 KiB" in refusal(b"a: " + b"x" * MAX_BYTES).message


@pytest.mark.parametrize("text", ["a: " + "[" * 5000 + "]" * 5000, "{a: " * 3000 + "1" + "}" * 3000])
def test_deep_nesting_is_refused(text: str) -> None:
    assert "nested" in refusal(text).message


def test_twenty_levels_are_read() -> None:
    assert parse_document(("a: " + "[" * 19 + "]" * 19).encode(), "f.yaml").root


def test_aliases_count_as_what_they_stand_for() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    assert "aliases expanded" in refusal("\n".join(rows)).message


def test_aliases_cannot_hide_depth() -> None:
    rows = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 30)]
    assert "nested" in refusal("\n".join(rows)).message


@given(st.binary(max_size=200) | st.text(alphabet="ab:{}[]&*!<>-?|'\"%#, \n0.~", max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    lines: list[int] = []
    try:
        root = parse_document(data, "f.yaml").root
    except ProfileError as error:
        lines, root = [problem.line for problem in error.problems], {}
    assert isinstance(root, dict)
    assert all(line >= 1 for line in lines)
