/** Namespaces, addresses and header names of the TMS Booking API (facts: tms 5.1, 5.2). */
export const bookingNamespace = 'http://tandberg.net/2004/02/tms/external/booking/';
export const remoteSetupNamespace = 'http://tandberg.net/2004/02/tms/external/booking/remotesetup/';
export const exceptionNamespace = 'http://tandberg.net/2004/02/tms/external/exception/';

export const bookingPath = '/tms/external/booking/bookingservice.asmx';
export const remoteSetupPath = '/tms/external/booking/remotesetup/remotesetupservice.asmx';

/** SOAP versions with their envelope namespace, media type and the namespace of their WSDL binding. */
export const soap = {
  '1.1': {
    envelope: 'http://schemas.xmlsoap.org/soap/envelope/',
    mediaType: 'text/xml',
    binding: 'http://schemas.xmlsoap.org/wsdl/soap/',
  },
  '1.2': {
    envelope: 'http://www.w3.org/2003/05/soap-envelope',
    mediaType: 'application/soap+xml',
    binding: 'http://schemas.xmlsoap.org/wsdl/soap12/',
  },
} as const;

export type SoapVersion = keyof typeof soap;

/** Versions of the Booking API that brought something to its answers (facts: tms 5.2, version map). */
export const apiVersions = {
  /** TMS 9: what every client knows. */
  first: 0,
  /** TMS 13.2, whose WSDL is published. */
  wsdl2012: 9,
  /** TMS 14.2. */
  timeZoneRules: 11,
  /** TMS 14.4. */
  clientSession: 13,
  /** TMS 14.5. */
  bookingModes: 14,
  /** TMS 14.6. */
  tms14Point6: 15,
  /** TMS 15.11, the latest one that is known. */
  latest: 22,
} as const;
