"""A client of the Call Bridge API as its documents describe it, with nothing of this project in it. Prints what it saw as JSON."""

import json
import sys
import time
import xml.etree.ElementTree as ElementTree

import requests

base, authority, username, password = sys.argv[1:]
api = f"{base}/api/v1"
web = requests.Session()
web.auth = (username, password)
web.verify = authority
# a bundle or proxy of the environment must not take part
web.trust_env = False


class Refused(Exception):
    """The bridge refused; `reasons` are the elements inside failureDetails."""

    def __init__(self, status, reasons):
        super().__init__(f"{status} {reasons}")
        self.status = status
        self.reasons = reasons


def ask(method, path, **options):
    answer = web.request(method, f"{api}{path}", timeout=10, **options)
    if answer.status_code == 200:
        return answer
    root = ElementTree.fromstring(answer.content) if answer.content else None
    reasons = [] if root is None else [[reason.tag, dict(reason.attrib)] for reason in root]
    raise Refused(answer.status_code, reasons)


def create(collection, **fields):
    """Creates an object and gives its path below the API."""
    location = ask("POST", f"/{collection}", data=fields).headers["Location"]
    assert location.startswith("/api/v1/"), location
    return location[len("/api/v1") :]


def read(path):
    root = ElementTree.fromstring(ask("GET", path).content)
    return {child.tag: child.text or "" for child in root}


def identity(path):
    return path.rsplit("/", 1)[1]


def every(collection, **query):
    """Every object of a collection, page by page: the length of the first page is the page size."""
    found = []
    while True:
        page = ElementTree.fromstring(ask("GET", f"/{collection}", params={**query, "offset": len(found)}).content)
        found.extend(page)
        if len(page) == 0 or len(found) >= int(page.attrib["total"]):
            return found


def refusal(method, path, **options):
    try:
        ask(method, path, **options)
    except Refused as refused:
        return [refused.status in (400, 404), refused.reasons[0][0], refused.reasons[0][1].get("parameter")]
    return None


seen = {}

# without credentials: asked for them
bare = requests.get(f"{api}/system/status", verify=authority, timeout=10)
seen["challenge"] = [bare.status_code, bare.headers["WWW-Authenticate"].split(" ")[0], len(bare.content)]
seen["version"] = read("/system/status")["softwareVersion"]

# coSpaces: create, read, modify, unset, delete
space = create("coSpaces", name="Requests & <friends>", uri="Requests.Space", callId="88001", passcode="1234")
fields = read(space)
seen["created"] = [fields["name"], fields["uri"], fields["callId"], fields["passcode"], "secret" in fields]
ask("PUT", space, data={"name": "Überarbeitet", "passcode": ""})
fields = read(space)
seen["modified"] = [fields["name"], fields.get("passcode", ""), fields["uri"]]
method = create(f"{space[1:]}/accessMethods", uri="requests.host", passcode="77", callId="88001")
seen["method"] = [method.startswith(f"{space}/accessMethods/"), read(method)["uri"], read(space)["numAccessMethods"]]
member = create(f"{space[1:]}/coSpaceUsers", userJid="somebody@example.test", canDestroy="true")
seen["member"] = [read(member)["userJid"], read(member)["canDestroy"], read(member)["canChangeName"]]

# paging and filters
for number in range(45):
    create("coSpaces", name=f"Paged {number:02}", uri=f"paged.{number:02}")
pages = every("coSpaces", filter="paged")
seen["paged"] = [len(pages), len({item.attrib["id"] for item in pages})]
window = ElementTree.fromstring(ask("GET", "/cospaces/", params={"filter": "Paged 0", "limit": 3}).content)
seen["window"] = [window.tag, window.attrib["total"], len(window)]
beyond = ElementTree.fromstring(ask("GET", "/coSpaces", params={"filter": "paged", "offset": 1000}).content)
seen["beyond"] = [beyond.attrib["total"], len(beyond)]

# bulk creation: a parameter set, a sync, and its undoing
mappings = {"coSpaceUriMapping": "bulk.$index$", "coSpaceNameMapping": "Bulk $index$", "coSpaceCallIdMapping": "9900$index$"}
bulk = create("cospaceBulkParameterSets", startIndex=1, endIndex=5, **mappings)


def synchronised(**options):
    sync = create("cospaceBulkSyncs", cospaceBulkParameterSet=identity(bulk), **options)
    for _ in range(200):
        status = read(sync)["status"]
        if status in ("complete", "failed") or status.startswith("failed"):
            return status
        time.sleep(0.02)
    return "late"


seen["sync"] = synchronised()
seen["bulk"] = sorted(item.find("uri").text for item in every("coSpaces", filter="bulk."))
seen["removed"] = [synchronised(removeAll="true"), len(every("coSpaces", filter="bulk."))]

# a call with a leg
call = create("calls", coSpace=identity(space))
leg = create(f"{call[1:]}/callLegs", remoteParty="somebody@198.51.100.7")
tree = ElementTree.fromstring(ask("GET", leg).content)
seen["leg"] = [
    leg.startswith("/callLegs/"),
    tree.find("call").text == identity(call),
    tree.find("remoteParty").text,
    [item.attrib["id"] == identity(leg) for item in every(f"{call[1:]}/callLegs")],
]
ask("DELETE", leg)
seen["legGone"] = refusal("GET", leg)
ask("DELETE", call)
seen["callGone"] = refusal("GET", call)

# refusals
seen["duplicate"] = refusal("POST", "/coSpaces", data={"name": "again", "uri": "requests.space"})
seen["badUrl"] = refusal("POST", "/coSpaces", data={"name": "bad", "streamUrl": "no url"})
seen["badVerb"] = refusal("PUT", "/coSpaces")
seen["unknown"] = refusal("GET", "/system/profile")
seen["version0"] = None
try:
    answer = web.get(f"{base}/api/v0/coSpaces", timeout=10)
    seen["version0"] = ElementTree.fromstring(answer.content)[0].tag
except ElementTree.ParseError:
    pass
for path in [item.attrib["id"] for item in every("coSpaces", filter="paged")]:
    ask("DELETE", f"/coSpaces/{path}")
ask("DELETE", space)
seen["gone"] = [refusal("GET", space), refusal("GET", method), len(every("coSpaces", filter="paged"))]
print(json.dumps(seen))
