import type { XmlElement } from '../xml.ts';
import { writeDocument } from './envelope.ts';
import type { Field, ListType, ObjectType, Type } from './model.ts';
import { bookingNamespace, remoteSetupNamespace, type SoapVersion, soap } from './service.ts';
import {
  bookingOperations,
  contextHeader,
  type Operation,
  remoteSetupOperations,
  serverVersionHeader,
  versionHeader,
} from './types.ts';

/** A service with everything that its WSDL tells. */
export interface Service {
  name: string;
  namespace: string;
  operations: readonly Operation[];
  /** Header entries that each request may carry; the version header comes back. */
  requestHeaders: readonly ObjectType[];
}

export const bookingService: Service = {
  name: 'BookingService',
  namespace: bookingNamespace,
  operations: bookingOperations,
  requestHeaders: [versionHeader, contextHeader],
};

export const remoteSetupService: Service = {
  name: 'RemoteSetupService',
  namespace: remoteSetupNamespace,
  operations: remoteSetupOperations,
  requestHeaders: [versionHeader],
};

/**
 * The WSDL of a service, document/literal with a port for each SOAP version (facts: tms 5.1). `address` is where it is served, `versions` are those of SOAP.
 */
export function wsdlOf(service: Service, address: string, versions: readonly SoapVersion[] = ['1.1', '1.2']): string {
  const { name, namespace, operations } = service;
  const messages = operations.flatMap((operation) => [
    message(`${operation.name}SoapIn`, [['parameters', operation.request.name]]),
    message(`${operation.name}SoapOut`, [['parameters', operation.response.name]]),
  ]);
  const headers = [...service.requestHeaders, serverVersionHeader];
  return writeDocument({
    name: 'wsdl:definitions',
    attributes: [
      ['xmlns:wsdl', 'http://schemas.xmlsoap.org/wsdl/'],
      ['xmlns:soap', soap['1.1'].binding],
      ['xmlns:soap12', soap['1.2'].binding],
      ['xmlns:s', 'http://www.w3.org/2001/XMLSchema'],
      ['xmlns:tns', namespace],
      ['targetNamespace', namespace],
    ],
    children: [
      { name: 'wsdl:types', children: [schemaOf(service)] },
      ...messages,
      message(
        'Headers',
        headers.map((header) => [header.name, header.name]),
      ),
      {
        name: 'wsdl:portType',
        attributes: [['name', `${name}Soap`]],
        children: operations.map((operation) => ({
          name: 'wsdl:operation',
          attributes: [['name', operation.name]],
          children: [
            { name: 'wsdl:input', attributes: [['message', `tns:${operation.name}SoapIn`]] },
            { name: 'wsdl:output', attributes: [['message', `tns:${operation.name}SoapOut`]] },
          ],
        })),
      },
      ...versions.map((version) => bindingOf(service, version)),
      {
        name: 'wsdl:service',
        attributes: [['name', name]],
        children: versions.map((version) => portOf(service, version, address)),
      },
    ],
  });
}

/** Name of a service's port and binding for a SOAP version. */
export function portName(service: Service, version: SoapVersion): string {
  return `${service.name}Soap${version === '1.2' ? '12' : ''}`;
}

const prefix = { '1.1': 'soap', '1.2': 'soap12' } as const;

function bindingOf(service: Service, version: SoapVersion): XmlElement {
  const of = prefix[version];
  const header = ({ name }: ObjectType): XmlElement => ({
    name: `${of}:header`,
    attributes: [
      ['message', 'tns:Headers'],
      ['part', name],
      ['use', 'literal'],
    ],
  });
  const body: XmlElement = { name: `${of}:body`, attributes: [['use', 'literal']] };
  const [echoed] = service.requestHeaders;
  return {
    name: 'wsdl:binding',
    attributes: [
      ['name', portName(service, version)],
      ['type', `tns:${service.name}Soap`],
    ],
    children: [
      { name: `${of}:binding`, attributes: [['transport', 'http://schemas.xmlsoap.org/soap/http']] },
      ...service.operations.map((operation) => ({
        name: 'wsdl:operation',
        attributes: [['name', operation.name] as const],
        children: [
          {
            name: `${of}:operation`,
            attributes: [
              ['soapAction', `${service.namespace}${operation.name}`],
              ['style', 'document'],
            ] as const,
          },
          { name: 'wsdl:input', children: [body, ...service.requestHeaders.map(header)] },
          {
            name: 'wsdl:output',
            children: [
              body,
              ...(echoed ? [header(echoed)] : []),
              ...(operation.tellsVersion ? [header(serverVersionHeader)] : []),
            ],
          },
        ],
      })),
    ],
  };
}

