"""A `deskstorm serve` of one's own, and headless Chromium in front of it."""

import contextlib
import functools
import http.server
import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

PAGES = pathlib.Path(__file__).resolve().parents[2] / "loadgen" / "page" / "client"


def open_browser():
    options = Options()
    for argument in ["--headless=new", "--window-size=1400,860", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update"]:
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium as root, as in containers
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    browser.set_script_timeout(30)
    return browser


@contextlib.contextmanager
def other_site():
    """The sample page on a web server of its own. Gives its origin."""
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=PAGES)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class Stage:
    """What checks use: the server, the pages, and a list of what went wrong."""

    def __init__(self, folder, program):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.program = program
        self.wrong = []

    def expect(self, what, holds):
        print(("ok    " if holds else "WRONG ") + what, flush=True)
        if not holds:
            self.wrong.append(what)

    def soon(self, what, holds, within=15):
        until = time.time() + within
        while time.time() < until:
            if holds():
                return self.expect(what, True)
            time.sleep(0.1)
        self.expect(what, False)

    # -- the server

    @contextlib.contextmanager
    def serving(self, *arguments, clients=("one", "two")):
        """Runs the server, with the sample page under these labels or as LABEL=URL."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.page = f"http://localhost:{port}/sample.html"
        pages = [c if "=" in c else f"{c}={self.page}" for c in clients]
        server = subprocess.Popen(
            [self.program, "serve", "--listen", f"127.0.0.1:{port}", "--token", "secret", "--quiet", *arguments,
             *(word for page in pages for word in ("--client", page))],
            stderr=subprocess.PIPE, text=True)
        server.stderr.readline()
        try:
            self.soon("the contact centre opens", self.state)
            yield
        finally:
            server.send_signal(signal.SIGINT)
            self.expect("Ctrl-C ends it with 130", server.wait(timeout=20) == 130)

    def control(self, what, body):
        request = urllib.request.Request(f"{self.address}/api/{what}", json.dumps(body).encode(),
                                         {"X-Deskstorm-Token": "secret"})
        return urllib.request.urlopen(request).status

    def state(self):
        try:
            return json.load(urllib.request.urlopen(f"{self.address}/api/state"))
        except urllib.error.HTTPError:
            return {}  # it starts again

    # -- the desktop

    def script(self, text, *arguments):
        return self.browser.execute_script(text, *arguments)

    def on_desk(self):
        self.browser.switch_to.default_content()

    def text_of(self, name):
        """What can be read there: nothing where it is hidden."""
        self.on_desk()
        return self.script("const e = document.getElementById(arguments[0]);"
                           "return e.checkVisibility() ? e.innerText : ''", name)

    def badge(self):
        return self.text_of("badge")

    def open_desk(self, agent):
        self.browser.get(f"{self.address}/?agent={agent}")
        self.soon("the desktop connects", lambda: "tab" in self.text_of("who"))

    def buttons(self, within="body"):
        """The labels of the buttons that can be pressed."""
        self.on_desk()
        return self.script("return [...document.querySelectorAll(arguments[0] + ' button:enabled')]"
                           ".filter(b => b.checkVisibility()).map(b => b.textContent)", within)

    def press(self, label, within="body"):
        """Waits for a button and presses it."""
        def pressed():
            self.on_desk()
            return self.script(
                "const found = [...document.querySelectorAll(arguments[0] + ' button:enabled')]"
                ".find(b => b.textContent == arguments[1] && b.checkVisibility());"
                "found?.click(); return Boolean(found)", within, label)
        self.soon(f"one can press '{label}'", pressed)

    def fill(self, selector, value):
        self.on_desk()
        self.script("const field = document.querySelector(arguments[0]); field.value = arguments[1];"
                    "field.dispatchEvent(new Event('change', {bubbles: true}));", selector, value)

    def unfold(self):
        self.on_desk()
        self.script("document.querySelectorAll('#interactions details').forEach(d => d.open = true)")

    def cards(self):
        """What the cards of the interactions say."""
        self.on_desk()
        return self.script("return [...document.querySelectorAll('#interactions .card')].map(c => c.innerText)")

    def shot(self, name):
        """Keeps how the desktop looks: on a wide and on a narrow screen, in light and in dark."""
        self.on_desk()
        for width, height, colours in ((1280, 860, "light"), (1280, 860, "dark"), (390, 2400, "light")):
            self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
                "features": [{"name": "prefers-color-scheme", "value": colours}]})
            self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                         {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
            time.sleep(0.3)
            self.browser.save_screenshot(str(self.folder / f"serve-{name}-{width}-{colours}.png"))
            real = self.script("return document.documentElement.scrollWidth")
            self.expect(f"{name}: no wider than a screen of {width}", real <= width)
        self.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    # -- client pages

    def in_frame(self, number):
        self.on_desk()
        self.browser.switch_to.frame(number)

    def ask(self, name, *parameters):
        """Lets the client page in the present frame make a request. Returns the reply."""
        return self.browser.execute_async_script(
            "const [name, parameters, done] = arguments; request(name, ...parameters).then(done);",
            name, list(parameters))

    def said(self, number=None):
        """What a client page has shown."""
        if number is not None:
            self.in_frame(number)
        return self.script("return document.getElementById('out').textContent")

    def forget(self, number):
        self.in_frame(number)
        self.script("document.getElementById('out').textContent = ''")
