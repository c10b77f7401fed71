#!/usr/bin/env python3
"""Writes scenarios/calls.csv: a calling list of 1,000 invented records in chains.

    scenarios/make_calls.py > scenarios/calls.csv

The same on every machine. Numbers are of the ranges that are kept free for fiction.
"""

RECORDS = 1000
ZONES = [("GMT", 0), ("CET", 3600), ("EET", 7200), ("IST", 19800), ("EST", -18000)]
NAMES = ["Ada", "Blaise", "Carl", "Donald", "Edsger", "Frances", "Grace", "Haskell"]


def numbers(state):
    """Endless numbers below 2**31 (Park and Miller's minimal standard)."""
    while True:
        state = state * 48271 % 2147483647
        yield state


def main():
    draw = numbers(2025)
    print("GSW_RECORD_HANDLE,GSW_CHAIN_ID,GSW_PHONE,GSW_PHONE_TYPE,GSW_FROM,GSW_UNTIL,"
          "GSW_TZ_NAME,GSW_TZ_OFFSET,Custom_Name,Custom_Balance")
    handle = chain = 0
    while handle < RECORDS:
        chain += 1
        zone, offset = ZONES[next(draw) % len(ZONES)]
        name = NAMES[next(draw) % len(NAMES)]
        balance = f"{next(draw) % 100000 / 100:.2f}"
        evening = next(draw) % 10 == 0
        # Half of all customers have one number, some two or three.
        length = [1, 1, 1, 1, 1, 2, 2, 2, 3, 3][next(draw) % 10]
        for n in range(min(length, RECORDS - handle)):
            handle += 1
            opens, closes = ("17:00", "20:59") if evening else (0, 86399)
            print(f"{handle},{chain},+4420794600{next(draw) % 1000:03d},{[1, 4, 2][n]},"
                  f"{opens},{closes},{zone},{offset},\"{name}, customer {chain}\",{balance}")


main()
