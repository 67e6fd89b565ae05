"""The golden values: a change of deciding code is seen, and whether it changes results."""

import copy
import platform
from pathlib import Path

import pytest

import write_golden
from comparison import found, packages, problem, read_golden
from compute import MODULES
from deciding_parts import ROOT, parts, place_of
from plain_values import plain
from sametrials.trials import deciding_code
from sametrials.trials.deciding_code import LIBRARY, Part, code_of
from searched import contents
from write_golden import computed, refusal

PART = "suggest"
IS_COMPARABLE = (
    platform.machine() in ("x86_64", "AMD64") and read_golden()["packages"] == packages()
)
"""On another processor, or with other packages, values may differ for that reason alone."""


@pytest.mark.parametrize("part", MODULES)
def test_the_code_of_a_part_gives_its_golden_values(part):
    noted = read_golden()["parts"][part]
    values = computed(part)[part] if IS_COMPARABLE else noted["values"]
    if said := problem(part, noted, found(part, values)):
        pytest.fail(said, pytrace=False)


def test_the_golden_values_are_of_the_packages_that_are_installed():
    assert read_golden()["packages"] == packages(), "other packages: run `make golden`"


def test_all_code_that_decides_is_of_one_part():
    trainings = {path.relative_to(LIBRARY).as_posix() for path in LIBRARY.glob("tasks/*/training")}
    assert {"study", "suggest", "tasks/reported", *trainings} == {*parts()} == {*MODULES}
    assert {*read_golden()["parts"]} == {*MODULES}
    files = [file for part in MODULES for file in code_of(part)]
    assert len(files) == len(set(files))


def test_the_version_of_a_part_stands_where_it_is_said_to():
    for folder in parts():
        assert f'Part("{folder}", version=' in (ROOT / place_of(folder)).read_text()


def test_one_case_is_computed_alone_and_is_the_same():
    case = "gp-LCB-at-5"
    values = computed(f"{PART}/{case}", f"{PART}/costs*")[PART]
    assert set(values) == {case, "costs", "costs-of-failures"}
    if IS_COMPARABLE:
        assert values[case] == read_golden()["parts"][PART]["values"][case]


# What is said of a change

NOTED = {
    "version": 1,
    "code": {"suggest/a.py": "1", "suggest/b.py": "2"},
    "values": {"one": 0.1, "two": [1, 2.0]},
}


def changed(**changes) -> dict:
    now = copy.deepcopy(NOTED)
    for name, change in changes.items():
        now[name] = now[name] | change if isinstance(change, dict) else change
    return now


def test_nothing_is_said_of_what_is_as_noted():
    assert problem(PART, NOTED, changed()) is None


@pytest.mark.parametrize("two", [[1, 2], [1, 2.0000000000000004], [1.0, 2.0], [True, 2.0]])
def test_a_value_differs_in_the_last_bit_or_in_its_type(two):
    assert problem(PART, NOTED, changed(values={"two": two}, code={"suggest/a.py": "3"})) == (
        "suggest: 1 of 2 golden values differ (two): results have changed; raise its version in "
        "scripts/sametrials/trials/deciding_code.py, then `make golden`; or undo the change"
    )


def test_changed_code_is_seen_even_if_no_value_differs():
    assert problem(PART, NOTED, changed(code={"suggest/b.py": "3", "suggest/c.py": "4"})) == (
        "the code of suggest has changed (suggest/b.py, suggest/c.py) and its golden values are "
        "the same; if it decides nothing new, run `make golden`, which notes that; else raise its "
        "version in scripts/sametrials/trials/deciding_code.py before"
    )


def test_a_raised_version_wants_golden_values_of_its_own():
    said = problem(PART, NOTED, changed(version=2, values={"one": 0.2}))
    assert (
        said == "suggest: its version is 2, the golden values are of version 1: run `make golden`"
    )


def test_a_new_case_wants_to_be_noted():
    assert problem(PART, NOTED, changed(values={"three": 3})) == (
        "suggest: cases were added or removed (three): run `make golden`"
    )


# make golden


@pytest.mark.parametrize(
    ("changes", "same_packages", "is_refused"),
    [
        ({}, True, False),
        ({"code": {"suggest/a.py": "3"}}, True, False),
        ({"values": {"one": 0.2}}, True, True),
        ({"values": {"one": 0.2}, "version": 2}, True, False),
        ({"values": {"three": 3}}, True, False),
        ({"version": 0}, True, True),
        ({"values": {"one": 0.2}}, False, False),
        ({"values": {"one": 0.2}, "code": {"suggest/a.py": "3"}}, False, True),
    ],
)
def test_changed_values_are_noted_under_a_raised_version_or_other_packages_only(
    changes, same_packages, is_refused
):
    said = refusal(PART, NOTED, changed(**changes), same_packages)
    assert (said is not None) == is_refused


@pytest.fixture
def golden(tmp_path, monkeypatch) -> Path:
    """A copy of what is noted; one value of the code is another one than there."""
    path, code = tmp_path / "golden.json", tmp_path / "noted_code.json"
    path.write_text(write_golden.GOLDEN.read_text())
    code.write_text(write_golden.NOTED_CODE.read_text())
    monkeypatch.setattr(write_golden, "NOTED_CODE", code)
    values = {part: each["values"] for part, each in read_golden()["parts"].items()}
    values[PART] = values[PART] | {"costs": [0.5]}
    monkeypatch.setattr(write_golden, "GOLDEN", path)
    monkeypatch.setattr(write_golden, "computed", lambda: values)
    return path


def test_make_golden_refuses_in_a_line_and_writes_nothing(golden):
    before = contents(golden.parent)
    with pytest.raises(SystemExit, match=r"^suggest: 1 of \d+ golden values differ \(costs\)"):
        write_golden.main()
    assert contents(golden.parent) == before


def test_make_golden_writes_the_values_of_a_raised_version(golden, monkeypatch, capsys):
    study, suggest = deciding_code.ENGINE
    raised = Part(PART, suggest.version + 1)
    monkeypatch.setattr(deciding_code, "ENGINE", (study, raised))
    before = read_golden(golden)
    write_golden.main()
    assert capsys.readouterr().out == "golden.json: noted suggest\n"
    after = read_golden(golden)
    assert after["parts"][PART]["values"]["costs"] == [0.5]
    assert after["parts"][PART]["version"] == raised.version
    assert {part: each for part, each in after["parts"].items() if part != PART} == {
        part: each for part, each in before["parts"].items() if part != PART
    }
    write_golden.main()
    assert capsys.readouterr().out == "golden.json: noted nothing new\n"


def test_a_value_is_plain_and_exact():
    import numpy

    given = {"a": (0.1, float("nan"), True), "b": numpy.float32(0.1), "c": None}
    assert plain(given) == {"a": [0.1, "nan", True], "b": 0.10000000149011612, "c": None}
    array, other = (plain(numpy.array([1.0, 2.0, 3.0, 4.0, last])) for last in (5.0, 6.0))
    assert array["first"] == other["first"] == [1.0, 2.0, 3.0, 4.0]
    assert array["all"] != other["all"]
