"""Reports, exports, imports, copies and the doctor: files come out whole, or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from okrboard.report.format import escaped

if TYPE_CHECKING:
    from pathlib import Path

    from support.cli import Okr


class Page(HTMLParser):
    """Counts what is open, and collects what would be loaded or run."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.bad: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)
        if tag in ("script", "link", "img", "iframe", "object", "a", "base", "form"):
            self.bad.append(tag)
        self.bad += [name for name, _ in attrs if name.startswith("on") or name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_report_has_every_goal_in_every_format(okr: Okr, demo: Path) -> None:
    for form in ("md", "html", "csv", "json"):
        said = okr("report", "--format", form)
        assert (said.status, said.err) == (0, "")
        for word in ("O10", "KR19", "Pages a week", "KR31"):
            assert word in said.out, form


def test_a_report_as_a_page_loads_and_runs_nothing(okr: Okr, demo: Path) -> None:
    hostile = '<script>alert(1)</script><img src=x onerror=alert(1)>" onclick="x'
    okr("objective", "edit", "O6", "--title", hostile, "--why", hostile)
    okr("check-in", "KR19", "3", "--driver", f"{hostile}=+1")
    page = Page()
    page.feed(okr("report", "--format", "html").out)
    assert (page.open, page.bad) == ([], [])
    assert page.words.count(hostile) == 3


def test_a_report_as_markdown_takes_a_person_s_signs_for_signs(okr: Okr, demo: Path) -> None:
    okr("objective", "edit", "O6", "--title", "a | b *c* [d](http://e) `f` <g> @h www.i.org 1. x")
    assert (
        "### O6 a \\| b \\*c\\* \\[d\\](http\\://e) \\`f\\` \\<g\\> \\@h www\\.i.org 1. x"
        in okr("report").out
    )


def test_a_number_below_zero_is_no_list_in_markdown(okr: Okr, demo: Path) -> None:
    said = okr("report").out
    assert "| −56 % |" in said
    assert "\\-" not in said
    assert escaped("- a", for_sites=True) == "\\- a"
    assert escaped("---", for_sites=True) == "\\---"


def test_a_report_as_a_table_has_numbers_bare_and_no_formula(okr: Okr, demo: Path) -> None:
    okr("kr", "edit", "KR19", "--title", "=cmd|' /C calc'!A0")
    rows = list(csv.DictReader(io.StringIO(okr("report", "--format", "csv").out)))
    row = next(row for row in rows if row["key_result"] == "KR19")
    assert row["title"] == "'=cmd|' /C calc'!A0"
    assert (row["start"], row["current"], row["health"]) == ("14", "19", "off_track")
    assert len(rows) == len(okr("kr", "list", "--json").json)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("r.md", "# Ternhaven"),
        ("r.html", "<!doctype html>"),
        ("r.htm", "<!doctype html>"),
        ("r.csv", '"day"'),
        ("r.json", "{"),
        ("r.txt", "# Ternhaven"),
    ],
)
def test_a_report_goes_to_a_file_whose_ending_says_the_format(
    okr: Okr, demo: Path, tmp_path: Path, name: str, start: str
) -> None:
    assert okr("report", "-o", name).out == f"the report is in {name}\n"
    assert (tmp_path / name).read_text().startswith(start)


def test_a_report_is_not_written_as_what_it_is_not(okr: Okr, demo: Path, tmp_path: Path) -> None:
    said = okr("report", "-o", "r.pdf")
    assert (said.status, said.line) == (
        2,
        "a report is md, html, csv, json, not “pdf”; or give --format",
    )
    assert not (tmp_path / "r.pdf").exists()
    assert okr("report", "-o", "r.pdf", "--format", "md").status == 0


def test_what_is_there_is_not_written_over(okr: Okr, demo: Path, tmp_path: Path) -> None:
    for words in (("report", "-o", "x.md"), ("export", "x.json")):
        target = tmp_path / words[-1]
        target.write_text("mine")
        said = okr(*words)
        assert (said.status, target.read_text()) == (1, "mine")
        assert "--force" in said.line
        assert okr(*words, "--force").status == 0
        assert target.read_text() != "mine"


def test_a_planted_link_is_not_followed(okr: Okr, demo: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "r.md").symlink_to(victim)
    (tmp_path / "dangling.md").symlink_to(tmp_path / "new")
    assert okr("report", "-o", "r.md").status == 1
    assert okr("report", "-o", "dangling.md").status == 1
    assert not (tmp_path / "new").exists()
    assert okr("report", "-o", "r.md", "--force").status == 0
    assert victim.read_text() == "mine"
    assert not (tmp_path / "r.md").is_symlink()


@pytest.mark.parametrize("path", ["no/such/folder/x.json", "/proc/x.json", "."])
def test_where_nothing_can_be_written_is_one_line(okr: Okr, demo: Path, path: str) -> None:
    said = okr("export", path, "--format", "json")
    assert said.status == 1
    assert said.line


