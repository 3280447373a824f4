#!/bin/sh
# Sets a meeting up over the Call Bridge API and takes it down again, with nothing but curl and sed.
set -eu
api=$URL/api/v1
ask() { curl --silent --show-error --cacert "$CA" --user "$LOGIN" "$@"; }
# the id that the Location of a new object ends with
made() { ask --include "$@" | tr -d '\r' | sed -n 's#^[Ll]ocation: .*/##p'; }
total() { sed -n 's/.* total="\([0-9]*\)".*/\1/p'; }

space=$(made --data-urlencode 'name=Curl & sons' --data 'uri=Curl.Space&callId=660066' "$api/coSpaces")
echo "space $(ask "$api/coSpaces/$space" | sed -n 's#.*<uri>\(.*\)</uri>.*#\1#p')"
call=$(made --data "coSpace=$space" "$api/calls")
first=$(made --data 'remoteParty=one@198.51.100.7' "$api/calls/$call/callLegs")
made --data 'remoteParty=two@198.51.100.7' "$api/calls/$call/callLegs" >/dev/null
echo "legs $(ask "$api/calls/$call/callLegs" | total)"
ask --request DELETE "$api/callLegs/$first"
echo "left $(ask "$api/calls/$call/callLegs" | total)"
ask --request DELETE "$api/calls/$call"
echo "gone $(ask "$api/calls/$call" | sed -n 's#.*<failureDetails><\([A-Za-z]*\) />.*#\1#p')"
ask --request DELETE "$api/coSpaces/$space"
echo "spaces $(ask --get --data-urlencode 'filter=curl & sons' "$api/coSpaces" | total)"