function portOf(service: Service, version: SoapVersion, address: string): XmlElement {
  return {
    name: 'wsdl:port',
    attributes: [
      ['name', portName(service, version)],
      ['binding', `tns:${portName(service, version)}`],
    ],
    children: [{ name: `${prefix[version]}:address`, attributes: [['location', address]] }],
  };
}

function message(name: string, parts: readonly (readonly [name: string, element: string])[]): XmlElement {
  return {
    name: 'wsdl:message',
    attributes: [['name', name]],
    children: parts.map(([part, element]) => ({
      name: 'wsdl:part',
      attributes: [
        ['name', part],
        ['element', `tns:${element}`],
      ],
    })),
  };
}

function schemaOf({ namespace, operations, requestHeaders }: Service): XmlElement {
  const wrappers = operations.flatMap(({ request, response }) => [request, response]);
  const headers = [...requestHeaders, serverVersionHeader];
  const named = new Map<string, Type & { name: string }>();
  for (const type of [...wrappers, ...headers]) collect(type, named, true);
  return {
    name: 's:schema',
    attributes: [
      ['elementFormDefault', 'qualified'],
      ['targetNamespace', namespace],
    ],
    children: [
      ...wrappers.map((type) => ({
        name: 's:element',
        attributes: [['name', type.name] as const],
        children: [{ name: 's:complexType', children: sequenceOf(type) }],
      })),
      ...headers.map((type) => ({
        name: 's:element',
        attributes: [['name', type.name] as const],
        children: [{ name: 's:complexType', children: sequenceOf(type) }],
      })),
      ...[...named.values()].map(definitionOf),
    ],
  };
}

/** Gathers the types with a name of their own, each once. */
function collect(type: Type, named: Map<string, Type & { name: string }>, anonymous = false): void {
  if (type.kind === 'text') return;
  if (!anonymous) {
    if (named.has(type.name)) return;
    named.set(type.name, type);
  }
  if (type.kind === 'object') for (const field of type.fields) collect(field.type, named);
  if (type.kind === 'list') collect(type.of, named);
}

function definitionOf(type: Type & { name: string }): XmlElement {
  if (type.kind === 'enumeration') {
    return {
      name: 's:simpleType',
      attributes: [['name', type.name]],
      children: [
        {
          name: 's:restriction',
          attributes: [['base', 's:string']],
          children: type.values.map(({ value }) => ({ name: 's:enumeration', attributes: [['value', value]] })),
        },
      ],
    };
  }
  return {
    name: 's:complexType',
    attributes: [['name', type.name]],
    children: sequenceOf(type as ObjectType | ListType),
  };
}

function sequenceOf(type: ObjectType | ListType): XmlElement[] {
  const elements =
    type.kind === 'list'
      ? [elementOf({ name: type.item, type: type.of, required: false, repeated: true, since: 0 })]
      : type.fields.map(elementOf);
  return [{ name: 's:sequence', children: elements }];
}

function elementOf({ name, type, required, repeated }: Field): XmlElement {
  return {
    name: 's:element',
    attributes: [
      ['minOccurs', required ? '1' : '0'],
      ['maxOccurs', repeated ? 'unbounded' : '1'],
      ['name', name],
      ['type', type.kind === 'text' ? `s:${type.xsd}` : `tns:${type.name}`],
    ],
  };
}
