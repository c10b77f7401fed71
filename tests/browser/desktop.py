"""The desktop page itself: what agents see and press, what developers control, and how it bears losses."""

import pathlib
import time

from stage import other_site


def call(s):
    """The life of a call, by the buttons alone."""
    s.press("New voice")
    s.soon("it rings", lambda: any("RINGING" in c for c in s.cards()))
    s.expect("its case is listed", s.script("return document.querySelectorAll('#interactions .case').length") == 1)
    s.press("Answer")
    s.soon("it is answered", lambda: any("TALKING" in c for c in s.cards()))
    for label, then in (("Record", "● recording"), ("Pause recording", "● paused"),
                        ("Resume recording", "● recording")):
        s.press(label)
        s.soon(f"then it says '{then}'", lambda: any(then in c for c in s.cards()))
    s.press("Stop recording")
    s.soon("the recording has stopped", lambda: "Record" in s.buttons("#interactions"))
    s.press("Hold")
    s.soon("it is held", lambda: any("HELD" in c for c in s.cards()))
    s.press("Resume")
    s.soon("and resumed", lambda: any("TALKING" in c for c in s.cards()))
    s.press(s.script("return document.querySelector('.casehead button').textContent"))
    s.soon("a case can be selected", lambda: s.script("return Boolean(document.querySelector('.case.selected'))"))


def with_toast(s):
    s.in_frame(0)
    s.ask("system.popupToast", {"title": "Customer known", "message": "Two open orders", "buttons": ["Show", "Later"]})
    s.ask("system.updateViewInApplicationMenuBar", {"name": "crm", "label": "CRM"})
    s.ask("system.openDialog", s.page, {"label": "A form"})
    s.soon("views are in the menu bar", lambda: s.text_of("views") == "CRM")
    s.soon("a dialog is open", lambda: "A form" in s.text_of("dialogs"))
    s.press("Close", "#dialogs")
    s.soon("and can be closed", lambda: s.text_of("dialogs") == "")
    s.shot("call")
    s.in_frame(0)
    s.ask("system.popupToast", {"title": "Unwanted"})
    s.soon("a toast without buttons is shown", lambda: "Unwanted" in s.text_of("toasts"))
    s.press("×", "#toasts .toast:last-child")
    s.soon("and can be closed", lambda: "Unwanted" not in s.text_of("toasts"))
    s.press("Show", "#toasts")
    s.soon("a click on a toast reaches the page", lambda: "CUSTOM_TOAST_BUTTON_CLICK" in s.said(0))
    s.ask("system.popupToast", {"title": "Short", "autoCloseTimeout": 700})
    s.soon("a toast is shown", lambda: "Short" in s.text_of("toasts"))
    s.soon("and closes by itself", lambda: "Short" not in s.text_of("toasts"), within=3)


def pass_on(s):
    """Consultation, conference and transfer."""
    to = "#interactions input[name=to]"
    s.unfold()
    s.fill(to, "5002")
    s.press("Consult")
    s.soon("a consultation belongs to the same case", lambda: len(s.cards()) == 2
           and s.script("return document.querySelectorAll('#interactions .case').length") == 1)
    s.press("Complete conference")
    s.soon("it completes as a conference", lambda: len(s.cards()) == 1 and "5002" in s.cards()[0])
    s.unfold()
    s.fill(to, "5003")
    s.press("Transfer")
    s.soon("the call is handed over", lambda: any("IDLE" in c for c in s.cards()))
    s.press("Mark done")
    s.soon("and leaves the list", lambda: s.cards() == [])


def other_media(s):
    s.press("New chat")
    s.press("Accept")
    s.soon("a chat runs", lambda: any("NEW_MESSAGE" in c for c in s.cards()))
    s.press("End chat")
    s.soon("the agent can end it", lambda: any("ENDED" in c for c in s.cards()))
    s.press("Mark done")
    s.soon("and is done with it", lambda: s.cards() == [])
    s.press("New email")
    s.soon("an e-mail is offered", lambda: any("email" in c and "INVITED" in c for c in s.cards()))
    offered = s.cards()
    s.press("Reject")
    s.soon("rejected, it is offered again as another", lambda: s.cards() != offered
           and any("email" in c and "INVITED" in c for c in s.cards()))
    s.press("Accept")
    s.soon("and accepted", lambda: any("email" in c and "ACCEPTED" in c for c in s.cards()))
    s.unfold()
    s.fill("#interactions .ACCEPTED select", "INTERACTION_QUEUE")
    s.fill("#interactions .ACCEPTED input[name=to]", "emails")
    s.press("Transfer", "#interactions .ACCEPTED")
    s.soon("and handed over to a queue", lambda: not any("ACCEPTED" in c for c in s.cards()))
    s.press("Accept")


