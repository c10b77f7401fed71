#!/usr/bin/python3
"""Opens HTML files in headless Chromium as a reader would: from the disk, offline.

usage: look.py FOLDER FILE.html...

Each page is opened on a wide and on a narrow screen, in light and in dark colours, and on paper. Fails
where a page writes an error to the console, asks for anything but itself, or is wider than the screen or
the paper. Writes a screenshot of each into FOLDER."""

import json
import os
import pathlib
import sys

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

WIDTHS = [1280, 390]
COLOURS = ["light", "dark"]


def open_browser():
    options = Options()
    for argument in ["--headless=new", "--hide-scrollbars", "--disable-background-networking",
                     "--disable-component-update", "--no-first-run", "--force-device-scale-factor=1"]:
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium as root, as in containers
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


def requests_of(browser):
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            yield message["params"]["request"]["url"]


def complaints(browser, address, width):
    for entry in browser.get_log("browser"):
        if entry["level"] in ("SEVERE", "WARNING"):
            yield "console: " + entry["message"]
    for url in requests_of(browser):
        if url.split("#")[0] != address and not url.startswith(("data:", "blob:")):
            yield "asks for " + url[:200]
    real = browser.execute_script("return document.documentElement.scrollWidth")
    if real > width:
        yield f"is {real} pixels wide on a screen of {width}"
    if not browser.execute_script("return document.body.innerText.trim().length"):
        yield "is empty"


def look(browser, file, folder, width, colours):
    """Returns what is wrong with a page on one screen."""
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia",
                            {"features": [{"name": "prefers-color-scheme", "value": colours}]})
    address = file.resolve().as_uri()
    browser.get(address)
    wrong = list(complaints(browser, address, width))
    height = browser.execute_script("return document.documentElement.scrollHeight")
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
    browser.save_screenshot(str(folder / f"{file.stem}-{width}-{colours}.png"))
    return [f"{file.name}, {width} pixels, {colours}: {what}" for what in wrong]


def look_on_paper(browser, file, folder):
    """Returns what is cut off where a page is printed on A4, by a reader who likes dark screens."""
    width = 718  # at 96 pixels an inch, without the margins
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                            {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia",
                            {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]})
    browser.get(file.resolve().as_uri())
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    cut_off = browser.execute_script("""
        const right = e => e.getBoundingClientRect().right;
        return [...document.querySelectorAll("canvas, table, pre")]
          .filter(e => right(e) > Math.min(right(e.parentElement), innerWidth) + 1)
          .map(e => e.tagName.toLowerCase() + " " + (e.getAttribute("aria-label") ?? ""));""")
    height = browser.execute_script("return document.documentElement.scrollHeight")
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
    browser.save_screenshot(str(folder / f"{file.stem}-paper.png"))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    browser.get_log("browser")
    browser.get_log("performance")
    return [f"{file.name}, on paper: cuts off {what}" for what in cut_off]


def main(folder, files):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    wrong = []
    with open_browser() as browser:
        browser.execute_cdp_cmd("Network.enable", {})
        browser.execute_cdp_cmd("Network.emulateNetworkConditions",
                                {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0})
        for file in map(pathlib.Path, files):
            for width in WIDTHS:
                for colours in COLOURS:
                    wrong += look(browser, file, folder, width, colours)
            wrong += look_on_paper(browser, file, folder)
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len(files)} pages, {len(files) * (len(WIDTHS) * len(COLOURS) + 1)} screenshots in {folder}, "
          f"{len(wrong)} complaints")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
