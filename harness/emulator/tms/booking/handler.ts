import {
  type Audience,
  InvalidValue,
  type QualifiedNode,
  readObject,
  unknownElements,
  writeValue,
} from '../../../protocol/tmsba/codec.ts';
import {
  faultElement,
  inNamespace,
  type Message,
  readEnvelope,
  writeEnvelope,
} from '../../../protocol/tmsba/envelope.ts';
import type { ObjectType, ObjectValue } from '../../../protocol/tmsba/model.ts';
import { bookingPath, remoteSetupPath, type SoapVersion } from '../../../protocol/tmsba/service.ts';
import { contextHeader, type Operation, serverVersionHeader, versionHeader } from '../../../protocol/tmsba/types.ts';
import { bookingService, remoteSetupService, type Service, wsdlOf } from '../../../protocol/tmsba/wsdl.ts';
import { textOf } from '../conferences.ts';
import { type TmsAnswer, type TmsHandler, type TmsRequest, type TmsRouter, text } from '../http.ts';
import { BookingFault, type BookingParts, type Caller } from './context.ts';
import { bookingBodies, type OperationBody, remoteSetupBodies } from './operations.ts';
import { ClientSessions } from './sessions.ts';

type Bodies = Readonly<Record<string, OperationBody>>;

/** Adds the Booking API to what TMS answers; see `protocol/tmsba` for its model. */
export function addBooking(router: TmsRouter, parts: BookingParts): void {
  const sessions = new ClientSessions(parts.cluster);
  const services = [
    { path: bookingPath, handler: serviceHandler(bookingService, bookingBodies, parts, sessions) },
    { path: remoteSetupPath, handler: serviceHandler(remoteSetupService, remoteSetupBodies, parts, sessions) },
  ];
  router.add('/tms/external/booking', (request) => {
    const service = services.find(({ path }) => parts.cluster.policies['booking.pathIs'](request.path, path));
    return service ? service.handler(request) : text(404, `The Booking API has nothing at ${request.path}.`);
  });
}

function serviceHandler(service: Service, bodies: Bodies, parts: BookingParts, sessions: ClientSessions): TmsHandler {
  const { policies } = parts.cluster;
  return (request) => {
    const asksForWsdl = [...request.query.keys()].some((key) => key.toLowerCase() === 'wsdl');
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (!asksForWsdl) return text(200, `${service.name}: its WSDL is at ${request.path}?WSDL.`);
      const wanted = policies['booking.listedOperations'](service.operations.map(({ name }) => name));
      const operations = service.operations.filter(({ name }) => wanted.includes(name));
      const address = `${request.origin}${request.path}`;
      const body = wsdlOf({ ...service, operations }, address, policies['booking.listedVersions']());
      return { status: 200, type: 'text/xml; charset=utf-8', body };
    }
    if (request.method !== 'POST' || (asksForWsdl && !policies['booking.takesPostToWsdl']()))
      return text(405, `${service.name} takes SOAP messages by POST.`, { Allow: 'GET, POST' });
    return call(service, bodies, parts, sessions, request);
  };
}

function call(
  service: Service,
  bodies: Bodies,
  parts: BookingParts,
  sessions: ClientSessions,
  request: TmsRequest,
): TmsAnswer {
  const { policies } = parts.cluster;
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const asked: SoapVersion = mediaType === 'application/soap+xml' ? '1.2' : '1.1';
  let message: Message;
  try {
    message = readEnvelope(request.body.toString('utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (!policies['booking.refusesMalformed']()) return { status: 200, body: '' };
    return faultAnswer(parts, asked, request, new BookingFault(null, `The message cannot be read: ${error.message}`));
  }
  if (!policies['booking.takesMediaType'](message.version, mediaType))
    return text(415, `${service.name} takes text/xml or application/soap+xml, not "${mediaType}".`);
  const version = policies['booking.answerVersion'](message.version);
  const header = (type: ObjectType): ObjectValue | undefined => {
    const found = message.headers.find((entry) => entry.name === type.name && entry.namespace === service.namespace);
    return found && readObject(found, type);
  };
  try {
    const operation = operationOf(service, parts, message.body, request);
    const told = header(versionHeader);
    const context = header(contextHeader);
    sessions.check(textOf(told?.ClientSession), operation.writes);
    const [unknown] = policies['booking.takesUnknownElements']()
      ? []
      : unknownElements(message.body, operation.request);
    if (unknown !== undefined) throw new BookingFault(null, `There is no element "${unknown}".`);
    const caller: Caller = {
      ...parts,
      username: request.username,
      withoutInformation: /^(true|1)$/.test(textOf(context?.ExcludeConferenceInformation)),
    };
    const result = bodies[operation.name]?.(caller, readObject(message.body, operation.request));
    const clientVersion = Number(textOf(told?.ClientVersionIn) || policies['booking.versionUntold']());
    const audience: Audience = {
      knows: (since) => policies['booking.clientKnows'](clientVersion, since),
      unknownValue: (value) => policies['booking.unknownValue'](value),
      arrange: (fields) => policies['booking.elementOrder'](fields),
    };
    const response = result === undefined ? {} : { [`${operation.name}Result`]: result };
    const headers = [
      ...(operation.tellsVersion
        ? [
            writeValue(
              serverVersionHeader.name,
              { ConfAPIVersion: String(policies['booking.serverVersion']()) },
              serverVersionHeader,
            ),
          ]
        : []),
      ...(told && policies['booking.echoesVersionHeader']()
        ? [writeValue(versionHeader.name, told, versionHeader)]
        : []),
    ];
    const body = writeEnvelope(
      version,
      headers.map((entry) => inNamespace(entry, service.namespace)),
      inNamespace(writeValue(operation.response.name, response, operation.response, audience), service.namespace),
    );
    return { status: 200, type: policies['booking.answerType'](message.version), body };
  } catch (error) {
    if (error instanceof BookingFault) return faultAnswer(parts, message.version, request, error);
    if (error instanceof InvalidValue)
      return faultAnswer(parts, message.version, request, new BookingFault(null, error.message));
    throw error;
  }
}

/** The operation that a request is for. Throws BookingFault when there is none. */
function operationOf(service: Service, { cluster }: BookingParts, body: QualifiedNode, request: TmsRequest): Operation {
  const action = /^"?([^"]*)"?$/.exec(String(request.headers.soapaction ?? ''))?.[1] || null;
  const name = cluster.policies['booking.operation'](body.name, action);
  const found = service.operations.find((operation) => operation.name === name);
  if (found && body.namespace === service.namespace) return found;
  throw new BookingFault(null, `${service.name} has no operation "${name}" in the namespace "${body.namespace}".`);
}

function faultAnswer(
  { cluster }: BookingParts,
  asked: SoapVersion,
  request: TmsRequest,
  fault: BookingFault,
): TmsAnswer {
  const { policies } = cluster;
  const version = policies['booking.answerVersion'](asked);
  const detail = [
    ...(fault.error ? [{ name: 'errorcode', text: String(policies['booking.errorCode'](fault.error)) }] : []),
    ...(fault.session ? [{ name: 'clientsessionid', text: fault.session }] : []),
  ];
  const search = request.query.size > 0 ? '?wsdl' : '';
  const node = `${request.origin}${request.path}${search}`;
  const element = faultElement(
    version,
    { sender: true, reason: fault.message, node, detail },
    policies['booking.faultDetailName'](version),
  );
  return {
    status: policies['booking.faultStatus'](),
    type: policies['booking.answerType'](asked),
    body: writeEnvelope(version, [], element),
  };
}
