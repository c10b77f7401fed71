#!/usr/bin/python3
"""Opens `deskstorm serve` in headless Chromium and uses it as people and client pages do.

usage: serve.py FOLDER PROGRAM [wire|tabs|desktop]...

Fails where something is not as it should be. Writes screenshots into FOLDER."""

import sys

import desktop
import stage
import tabs
import wire

PARTS = {"wire": wire, "tabs": tabs, "desktop": desktop}
EXPECTED = ("WebSocket", "ERR_CONNECTION", "503", "400")  # the server ends and starts again; wrong options


def main(folder, program, names):
    s = stage.Stage(folder, program)
    with stage.open_browser() as s.browser:
        for name in names or PARTS:
            print(f"-- {name}", flush=True)
            PARTS[name].checks(s)
            severe = [e["message"] for e in s.browser.get_log("browser")
                      if e["level"] == "SEVERE" and not any(word in e["message"] for word in EXPECTED)]
            s.expect(f"no errors on the console: {severe}", not severe)
    print(f"{len(s.wrong)} wrong: {s.wrong}")
    return 1 if s.wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 3 or not set(sys.argv[3:]) <= set(PARTS):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
