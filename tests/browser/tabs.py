"""Real tabs drive the election: they are opened, closed, hidden, duplicated and killed."""

import time

from selenium.common.exceptions import WebDriverException


def states(s):
    """The tabs of the only agent, the oldest first, as the server has them."""
    return [t["state"] for a in s.state().get("agents", []) for t in a["tabs"]]


def is_active(s):
    s.on_desk()
    return s.script("return !document.getElementById('active').hidden")


def election(s):
    s.open_desk("erin")
    s.soon("a lone tab leads", lambda: s.badge() == "LEADING")
    first = s.browser.current_window_handle
    s.browser.switch_to.new_window("tab")
    s.open_desk("erin")
    second = s.browser.current_window_handle
    s.soon("a second tab of the agent follows", lambda: s.badge() == "FOLLOWING")
    s.soon("each shows the tabs of the agent",
           lambda: s.text_of("alltabs").split() == ["tab", "1", "LEADING", "this", "tab", "FOLLOWING"])
    s.shot("follower")
    s.in_frame(0)
    s.expect("and its client pages know", s.ask("system.isFrameFollowing")["data"] is True)
    s.browser.switch_to.window(first)
    s.expect("the first still leads", s.badge() == "LEADING")
    s.browser.close()
    s.browser.switch_to.window(second)
    s.soon("when the leader closes, the other leads", lambda: s.badge() == "LEADING")
    s.soon("and its client pages are told", lambda: "event system LEADING" in s.said(0))
    s.expect("one tab is left", states(s) == ["LEADING"])
    return second


def duplicate(s, first):
    """window.open copies sessionStorage, as the browser's own "Duplicate" does."""
    s.on_desk()
    s.script("sessionStorage.setItem('mark', 'copied'); window.open(location.href)")
    copy = next(w for w in s.browser.window_handles if w != first)
    s.browser.switch_to.window(copy)
    s.soon("a duplicated tab connects", lambda: "tab" in s.text_of("who"))
    s.expect("it has the same sessionStorage", s.script("return sessionStorage.getItem('mark')") == "copied")
    s.soon("and is a tab of its own, which follows", lambda: s.badge() == "FOLLOWING")
    s.expect("there is one leader", sorted(states(s)) == ["FOLLOWING", "LEADING"])
    s.browser.switch_to.window(first)
    s.expect("the original still leads", s.badge() == "LEADING")
    return copy


def bring(s, tab):
    s.browser.switch_to.window(tab)
    s.browser.execute_cdp_cmd("Page.bringToFront", {})


def hide(s, first, copy):
    """Which tab is in front decides what is visible, and who was active last. To look at a tab may bring it to the
    front, so its client page keeps a diary."""
    bring(s, first)
    s.in_frame(0)
    s.script("window.diary = []; setInterval(async () => diary.push("
             "(await Promise.all(['amIVisible', 'isLastActiveFrame', 'isFrameLeading'].map(n => request('system.' + n))))"
             ".map(reply => reply.data).join()), 200)")
    s.soon("a tab in front is visible and was active last", lambda: s.script("return diary.at(-1)") == "true,true,true")
    bring(s, copy)
    s.soon("so does another that comes to the front", lambda: is_active(s))
    time.sleep(3)  # timers of hidden pages are slow
    bring(s, first)
    s.in_frame(0)
    s.expect("the tab behind it was neither, and still led", "false,false,true" in s.script("return diary"))
    s.soon("in front again, it is both", lambda: s.script("return diary.at(-1)") == "true,true,true")


def kill(s, leader):
    """A tab that crashes says nothing to anybody."""
    s.browser.switch_to.new_window("tab")
    s.open_desk("erin")
    heir = s.browser.current_window_handle
    s.soon("another tab follows", lambda: s.badge() == "FOLLOWING")
    s.browser.switch_to.window(leader)
    s.expect("the one to be killed leads", s.badge() == "LEADING")
    begun = time.time()
    try:
        s.browser.execute_cdp_cmd("Page.crash", {})
    except WebDriverException as gone:
        print("      " + str(gone).splitlines()[0])
    s.browser.switch_to.window(heir)
    s.soon("when the leader is killed, another one leads", lambda: s.badge() == "LEADING")
    print(f"      after {time.time() - begun:.1f} s")
    s.soon("the killed tab is gone", lambda: "LEADING" in states(s) and len(states(s)) == 1)


def checks(s):
    with s.serving():
        first = election(s)
        copy = duplicate(s, first)
        hide(s, first, copy)
        s.browser.switch_to.window(copy)
        s.browser.close()
        s.browser.switch_to.window(first)
        kill(s, first)
