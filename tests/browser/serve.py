#!/usr/bin/python3
"""Opens `deskstorm serve` in headless Chromium and uses it as people and client pages do.

usage: serve.py FOLDER PROGRAM

The client page is the sample, which speaks the wire format by itself: ids from "0", ten seconds for each reply, the frame's
id of the hello. Fails where something is not as it should be. Writes screenshots into FOLDER."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

LIMIT = ("The rate limit for the request 'voice.dial' has been reached.\n"
         "Further requests of the same type will be ignored for 30 seconds.")
SAMPLES = {"stateOperationName": "Ready", "name": "voice", "keyValues": {"Key1": "v"}, "userData": {}, "extensions": {},
           "recordData": {}, "recordHandle": 1, "callResult": 6, "toast": {"title": "a toast"}, "options": {},
           "view": {"name": "a view"}, "patterns": ["voice.*"]}


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


class Check:
    def __init__(self, folder, program):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.program = program
        self.wrong = []

    def expect(self, what, holds):
        print(("ok    " if holds else "WRONG ") + what)
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

    def start(self, *more):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.page = f"http://localhost:{port}/sample.html"
        self.server = subprocess.Popen(
            [self.program, "serve", "--listen", f"127.0.0.1:{port}", "--token", "secret",
             "--client", f"one={self.page}", "--client", f"two={self.page}", "--quiet", *more],
            stderr=subprocess.PIPE, text=True)
        self.server.stderr.readline()

    def stop(self):
        self.server.send_signal(signal.SIGINT)
        self.expect("Ctrl-C ends it with 130", self.server.wait(timeout=20) == 130)

    def control(self, what, body):
        request = urllib.request.Request(f"{self.address}/api/{what}", json.dumps(body).encode(),
                                         {"X-Deskstorm-Token": "secret"})
        return urllib.request.urlopen(request).status

    # -- pages

    def badge(self):
        return self.browser.execute_script("return document.getElementById('badge').textContent")

    def in_frame(self, number):
        self.browser.switch_to.default_content()
        self.browser.switch_to.frame(number)

    def on_desk(self):
        self.browser.switch_to.default_content()

    def ask(self, name, *parameters):
        """Lets the client page in the present frame make a request. Returns the reply."""
        return self.browser.execute_async_script(
            "const [name, parameters, done] = arguments; request(name, ...parameters).then(done);",
            name, list(parameters))

    def said(self):
        return self.browser.execute_script("return document.getElementById('out').textContent")

    def shot(self, name):
        """Keeps how the desktop looks, on a wide and on a narrow screen."""
        self.on_desk()
        for width, height in ((1280, 800), (390, 1800)):
            self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                         {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
            self.browser.save_screenshot(str(self.folder / f"serve-{name}-{width}.png"))
            real = self.browser.execute_script("return document.documentElement.scrollWidth")
            self.expect(f"{name}: no wider than a screen of {width}", real <= width)
        self.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def open_desk(self, agent):
        self.browser.get(f"{self.address}/?agent={agent}")
        self.soon("the desktop connects", lambda: "tab" in self.browser.execute_script(
            "return document.getElementById('who').textContent"))

    # -- what is checked

    def all_requests(self):
        listed = json.loads(subprocess.run([self.program, "list", "requests", "--json"],
                                           check=True, capture_output=True, text=True).stdout)
        self.in_frame(0)
        self.soon("the hello reaches the page", lambda: "frameId" in self.said())
        missing = []
        for row in listed:
            parameters = [self.page if p == "url" else SAMPLES.get(p, "1") for p in row["parameters"]]
            reply = self.ask(row["name"], *parameters)
            if not isinstance(reply, dict) or reply.get("request") != row["name"]:
                missing.append(row["name"])
        self.expect(f"{len(listed)} requests are answered, missing {missing}",
                    not missing and len(listed) == 74)

    def two_frames(self):
        for number, name in ((0, "agent.get"), (1, "agent.getState")):
            self.in_frame(number)
            self.browser.execute_script("next = 500")  # the same ids in both
        self.in_frame(0)
        first = self.ask("agent.get")
        self.in_frame(1)
        second = self.ask("agent.getState")
        self.expect("frames with the same ids get their own replies",
                    first["request"] == "agent.get" and second["request"] == "agent.getState"
                    and first["referenceId"] == second["referenceId"] == "500")

    def events(self):
        self.in_frame(0)
        tick = "const box = document.getElementById('events'); if (box.checked != arguments[0]) box.click();"
        self.browser.execute_script(tick, True)
        self.soon("a page subscribes", lambda: "subscriptionId" in self.said())
        self.browser.execute_script("document.getElementById('out').textContent = ''")
        self.ask("agent.setState", "NotReady")
        self.soon("an event reaches it", lambda: "event agent" in self.said())
        self.browser.execute_script(tick, False)
        self.ask("agent.get")  # behind the unsubscribe
        self.browser.execute_script("document.getElementById('out').textContent = ''")
        self.ask("agent.setState", "Ready")
        time.sleep(1)
        self.expect("after it has unsubscribed, none", "event agent" not in self.said())
        self.browser.execute_script(tick, True)

    def calls(self):
        self.on_desk()
        agent = self.browser.execute_script("return welcome.agent")
        self.control("arrivals", {"queue": "calls", "agent": agent})
        self.in_frame(0)
        self.soon("an injected call rings in the page", lambda: "RINGING" in self.said())
        self.on_desk()
        self.browser.execute_script(
            "[...document.querySelectorAll('.card button')].find(b => b.textContent == 'Answer').click()")
        self.in_frame(0)
        self.soon("the agent's button answers it", lambda: "ESTABLISHED" in self.said())
        self.ask("system.popupToast", {"title": "Customer known", "message": "Two open orders",
                                       "buttons": ["Show", "Later"]})
        self.shot("call")
        self.browser.execute_script("document.querySelector('.toast button').click()")
        self.in_frame(0)
        self.soon("a click on a toast reaches the page", lambda: "CUSTOM_TOAST_BUTTON_CLICK" in self.said())

    def beside(self):
        titles = lambda: self.browser.execute_script(
            "return [...document.querySelectorAll('#tabs button')].map(b => b.textContent)")
        press = lambda label: self.browser.execute_script(
            "const found = [...document.querySelectorAll('.card button')].find(b => b.textContent == arguments[0]);"
            "found?.click(); return Boolean(found)", label)
        self.open_desk("carol")
        self.soon("the workspace shows its pages alone", lambda: titles() == ["one"])
        self.control("arrivals", {"queue": "calls", "agent": self.browser.execute_script("return welcome.agent")})
        self.soon("an interaction has a page of its own", lambda: [t.split(" #")[0] for t in titles()] == ["one", "two"])
        self.in_frame(1)
        self.soon("which is a client as others are", lambda: "frameId" in self.said())
        self.shot("beside")
        for label in ("Answer", "Hang up", "Mark done"):
            self.soon(f"the agent presses {label}", lambda: press(label))
        self.soon("the page goes with the interaction", lambda: titles() == ["one"])

    def election(self):
        self.on_desk()
        self.soon("a lone tab leads", lambda: self.badge() == "LEADING")
        first = self.browser.current_window_handle
        self.browser.switch_to.new_window("tab")
        self.open_desk("alice")
        second = self.browser.current_window_handle
        self.soon("a second tab of the agent follows", lambda: self.badge() == "FOLLOWING")
        self.shot("follower")
        self.browser.switch_to.window(first)
        self.expect("the first still leads", self.badge() == "LEADING")
        self.browser.close()
        self.browser.switch_to.window(second)
        self.soon("when the leader closes, the other leads", lambda: self.badge() == "LEADING")

    def limits(self):
        self.control("options", {"service-client-api.rate-limit.voice.dial": "1"})
        self.in_frame(0)
        self.expect("a request within the limit succeeds", "errorMessage" not in self.ask("voice.dial", "5001"))
        self.expect("the limit says the vendor's words",
                    self.ask("voice.dial", "5001").get("errorMessage") == LIMIT)
        self.expect("then there is silence", self.ask("voice.dial", "5001") == "Request timeout")

    def strangers(self):
        self.control("options", {"service-client-api.accepted-web-content-origins": "http://crm.example"})
        self.in_frame(0)
        self.expect("a page of another origin gets nothing", self.ask("agent.get") == "Request timeout")

    def run(self):
        with open_browser() as self.browser:
            self.with_server([], self.first_round)
            self.with_server([str(pathlib.Path(__file__).with_name("beside.json"))], self.beside)
            severe = [e["message"] for e in self.browser.get_log("browser") if e["level"] == "SEVERE"
                      and "WebSocket" not in e["message"] and "ERR_CONNECTION" not in e["message"]]
            self.expect(f"no errors on the console: {severe}", not severe)
        print(f"{len(self.wrong)} wrong")
        return 1 if self.wrong else 0

    def with_server(self, arguments, use):
        self.start(*arguments)
        try:
            use()
        finally:
            self.stop()

    def first_round(self):
        self.open_desk("alice")
        self.all_requests()
        self.two_frames()
        self.events()
        self.open_desk("bob")
        self.calls()
        self.open_desk("alice")
        self.election()
        self.limits()
        self.strangers()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(Check(sys.argv[1], sys.argv[2]).run())
