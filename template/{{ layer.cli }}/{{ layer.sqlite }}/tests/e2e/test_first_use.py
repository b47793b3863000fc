"""The database is created once, even by concurrent processes."""

import subprocess


def test_programs_that_start_at_once_make_it_together(start, tmp_path):
    variables = {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)}
    pipes = dict.fromkeys(("stdout", "stderr"), subprocess.PIPE)
    programs = [start("db", "current", env=variables, **pipes) for _ in range(4)]

    told = [program.communicate(timeout=60) for program in programs]

    assert [program.returncode for program in programs] == [0] * 4, told
