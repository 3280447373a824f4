import { type Variant, variant } from '../policies/index.ts';

/** What the documents leave open about outgoing SIP calls. */
export const sipVariants: readonly Variant[] = [
  variant({
    id: 'sip-udp-first',
    title: 'Calls in the clear go over UDP',
    policy: 'sip.transports',
    with: (encryption) =>
      encryption === 'encrypted' ? ['tls'] : encryption === 'unencrypted' ? ['udp'] : ['tls', 'udp'],
  }),
  variant({
    id: 'sip-tcp-only',
    title: 'Calls in the clear never go over UDP',
    policy: 'sip.transports',
    with: (encryption) =>
      encryption === 'encrypted' ? ['tls'] : encryption === 'unencrypted' ? ['tcp'] : ['tls', 'tcp'],
  }),
  variant({
    id: 'sip-from-conference',
    title: 'From has the same user part in every call',
    policy: 'sip.fromUri',
    with: ({ local }, { localFromDomain, localContactDomain }) =>
      `sip:conference@${localFromDomain || localContactDomain || local}`,
  }),
  variant({
    id: 'sip-contact-in-brackets-only',
    title: 'Contact names no user and no transport',
    policy: 'sip.contactUri',
    with: ({ local }, { localContactDomain }) => `sip:${localContactDomain || local}`,
  }),
];
