"""A receiver of call detail records and a client of events, written with nothing of this project: http.server and ElementTree
of Python's standard library, and the PyPI package websockets. It holds one call on a Call Bridge over its API, and prints what
the records and the events said of it as one JSON object."""

import asyncio
import json
import ssl
import sys
import threading
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import websockets

url, ca, username, password = sys.argv[1:5]
trust = ssl.create_default_context(cafile=ca)
basic = "Basic " + b64encode(f"{username}:{password}".encode()).decode()
documents = []
refusals = [503]
arrived = threading.Event()


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        document = ElementTree.fromstring(self.rfile.read(int(self.headers["Content-Length"])))
        status = refusals.pop() if refusals else 200
        if status == 200:
            documents.append(document)
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()
        if document.find("record[@type='callEnd']") is not None and status == 200:
            arrived.set()

    def log_message(self, *_):
        pass


def api(method, path, **fields):
    body = urllib.parse.urlencode(fields).encode() if fields else None
    request = urllib.request.Request(f"{url}/api/v1/{path}", body, {"Authorization": basic}, method=method)
    with urllib.request.urlopen(request, context=trust) as answer:
        return answer.headers


def identity(headers):
    return headers["Location"].rsplit("/", 1)[-1]


async def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    api("POST", "system/cdrReceivers", uri=f"http://127.0.0.1:{server.server_port}/cdr")
    token = api("POST", "authTokens")["X-Cisco-CMS-Auth-Token"]
    address = url.replace("https:", "wss:") + "/events/v1?authToken=" + urllib.parse.quote(token)
    told, states = [], []
    async with websockets.connect(address, ssl=trust, ping_interval=None) as socket:

        async def until(enough):
            while not enough():
                message = json.loads(await asyncio.wait_for(socket.recv(), 10))
                if message["type"] == "messageAck":
                    states.append(message["messageAck"]["status"])
                    continue
                content = message["message"]
                ack = {"messageId": content["messageId"], "status": "success"}
                await socket.send(json.dumps({"type": "messageAck", "messageAck": ack}))
                states.extend(one["state"] for one in content.get("subscriptions", []))
                told.extend(content.get("updates", []))

        subscription = {"index": 9, "type": "calls", "elements": ["name", "participants"]}
        request = {"messageId": 1, "type": "subscribeRequest", "subscriptions": [subscription]}
        await socket.send(json.dumps({"type": "message", "message": request}))
        await until(lambda: "active" in states)
        space = identity(api("POST", "coSpaces", name="Records & <events>"))
        call = identity(api("POST", "calls", coSpace=space))
        leg = identity(api("POST", f"calls/{call}/callLegs", remoteParty="desk@python.example.test"))
        api("DELETE", f"callLegs/{leg}")
        api("DELETE", f"calls/{call}")
        await until(lambda: any(update["updateType"] == "remove" for update in told))
    if not await asyncio.to_thread(arrived.wait, 10):
        raise SystemExit("callEnd never came")
    records = [record for document in documents for record in document]
    start, leg_start, leg_end, end = records
    json.dump(
        {
            "types": [record.get("type") for record in records],
            "indices": [record.get("recordIndex") for record in records],
            "sameCall": start.find("call").get("id") == call == end.find("call").get("id"),
            "sameLeg": leg_start.find("callLeg").get("id") == leg == leg_end.find("callLeg").get("id"),
            "name": start.findtext("call/name"),
            "remoteParty": leg_start.findtext("callLeg/remoteParty"),
            "sessions": len({document.get("session") for document in documents}),
            "states": states,
            "updates": [update["updateType"] for update in told if update["call"] == call],
            "told": next(update["name"] for update in told if update["updateType"] == "add"),
        },
        sys.stdout,
    )


asyncio.run(main())
