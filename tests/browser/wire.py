"""What client pages in real frames meet. They are the sample, which speaks the wire format by itself: ids from "0", ten
seconds for each reply, the frame's id of the hello."""

import json
import subprocess
import time

from stage import other_site

LIMIT = ("The rate limit for the request 'voice.dial' has been reached.\n"
         "Further requests of the same type will be ignored for 2 seconds.")
SAMPLES = {"stateOperationName": "Ready", "name": "voice", "keyValues": {"Key1": "v"}, "userData": {}, "extensions": {},
           "recordData": {}, "recordHandle": 1, "callResult": 6, "toast": {"title": "a toast"}, "options": {},
           "view": {"name": "a view"}, "patterns": ["voice.*"]}
SILENCE = "Request timeout"


def all_requests(s):
    listed = json.loads(subprocess.run([s.program, "list", "requests", "--json"],
                                       check=True, capture_output=True, text=True).stdout)
    s.in_frame(0)
    s.soon("the hello reaches the page", lambda: "frameId" in s.said())
    posted_as_a_library_would(s)
    s.in_frame(0)
    wrong = []
    for row in listed:
        number = str(s.script("return next"))
        reply = s.ask(row["name"], *[s.page if p == "url" else SAMPLES.get(p, "1") for p in row["parameters"]])
        expected = {"request": row["name"], "referenceId": number, "userAgent": "WWE Server", "protocolVersion": 2}
        if not isinstance(reply, dict) or {key: reply.get(key) for key in expected} != expected or "event" in reply:
            wrong.append((row["name"], reply))
    s.expect(f"{len(listed)} requests are answered under their names and numbers, wrong: {wrong}",
             not wrong and len(listed) == 74)


def posted_as_a_library_would(s):
    """The traffic shows what the page has posted: it is this format that is answered."""
    s.ask("agent.get")
    s.ask("agent.getState")
    s.on_desk()
    posted = [json.loads(text) for text in s.script(
        "return [...document.querySelectorAll('#log li')].filter(l => l.querySelector('.in')"
        "&& l.querySelector('summary').textContent.endsWith('· one')).map(l => l.querySelector('pre').textContent).reverse()")]
    numbers = [m["referenceId"] for m in posted]
    s.expect("the page numbers its messages from 0, as texts", numbers == ["0", "1", "2"])
    s.expect("they say who speaks and which protocol",
             all(m["userAgent"] == "WWE Client" and m["protocolVersion"] == 2 for m in posted))
    s.expect("and repeat the id of the hello from then on", [m.get("frameId") for m in posted[1:]] == [1, 1])


def shapes(s):
    """Messages are objects with the keys of their kind and no others."""
    s.in_frame(0)
    s.script("window.heard = []; addEventListener('message', ({ data }) => heard.push(data))")
    envelope = {"userAgent": "WWE Server", "protocolVersion": 2}

    def posted(message):
        s.script("service.postMessage({userAgent: 'WWE Client', protocolVersion: 2, ...eval(arguments[0])}, '*')", message)

    def hears(what, fits):
        def found():
            return next((m for m in s.script("return heard") if fits(m)), None)
        s.soon(what, found)
        return found() or {}

    posted("({event: 'subscribe', data: 'agent', referenceId: 'shape 1'})")
    reply = hears("one channel can be named without a list", lambda m: m.get("referenceId") == "shape 1")
    s.expect("the reply has a number at its top", isinstance(reply.get("subscriptionId"), int) and reply
             == {"referenceId": "shape 1", "subscriptionId": reply["subscriptionId"], **envelope})
    posted("({request: 'agent.setState', parameters: ['NotReady'], referenceId: 77})")
    reply = hears("a number of one's own comes back as a number", lambda m: m.get("referenceId") == 77)
    s.expect("a reply without a result says its request alone", reply
             == {"referenceId": 77, "request": "agent.setState", **envelope})
    event = hears("an event comes", lambda m: m.get("event") == "agent")
    s.expect("with a channel and data, and neither ids nor a time",
             event == {"event": "agent", "data": event.get("data"), **envelope} and "eventType" in event["data"])
    posted("({request: 'no.such', referenceId: 'shape 2'})")
    reply = hears("who asks for what there is not is told", lambda m: m.get("referenceId") == "shape 2")
    s.expect("by an error without data", set(reply) == {"referenceId", "request", "errorMessage", *envelope})
    posted("({request: 'voice.dialEx', parameters: ['5001', undefined, null], referenceId: 'shape 3'})")
    reply = hears("optional parameters may be undefined", lambda m: m.get("referenceId") == "shape 3")
    s.expect("or null", "errorMessage" not in reply)
    s.ask("agent.setState", "Ready")


