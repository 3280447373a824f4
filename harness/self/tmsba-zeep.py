"""A client of the Booking API that knows nothing but the WSDL that TMS serves. Prints what it saw as JSON."""

import json
import sys

import requests
from lxml import etree
from zeep import Client, Settings
from zeep.exceptions import Fault
from zeep.plugins import HistoryPlugin
from zeep.transports import Transport

base, authority, username, password, port = sys.argv[1:]
web = requests.Session()
web.auth = (username, password)
web.verify = authority
# a bundle or proxy of the environment must not take part
web.trust_env = False
history = HistoryPlugin()


def client(path):
    return Client(
        f"{base}{path}?WSDL", transport=Transport(session=web), plugins=[history], settings=Settings(strict=True)
    )


booking = client("/tms/external/booking/bookingservice.asmx")
service = booking.bind("BookingService", port)
setup = client("/tms/external/booking/remotesetup/remotesetupservice.asmx")
version = {"ExternalAPIVersionSoapHeader": {"ClientVersionIn": 15, "ClientSession": ""}}
blank = []


def call(bound, name, *args, **kwargs):
    """Calls with the session that there is; takes a fresh one from a fault that brings one."""
    try:
        answer = getattr(bound, name)(*args, _soapheaders=version, **kwargs)
    except Fault as fault:
        found = history.last_received["envelope"].findall(".//{*}clientsessionid")
        if not found:
            raise
        blank.append(fault.message)
        version["ExternalAPIVersionSoapHeader"]["ClientSession"] = found[0].text
        answer = getattr(bound, name)(*args, _soapheaders=version, **kwargs)
    # where header entries came too, the body stands beside them
    body = getattr(answer, "body", answer)
    return getattr(body, f"{name}Result", body)


def result(name, **kwargs):
    return call(service, name, **kwargs)


seen = {"alive": call(setup.service, "IsAlive")}
conference = result("GetDefaultConference")
seen["default"] = {"id": conference.ConferenceId, "participants": conference.Participants}
conference.Title = "Zeep & <friends>"
dialled = booking.type_factory("ns0").Participant(
    ParticipantId=0, NameOrNumber="desk@example.test", ParticipantCallType="SIP ->"
)
conference.Participants = {"Participant": [dialled]}
saved = result("SaveConference", Conference=conference)
seen["saved"] = {"id": saved.ConferenceId, "title": saved.Title, "status": saved.ConferenceState.Status}
listed = result("GetConferencesForUser", UserName="", ConferenceStatus="Ongoing")
seen["listed"] = [one.ConferenceId for one in listed.Conference]
before = saved.EndTimeUTC
saved.EndTimeUTC = saved.EndTimeUTC.replace(saved.EndTimeUTC[:4], str(int(saved.EndTimeUTC[:4]) + 1), 1)
extended = result("SaveConference", Conference=saved)
seen["extended"] = {"id": extended.ConferenceId, "moved": extended.EndTimeUTC > before}
result("EndConferenceById", ConferenceId=saved.ConferenceId)
seen["ended"] = result("GetConferenceById", ConferenceId=saved.ConferenceId).ConferenceState.Status
result("DeleteConferenceById", ConferenceId=saved.ConferenceId)
try:
    result("GetConferenceById", ConferenceId=999999)
    seen["missing"] = None
except Fault as fault:
    seen["missing"] = history.last_received["envelope"].findall(".//{*}errorcode")[0].text
transactions = result("GetTransactionsSince", CurrentTransactionId=0)
seen["transactions"] = [row.TransType for row in transactions.Transaction if row.ConferenceId == saved.ConferenceId]
seen["sessionFaults"] = len(blank)
seen["envelope"] = etree.QName(history.last_sent["envelope"]).namespace
json.dump(seen, sys.stdout)