def record(s):
    """A record of a campaign: looked at, called, and noted."""
    s.press("Get record", "#campaigns")
    s.soon("its data are shown", lambda: any("Offer of the Month" in c and "5001" in c for c in s.cards()))
    s.expect("with what may be done", {"Call", "Reject record", "Cancel record"} <= set(s.buttons("#interactions")))
    s.press("Reject record")
    s.press("Mark done")
    s.soon("a rejected record goes", lambda: not any("PREVIEWING" in c for c in s.cards()))
    s.press("Get record", "#campaigns")
    s.press("Call")
    s.soon("its number is called", lambda: any("OUTBOUND" in c.upper() or "· out ·" in c for c in s.cards()))
    s.unfold()
    s.fill("#interactions select[aria-label='Call result']", "9")
    s.press("Set result")
    s.in_frame(0)
    ids = [i["interactionId"] for i in s.ask("interaction.getInteractions")["data"]
           if "GSW_RECORD_HANDLE" in i["userData"]]
    s.soon("the result is noted", lambda: 9 in [s.ask("outbound.getCallResult", i).get("data") for i in ids])


def panel(s):
    """Everything that POST /api/... does, without a curl."""
    s.press("Control", "#panels")
    s.press("stop", "#steps")
    s.soon("a campaign is stopped", lambda: "LOADED" in s.text_of("steps"))
    s.soon("its agents see it", lambda: "LOADED" in s.text_of("campaigns"))
    s.press("start", "#steps")
    s.soon("and started", lambda: "STARTED" in s.text_of("steps"))
    s.soon("the number of records is shown", lambda: " left" in s.text_of("steps"))
    s.fill("#control input[name=phone]", "70001")
    s.fill("#control textarea", "Custom_name=Ada")
    s.press("Add record")
    s.soon("a record is added", lambda: s.text_of("said") == "records: done")
    s.fill("#control select[name=whom]", "any")
    s.fill("#control input[name=count]", "3")
    s.press("Let arrive")
    s.soon("callers wait", lambda: "3 waiting" in s.text_of("queues") or "2 waiting" in s.text_of("queues"))
    s.fill("#control input[name=key]", "no.such")
    s.press("Change", "#control")
    s.soon("what is wrong is said", lambda: "no.such" in s.text_of("said"))
    s.fill("#control input[name=key]", "service-client-api.rate-limit.agent.get")
    s.fill("#control input[name=value]", "1")
    s.press("Change", "#control")
    s.soon("an option is changed", lambda: s.text_of("said") == "options: done")
    s.in_frame(0)
    s.ask("agent.get")
    s.expect("and holds", "rate limit" in s.ask("agent.get").get("errorMessage", ""))
    s.shot("control")
    s.press("What happens", "#panels")
    time.sleep(0.5)
    s.press("New voice")
    s.soon("the news tell of it", lambda: "control" in s.text_of("news") and "caller" in s.text_of("news"))
    s.press("Control", "#panels")
    s.fill("#control input[name=outage]", "2s")
    s.press("Cut off")
    s.soon("an outage is shown", lambda: s.text_of("backend") == "backend lost")
    s.soon("and its end", lambda: s.text_of("backend") == "")
    s.press("Start again")
    s.soon("a reset closes the tab", lambda: s.cards() == [] and s.text_of("down") == "", within=20)
    s.soon("which comes back by itself", lambda: s.badge() == "LEADING")


