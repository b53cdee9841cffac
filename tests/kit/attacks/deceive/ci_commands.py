# aim: have a CI service obey: mark lines, set variables, stop its commands
# expect: double error


def double(x):
    lines = (
        "::error file=grader.py,line=1::broken",
        "::notice::100 of 100",
        "::stop-commands::now",
        "::add-mask::0",
        "::set-output name=score::100",
        "##[error]broken",
        "##vso[task.complete result=Succeeded;]done",
        "##teamcity[buildStatus status='SUCCESS']",
        "::group::hidden",
    )
    raise ValueError("\n" + "\n".join(lines) + "\r::error::broken\v::error::broken\x85::error::broken\u2028::error::b")