def unbearable(s):
    """What would end the tab of all pages is not passed on; half of a character is none of that."""
    s.on_desk()
    tab = s.text_of("who")
    s.in_frame(0)
    s.script("const own = {request: 'agent.get'}; own.own = own;"
             "let deep = []; for (let n = 0; n < 100; ++n) deep = [deep];"
             "for (const data of [own, {request: deep}, {request: 'x'.repeat(400000)}, {request: Array(20000).fill(0)}, {n: 1n}])"
             "  service.postMessage(data, '*')")
    s.expect("its page is answered all the same", s.ask("agent.get").get("request") == "agent.get")
    half = s.browser.execute_async_script("request('voice.dial', '\\ud83d').then(arguments[0])")
    s.expect("so is half of a character", half.get("request") == "voice.dial")
    s.expect("the tab is the same", s.text_of("who") == tab and s.text_of("down") == "")
    s.expect("the traffic says what was not passed on", s.script(
        "return [...document.querySelectorAll('#log li')].filter(l => l.innerText.includes('not passed on')).length") == 5)


def two_frames(s):
    for number in (0, 1):
        s.in_frame(number)
        s.script("next = 500")  # the same ids in both
    pending = "request(arguments[0]).then(reply => window.late = reply)"
    for number, name in ((0, "agent.get"), (1, "agent.getState")):
        s.in_frame(number)
        s.script("window.late = undefined;" + pending, name)
    for number, name in ((0, "agent.get"), (1, "agent.getState")):
        s.in_frame(number)
        s.soon(f"frame {number} gets its own reply to number 500", lambda: s.script("return window.late"))
        reply = s.script("return window.late")
        s.expect(f"which is that to {name}", (reply or {}).get("request") == name and reply["referenceId"] == "500")


def events(s):
    tick = "const box = document.getElementById('events'); if (box.checked != arguments[0]) box.click();"
    for number in (0, 1):
        s.in_frame(number)
        s.soon(f"page {number} has subscribed", lambda: "subscriptionId" in s.said())
        s.forget(number)
    s.in_frame(0)
    s.ask("agent.setState", "NotReady")
    s.soon("an event reaches it", lambda: "event agent" in s.said(0))
    s.soon("and the other page", lambda: "event agent" in s.said(1))
    s.in_frame(0)
    s.script(tick, False)
    reply = s.ask("agent.get")  # behind the unsubscribe, which nobody answers
    s.expect("unsubscribing gets no reply", reply["request"] == "agent.get" and "pending" not in s.said())
    s.forget(0)
    s.forget(1)
    s.in_frame(0)
    s.ask("agent.setState", "Ready")
    s.soon("the other page still gets events", lambda: "event agent" in s.said(1))
    time.sleep(0.5)
    s.expect("who has unsubscribed gets none", "event agent" not in s.said(0))
    s.script(tick, True)


def limits(s):
    s.control("options", {"service-client-api.rate-limit.voice.dial": "1",
                          "service-client-api.rate-limit-quarantine-delay": "2"})
    s.in_frame(0)
    s.expect("a request within the limit succeeds", "errorMessage" not in s.ask("voice.dial", "5001"))
    s.expect("the limit says the vendor's words", s.ask("voice.dial", "5001").get("errorMessage") == LIMIT)
    begun = time.time()
    s.expect("then there is silence", s.ask("voice.dial", "5001") == SILENCE)
    s.expect("for as long as the client waits, ten seconds", 9.5 < time.time() - begun < 12)
    s.expect("requests of other names are answered", s.ask("agent.get").get("request") == "agent.get")
    s.control("options", {"service-client-api.rate-limit.voice.dial": "0"})


def struck_off(s):
    s.control("options", {"service-client-api.accepted-web-content-origins": "http://crm.example"})
    s.in_frame(0)
    s.expect("a page whose origin is struck off gets nothing more", s.ask("agent.get") == SILENCE)
    s.control("options", {"service-client-api.accepted-web-content-origins": "*"})
    s.expect("and is answered when it is allowed again", s.ask("agent.get") != SILENCE)


def strangers(s):
    """Two pages of the same text, at different origins, of which one is allowed."""
    with other_site() as origin, s.serving(clients=("one", f"stranger={origin}/sample.html")):
        s.control("options", {"service-client-api.accepted-web-content-origins": s.page.removesuffix("/sample.html")})
        s.open_desk("dora")
        s.in_frame(0)
        s.soon("a page of an allowed origin is greeted", lambda: "frameId" in s.said())
        s.expect("and answered", s.ask("agent.get") != SILENCE)
        s.in_frame(1)
        s.script("window.heard = []; addEventListener('message', (event) => heard.push(event.data))")
        s.expect("a page of another origin gets no answer", s.ask("agent.get") == SILENCE)
        s.in_frame(0)
        s.ask("agent.setState", "NotReady")
        s.soon("while the other gets events", lambda: "event agent" in s.said(0))
        s.in_frame(1)
        s.expect("it gets nothing at all", s.script("return heard") == [] and "frameId" not in s.said())


def checks(s):
    with s.serving():
        s.open_desk("alice")
        all_requests(s)
        shapes(s)
        unbearable(s)
        two_frames(s)
        events(s)
        s.open_desk("bob")
        limits(s)
        struck_off(s)
    strangers(s)
