"""Measures how pytz, dateutil and Django pickle their time zones: one JSON object of rows on stdout.

    PYTHONPATH=folder-with-pytz-dateutil-django TZ=Asia/Kolkata python3.13 conformance/library_zones.py

Runs under Python 2.7 and 3. `test/fixtures/library-zones.json.gz` is made of the rows of several versions.
"""
import binascii
import datetime
import json
import pickle
import sys

import dateutil
import dateutil.relativedelta as rd
import dateutil.tz
import dateutil.zoneinfo
import pytz

try:
    import django
    import django.utils.timezone as dj
    from django.conf import settings

    settings.configure(TIME_ZONE="Europe/Paris", USE_TZ=True)
except ImportError:
    dj = None

tz = dateutil.tz
naive = datetime.datetime


def times():
    out = []
    for args in [
        (1900, 1, 1), (1970, 6, 1), (2024, 1, 1, 12), (2024, 7, 1, 12), (2024, 3, 31, 2, 30), (2024, 10, 27, 2, 30),
        (2024, 10, 27, 1, 59, 59, 999999), (2024, 3, 10, 2, 30), (2024, 11, 3, 1, 30), (2024, 4, 7, 2, 30), (2040, 7, 1, 1),
    ]:
        for fold in (0, 1):
            out.append((args, fold))
    return out


def at(args, fold, zone):
    made = naive(*args)
    if fold:
        made = tz.enfold(made, fold=1)
    return made.replace(tzinfo=zone) if sys.version_info[0] > 2 or not fold else None


zones = [
    ("pytz utc", lambda: pytz.utc),
    ("pytz Paris", lambda: pytz.timezone("Europe/Paris")),
    ("pytz Paris summer", lambda: pytz.timezone("Europe/Paris").localize(naive(2024, 7, 1)).tzinfo),
    ("pytz New_York winter", lambda: pytz.timezone("America/New_York").localize(naive(2024, 1, 1)).tzinfo),
    ("pytz Etc/GMT-3", lambda: pytz.timezone("Etc/GMT-3")),
    ("pytz FixedOffset 90", lambda: pytz.FixedOffset(90)),
    ("pytz FixedOffset -330", lambda: pytz.FixedOffset(-330)),
    ("dateutil tzutc", lambda: tz.tzutc()),
    ("dateutil tzlocal", lambda: tz.tzlocal()),
    ("dateutil tzoffset name", lambda: tz.tzoffset("X", 3600)),
    ("dateutil tzoffset none", lambda: tz.tzoffset(None, -5400)),
    ("dateutil gettz Paris", lambda: tz.gettz("Europe/Paris")),
    ("dateutil gettz Tokyo", lambda: tz.gettz("Asia/Tokyo")),
    ("dateutil gettz UTC file", lambda: tz.tzfile("/usr/share/zoneinfo/UTC")),
    ("dateutil zoneinfo New_York", lambda: dateutil.zoneinfo.get_zonefile_instance().get("America/New_York")),
    ("dateutil tzstr", lambda: tz.tzstr("EST5EDT")),
    ("dateutil tzstr rule", lambda: tz.tzstr("CET-1CEST,M3.5.0/2,M10.5.0/3")),
    ("dateutil tzstr south", lambda: tz.tzstr("AEST-10AEDT,M10.1.0,M4.1.0/3")),
    ("dateutil tzstr fixed", lambda: tz.tzstr("UTC+3")),
    ("dateutil tzrange", lambda: tz.tzrange("EST", -18000, "EDT")),
    ("dateutil tzrange leap", lambda: tz.tzrange("A", 3600, "B", 7200,
        rd.relativedelta(month=3, day=1, hours=2, leapdays=-1), rd.relativedelta(month=10, day=31, weekday=rd.SU(-1)))),
    ("dateutil tzrange fixed", lambda: tz.tzrange("EST", -18000)),
]
if dj is not None:
    zones += [
        ("django utc", lambda: getattr(dj, "utc", None) or datetime.timezone.utc),
        ("django get_fixed_timezone", lambda: dj.get_fixed_timezone(90)),
        ("django default", lambda: dj.get_default_timezone()),
    ]
    if hasattr(dj, "FixedOffset"):
        zones += [
            ("django FixedOffset", lambda: dj.FixedOffset(-150)),
            ("django FixedOffset name", lambda: dj.FixedOffset(90, "X")),
        ]


# Of these one protocol has to do.
LARGE = ["dateutil gettz Paris", "dateutil zoneinfo New_York"]


def seconds(delta):
    return None if delta is None else delta.days * 86400 + delta.seconds


def without_address(text):
    return text.split(" at 0x")[0] + ">" if " at 0x" in text else text


versions = {
    "python": "%d.%d" % sys.version_info[:2],
    "pytz": pytz.__version__,
    "dateutil": getattr(dateutil, "__version__", "2.6.1"),
    "django": None if dj is None else django.get_version(),
}
rows = []
for name, make in zones:
    zone = make()
    offsets = []
    for args, fold in times():
        made = at(args, fold, zone)
        if made is None:
            continue
        try:
            offsets.append([list(args), fold, seconds(made.utcoffset())])
        except (TypeError, ValueError) as error:
            offsets.append([list(args), fold, str(error)])
    try:
        none = seconds(zone.utcoffset(None))
    except AttributeError:
        none = "AttributeError"
    pickles = []
    for protocol in range(0, min(5, pickle.HIGHEST_PROTOCOL) + 1):
        if name in LARGE and protocol != 2:
            pickles.append(None)
            continue
        value = [zone, naive(2024, 7, 1, 12, tzinfo=zone)]
        try:
            pickles.append(binascii.hexlify(pickle.dumps(value, protocol)).decode())
        except TypeError:
            # A relativedelta has a weekday, which has slots.
            pickles.append(None)
    rows.append({
        "name": name,
        "repr": without_address(repr(zone)),
        "str": without_address(str(zone)),
        "iso": naive(2024, 7, 1, 12, tzinfo=zone).isoformat(),
        "none": none,
        "offsets": offsets,
        "pickles": pickles,
    })
print(json.dumps({"versions": versions, "rows": rows}))
