"""Invalid rows are refused, with their places."""

import csv

import pytest


@pytest.mark.parametrize(
    "row", [b"Lamp\xff,1", b"Lamp\0,1", b"Lamp,1e9999999999", b"Lamp,1" + b"0" * 5000]
)
def test_what_no_field_can_hold_is_a_bad_row(run, names, row):
    result = run("items", "import", "-", "-f", "csv", stdin=b"name,price\n" + row + b"\n")

    assert result.code == 2
    assert result.err.startswith("line 2: ")
    assert names() == []


@pytest.mark.parametrize(
    "line",
    [
        '{"name": "L", "price": 1, "\\ud800": 1}',
        '{"name": "L\\ud800", "price": 1}',
        '{"name": 7, "price": 1}',
        '{"price": true}',
    ],
)
def test_what_no_field_can_hold_is_a_bad_line(run, names, line):
    result = run("items", "import", "-", "-f", "jsonl", stdin=line.encode())

    assert result.code == 2
    assert result.err.startswith("line 1: ")


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_what_nobody_reads_is_refused(run, names, form):
    rows = {
        "csv": b"name,price,colour\nLamp,1,red\n",
        "json": b'[{"name": "L", "colour": "red"}]',
        "jsonl": b'{"name": "L", "colour": "red"}',
    }

    result = run("items", "import", "-", "-f", form, stdin=rows[form])

    assert result.code == 2
    assert result.err.partition("line 1")[2].startswith((": ", ", row 1: "))
    assert "colour" in result.err


@pytest.mark.parametrize("row", [b'"Lamp"x,1', b'"Lamp,1'])
@pytest.mark.parametrize("options", [[], ["--skip-invalid"]])
def test_a_file_is_refused_where_its_quotes_are_broken(run, names, row, options):
    rows = b'name,price\nDesk,3\n%b\nChair,2\n"Sofa\nBed,1\nBench",2\n' % row

    result = run("items", "import", "-", "-f", "csv", *options, stdin=rows)

    assert result.code == 2
    first, last = result.err.splitlines()
    assert first.startswith("line 3: ")
    assert last == "Error: Nothing was imported: the file cannot be read after line 3."
    assert names() == []


@pytest.mark.parametrize("options", [[], ["--skip-invalid"]])
def test_an_array_that_has_no_end_is_refused(run, names, options):
    array = b'[{"name": "Lamp", "price": 1},\n {"name": "Desk", "price": 2},'

    result = run("items", "import", "-", "-f", "json", *options, stdin=array)

    assert result.code == 2
    first, last = result.err.splitlines()
    assert first.startswith("line 2, row 3: is not a JSON array: ")
    assert last == "Error: Nothing was imported: the file cannot be read after line 2."
    assert names() == []


MANY = b"name,price\n" + b",x\n" * 22 + b"Lamp\n"


def test_twenty_bad_rows_are_printed_and_the_others_counted(run, names):
    result = run("items", "import", "-", "-f", "csv", stdin=MANY)

    *rows, rest, error = result.err.splitlines()
    assert [row.partition(":")[0] for row in rows] == [f"line {line}" for line in range(2, 22)]
    assert rest == "3 more bad rows; --errors FILE lists all of them."
    assert error == "Error: Nothing was imported; bad rows: 23."


def test_where_all_bad_rows_are_printed_none_is_counted(run, names):
    result = run("items", "import", "-", "-f", "csv", stdin=b"name,price\n" + b",x\n" * 20)

    assert len(result.err.splitlines()) == 20 + 1


@pytest.mark.parametrize(("options", "code"), [([], 2), (["--skip-invalid"], 0)])
def test_all_bad_rows_are_written_to_a_file(run, names, tmp_path, options, code):
    result = run(
        *("items", "import", "-", "-f", "csv", "--errors", "bad.csv"), *options, stdin=MANY
    )

    with (tmp_path / "bad.csv").open(encoding="utf-8", newline="") as file:
        header, *problems = csv.reader(file)
    assert result.code == code
    assert header == ["line", "row", "field", "problem"]
    assert [problem[:3] for problem in problems[:2]] == [["2", "", "name"], ["2", "", "price"]]
    assert problems[-1] == ["24", "", "", "has 1 cells; the header has 2"]
    assert len(problems) == 2 * 22 + 1


@pytest.mark.parametrize("price", ["1_0", "\u0663", "\uff11", "1e1", "+1", " 1", "1.", ".5"])
def test_a_price_is_digits_with_an_optional_point(run, names, price):
    rows = f"name,price\nLamp,{price}\n"

    result = run("items", "import", "-", "-f", "csv", stdin=rows.encode())

    assert result.code == 2
    assert result.err.startswith("line 2: price: Must be a number, such as 39.90.\n")


@pytest.mark.parametrize(
    ("form", "rows", "place"),
    [("json", b"[%b]", "line 1, row 1"), ("jsonl", b"%b", "line 1")],
)
def test_a_number_with_thousands_of_digits_is_a_bad_row(run, names, form, rows, place):
    row = b'{"name": "Lamp", "price": ' + b"1" * 5000 + b"}"

    result = run("items", "import", "-", "-f", form, stdin=rows % row)

    assert result.err.startswith(f"{place}: price: Must be 0 to 99999999.99")


def test_a_problem_is_told_in_the_programs_own_words(run, names):
    rows = b'{"name": "Lamp", "price": "cheap"}\n{"price": -1}\n{"name": "Lamp" "price"}\n'
    rows += b'{"name": "La\\u0000mp", "price": 1}\n'

    result = run("items", "import", "-", "-f", "jsonl", stdin=rows)

    assert result.err.splitlines()[:4] == [
        "line 1: price: Must be a number, such as 39.90.",
        "line 2: name: Is required. price: Must be 0 to 99999999.99, with at most two decimals.",
        "line 3: is not JSON: Expecting ',' delimiter",
        "line 4: name: Must not contain NUL characters.",
    ]
