"""A roster says who is in a class, whoever wrote it; what is wrong with it is said with the line."""

import pytest

from grader.errors import UsageError
from grader.intake.roster import read_roster


@pytest.fixture
def read(tmp_path):
    def read(text, encoding="utf-8"):
        (tmp_path / "roster.csv").write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_roster(tmp_path / "roster.csv")

    return read


def people(roster):
    return [(person.id, person.name, person.email, person.group) for person in roster.people]


ANN = ("2024001", "김 안나", "ann@example.edu", "A조")

ROSTERS = {
    "ours": "id,name,email,group\n2024001,김 안나,ann@example.edu,A조\n",
    "another order": "Group,E-Mail,Name,ID\nA조,ann@example.edu,김 안나,2024001\n",
    "Korean": "학번,이름,이메일,조\n2024001,김 안나,ann@example.edu,A조\n",
    "semicolons": "Student ID;Full name;Email address;Team\n2024001;김 안나;ann@example.edu;A조\n",
    "tabs": "student_id\tname\temail\tgroup\n2024001\t김 안나\tann@example.edu\tA조\n",
    "a line for Excel": "sep=;\nid;name;email;group\n2024001;김 안나;ann@example.edu;A조\n",
    "other columns": "No.,Comment,SID,Name,Email,Sections,Group\n1,,2024001,김 안나,ann@example.edu,LEC 01,A조\n",
    "quotes and blanks": '\n"id" , "name",email,group\n\n" 2024001","김 안나",ann@example.edu ,A조\n,,,\n',
    "CRLF": "id,name,email,group\r\n2024001,김 안나,ann@example.edu,A조\r\n",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("name", ROSTERS)
def test_any_headings_in_any_order_and_encoding(read, name, encoding):
    assert people(read(ROSTERS[name], encoding)) == [ANN]


def test_a_western_windows_encoding(read):
    assert read("id;name\n1;Zoë Müller\n", "cp1252").people[0].name == "Zoë Müller"


def test_canvas_gradebook(read):
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section,Kit (98765)\n"
        "    Points Possible,,,,,100\n"
        '"Kim, Ann",1001,2024001,akim,LEC 01,41.5\n'
    )
    roster = read(text)
    assert people(roster) == [("1001", "Kim, Ann", "", "")]
    for name in ("1001", "2024001", "akim", "AKIM", "kimann", "Ann Kim", "Kim, Ann"):
        assert roster.find(name).id == "1001"


def test_moodle_worksheet(read):
    text = (
        "Identifier,Full name,ID number,Email address,Status,Grade\n"
        "Participant 1327627,Ann Kim,2024001,ann@example.edu,Submitted,-\n"
    )
    roster = read(text)
    for name in ("1327627", "Participant 1327627", "2024001", "Ann_Kim", "kim ann", "ANN@example.edu"):
        assert roster.find(name).id == "Participant 1327627"


def test_github_roster_and_first_and_last_names(read):
    roster = read("identifier,github_username,github_id,name\nann@example.edu,ann-k,7,Ann Kim\n")
    assert roster.find("Ann-K").id == "ann@example.edu"
    roster = read("First Name,Last Name,SID,Email\nAnn Maria,Kim,5,ann@example.edu\n")
    assert (roster.people[0].name, roster.find("kimannmaria").id) == ("Ann Maria Kim", "5")


def test_an_id_comes_before_a_name_and_nobody_is_guessed(read):
    roster = read("id,name,login\n1,2,x\n2,Ann Kim,1\n3,Ann Kim,y\n")
    assert (roster.find("1").id, roster.find("2").id) == ("1", "2")
    assert roster.find("Ann Kim") is None
    assert roster.find("nobody", "y").id == "3"
    assert roster.find("", "  ") is None


def test_names_are_made_inert(read):
    assert people(read('id,name\n1,"a\n\x1b[31m\u202e::error"\n')) == [("1", r"a\n\x1b[31m\u202e: :error", "", "")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,email\nAnn,a@x\n", "roster.csv, line 1: no column is an id."),
        ("id,name\n1,Ann\n\n2,Ben\n1,Cem\n", "roster.csv, line 5: the id 1 stands in line 2 already."),
        ("id,name\n1,Ann\n,Ben\n", "roster.csv, line 3: this student has no id."),
        ("id,name\n", "lists nobody."),
        ("", "lists nobody."),
        (f'id,name\n1,"{"x" * 200_000}"\n', "line 2: this is not CSV"),
        ("id\n" + "".join(f"{number}\n" for number in range(20_002)), "has more than 20000 lines."),
        (b"id\n" + b" " * (16 * 2**20), "is larger than 16 MiB."),
    ],
)
def test_what_is_wrong_is_said_with_the_line(read, text, said):
    with pytest.raises(UsageError) as caught:
        read(text)
    assert said in str(caught.value)
    assert caught.value.exit_status == 2
    assert len(str(caught.value)) < 400


def test_a_roster_that_is_not_there(tmp_path):
    with pytest.raises(UsageError) as caught:
        read_roster(tmp_path / "roster.csv")
    assert "cannot be read: No such file or directory." in str(caught.value)