def test_export_import_export_is_the_same_bytes(okr: Okr, demo: Path, tmp_path: Path) -> None:
    okr("export", "one.json")
    okr("init", "other.json", "--timezone", "UTC")
    assert okr("import", "one.json", "--board", "other.json").status == 0
    okr("export", "two.json", "--board", "other.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_a_table_goes_out_and_comes_in_again(okr: Okr, demo: Path, tmp_path: Path) -> None:
    okr("export", "one.csv")
    okr("init", "other.json", "--timezone", "UTC")
    said = okr("import", "one.csv", "--board", "other.json", "--json")
    assert (said.status, said.json["skipped"]) == (0, [])
    assert said.json["key_results"] > 30
    okr("export", "two.csv", "--board", "other.json")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_a_wrong_row_is_named_and_nothing_is_imported(
    okr: Okr, empty: Path, tmp_path: Path
) -> None:
    (tmp_path / "goals.csv").write_text(
        "objective,key_result,start,target\nSleep,Pages,31,8\nSleep,Alerts,many,3\n"
    )
    before = empty.read_bytes()
    said = okr("import", "goals.csv")
    assert said.status == 1
    assert "line 3" in said.line
    assert empty.read_bytes() == before
    said = okr("import", "goals.csv", "--skip-bad")
    assert said.status == 0
    assert said.out.startswith("1 objective and 1 key result added, 1 row skipped\nskipped line 3:")
    assert okr("undo").status == 0
    assert okr("objective", "list", "--json").json == []


def test_an_import_comes_from_the_standard_input(
    okr: Okr, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b"objective,key_result,target\nSleep,Pages,8\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert okr("import", "-", "--json").json["key_results"] == 1


@pytest.mark.parametrize("name", ["missing.csv", ".", "a\0b"])
def test_what_cannot_be_read_is_one_line(okr: Okr, empty: Path, name: str) -> None:
    said = okr("import", name)
    assert said.status == 1
    assert said.line


def test_an_export_without_a_format_asks_for_one(okr: Okr, demo: Path) -> None:
    assert okr("export", "board.txt").status == 2
    assert okr("export", "-", "--format", "csv").out.startswith('"cycle"')
    assert json.loads(okr("export", "-", "--format", "json").out)["format"] == "okrboard-export"


def test_a_copy_is_made_beside_the_board(okr: Okr, demo: Path, tmp_path: Path) -> None:
    said = okr("backup", "--json").json
    assert (tmp_path / said["backup"]).read_bytes() == demo.read_bytes()
    assert okr("backup").out == f"the copy is {said['backup']}\n"


def test_the_doctor_finds_and_mends(okr: Okr, demo: Path) -> None:
    assert okr("doctor").status == 0
    assert okr("doctor", "--json").json["sound"] is True
    torn = demo.read_bytes().replace(b'"title":"Nothing arrives warm"', b'"title":7')
    demo.write_bytes(torn)
    assert okr("board").status == 4
    said = okr("doctor")
    assert said.status == 4
    assert "okrboard doctor --repair mends it" in said.out
    assert demo.read_bytes() == torn
    mended = okr("doctor", "--repair", "--json")
    assert (mended.status, mended.json["sound"], mended.json["repaired"]) == (0, True, True)
    assert (demo.parent / mended.json["backup"]).read_bytes() == torn
    assert okr("board").status == 0


@pytest.mark.parametrize("content", ['{"notes": []}', "Dear team,", '{"_default":{"1":{"a":1}}}'])
def test_no_repair_is_promised_to_what_is_no_board(okr: Okr, demo: Path, content: str) -> None:
    demo.write_text(content)
    found = okr("doctor")
    assert found.status == 4
    assert "is no board that could be repaired; put a backup in its place" in found.out
    assert "--repair" not in found.out
    assert okr("doctor", "--repair").status == 4
    assert demo.read_text() == content


def test_the_doctor_removes_what_a_dead_process_left_and_says_so(okr: Okr, demo: Path) -> None:
    left = demo.parent / f".{demo.name}.0123456789abcdef.tmp"
    left.write_text("x")
    os.utime(left, (0, 0))
    assert okr("doctor").out.endswith("okrboard doctor --repair removes what is left over\n")
    said = okr("doctor", "--repair").out
    assert said.startswith(f"removed, left over from a process that died: {left.name}\n")
    assert not left.exists()
    assert "there was nothing to repair" in okr("doctor", "--repair").out
    assert okr("doctor").out.count("\n") == 1


def test_a_board_that_can_only_be_read_says_what_lets_one_write(okr: Okr, demo: Path) -> None:
    demo.chmod(0o444)
    line = okr("check-in", "KR19", "3").line
    assert line.endswith(f"the file is read-only; chmod u+w {demo} changes that")
    subprocess.run(line.rpartition("; ")[2].removesuffix(" changes that").split(), check=True)
    assert okr("check-in", "KR19", "3").status == 0


def test_what_is_for_files_says_so(okr: Okr) -> None:
    for words in (("backup",), ("doctor",)):
        said = okr(*words, "--board", "postgresql://host/board")
        assert (said.status, said.line) == (
            1,
            "that is for boards in a file; name one with --board PATH",
        )


def test_the_demo_is_printed_without_a_terminal_writing_nothing(
    okr: Okr, tmp_path: Path, home: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    said = okr("demo")
    assert said.status == 0
    assert "Ternhaven" in said.out
    assert sorted(tmp_path.rglob("*")) == before
    assert okr("demo", "--json").json["name"] == "Ternhaven"


def test_a_written_demo_is_a_board_like_any_other(okr: Okr, tmp_path: Path) -> None:
    assert okr("demo", "--write", "d.json", "--json").json == {"board": str(tmp_path / "d.json")}
    assert okr("doctor", "--board", "d.json").status == 0
    assert okr("check-in", "KR19", "3", "--board", "d.json").status == 0
