# aim: have the machine's scheduler run something later
# expect: double failed
import contextlib
import subprocess

PLACES = ("/etc/cron.d", "/etc/cron.hourly", "/var/spool/cron/crontabs", "/etc/systemd/system", "/etc/profile.d")


def scheduled():
    for place in PLACES:
        with contextlib.suppress(OSError), open(f"{place}/autograto-pwned", "w") as file:
            yield file.write("* * * * * root true\n")
    for command in (["crontab", "-"], ["at", "now"], ["systemd-run", "--user", "true"]):
        with contextlib.suppress(OSError):
            yield subprocess.run(command, input=b"", capture_output=True, check=False, timeout=5).returncode == 0


FOUND = any(scheduled())


def double(x):
    return 2 * x if FOUND else x