def losses(s):
    """Messages get lost on purpose; the desktop fills all the same, and nothing of it waits for ever."""
    s.control("faults", {"link": "post-message", "drop": 0.4})
    s.open_desk("faye")
    s.soon("the desktop fills although replies get lost", lambda: "voice" in s.text_of("media")
           and "Offer of the Month" in s.text_of("campaigns"), within=60)
    s.control("faults", {"link": "post-message", "drop": 0})
    s.on_desk()
    s.script("window.outcome = ''; socket.onmessage = null;"
             "request('agent.get').catch(error => outcome = error.message); socket.close()")
    s.soon("what waits when the connection is lost fails then", lambda: s.script("return window.outcome")
           == "The connection was lost", within=5)
    s.soon("the tab comes back", lambda: s.text_of("down") == "" and s.badge() == "LEADING")
    s.script("notice('A notice', 'of the desktop')")
    s.in_frame(0)
    s.ask("system.popupToast", {"title": "Beside it"})
    s.soon("toasts leave notices alone",
           lambda: "Beside it" in s.text_of("toasts") and "A notice" in s.text_of("notices"))
    s.in_frame(0)
    s.ask("system.openDialog", "http://[", {"label": "Broken"})
    s.soon("a bad address of a dialog is said", lambda: "no address" in s.text_of("notices"))


def toasts_of_closed_tabs(s):
    """A toast is shown by the tab that was active last. When its owner is gone, so is the toast."""
    s.open_desk("gina")
    shows = s.browser.current_window_handle
    s.browser.switch_to.new_window("tab")
    s.open_desk("gina")
    owner = s.browser.current_window_handle
    s.browser.switch_to.window(shows)
    s.browser.execute_cdp_cmd("Page.bringToFront", {})
    s.soon("the first tab was active last",
           lambda: s.script("return !document.getElementById('active').hidden"))
    s.browser.switch_to.window(owner)
    s.in_frame(0)
    s.ask("system.popupToast", {"title": "From the second tab"})
    s.browser.switch_to.window(shows)
    s.soon("the first tab shows the toast of the second", lambda: "From the second tab" in s.text_of("toasts"))
    s.browser.switch_to.window(owner)
    s.browser.close()
    s.browser.switch_to.window(shows)
    s.soon("until that is closed", lambda: s.text_of("toasts") == "")


def keyboard(s):
    """Tab lists move by arrow keys; what has the focus keeps it when its card is made anew."""
    s.on_desk()
    s.script("document.querySelector('#panels [role=tab]').focus()")
    s.script("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}))")
    s.expect("arrow keys move between tabs", s.script("return document.activeElement.textContent") == "Control"
             and s.script("return !document.getElementById('control').hidden"))
    s.press("New workitem")
    s.soon("a work item is invited", lambda: any("INVITED" in c for c in s.cards()))
    s.script("[...document.querySelectorAll('#interactions button')].find(b => b.textContent == 'Accept').focus();"
             "document.activeElement.click()")
    s.soon("it is accepted", lambda: any("ACCEPTED" in c for c in s.cards()))
    s.expect("the focus stays in the card", s.script(
        "return Boolean(document.activeElement.closest('#interactions .card, #interactions .case'))"))
    unnamed = s.script(
        "return [...document.querySelectorAll('button, input, select, textarea, iframe')].filter(e => !("
        "e.textContent.trim() && e.localName == 'button' || e.getAttribute('aria-label') || e.title"
        "|| e.labels?.length)).map(e => e.outerHTML)")
    s.expect(f"whatever takes input has a name: {unnamed}", not unnamed)


def beside(s):
    titles = lambda: s.script("return [...document.querySelectorAll('#tabs button')].map(b => b.textContent)")
    s.open_desk("carol")
    s.soon("the workspace shows its pages alone", lambda: titles() == ["one"])
    s.control("arrivals", {"queue": "calls", "agent": s.script("return welcome.agent")})
    s.soon("an interaction has a page of its own", lambda: [t.split(" #")[0] for t in titles()] == ["one", "two"])
    s.in_frame(1)
    s.soon("which is a client as others are", lambda: "frameId" in s.said())
    s.on_desk()
    for label in ("Answer", "Hang up", "Mark done"):
        s.press(label)
    s.soon("the page goes with the interaction", lambda: titles() == ["one"])


def checks(s):
    with s.serving():
        s.open_desk("alice")
        for check in (call, with_toast, pass_on, other_media, record, panel):
            check(s)
        s.open_desk("hana")
        keyboard(s)
        losses(s)
        toasts_of_closed_tabs(s)
    scenario = str(pathlib.Path(__file__).with_name("beside.json"))
    with other_site() as origin, s.serving(scenario, "--set", f'/options/one~1url="{origin}/sample.html"', clients=["two"]):
        beside(s)
