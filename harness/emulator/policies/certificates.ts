/** What is known of a key file and the first certificate of a certificate file. */
export interface PairFacts {
  /** Why the key can't be used, or null. */
  keyProblem: 'missing' | 'empty' | 'encrypted' | 'unreadable' | null;
  /** Why the certificate can't be used, or null. */
  certificateProblem: 'missing' | 'empty' | 'unreadable' | null;
  /** The key is the private key of the certificate's public key. */
  matches: boolean;
}

/** One certificate of a chain file. Instants are ISO 8601. */
export interface ChainLink {
  subject: string;
  issuer: string;
  notBefore: string;
  notAfter: string;
  /** It may sign certificates. */
  ca: boolean;
  /** It is issued and signed by itself. */
  selfSigned: boolean;
  /** It is issued (names, key identifiers, key usage) and signed by the certificate behind it; false for the last one. */
  issuedByNext: boolean;
}

/** What is known of a certificate file that should hold a full chain, leaf first. */
export interface ChainFacts {
  fileProblem: 'missing' | 'empty' | 'unreadable' | null;
  certificates: ChainLink[];
  /** The instant of the check, cluster time. */
  at: string;
}

export type ChainProblem = 'file' | 'notYetValid' | 'expired' | 'brokenLink' | 'notCa' | 'noRoot';

/**
 * Everything that keeps a full chain (leaf, then intermediates, then root: Preferred Architecture, document 221698) from
 * verifying; empty when it verifies.
 */
export function chainProblems(chain: ChainFacts): ChainProblem[] {
  if (chain.fileProblem !== null) return ['file'];
  const links = chain.certificates;
  const at = Date.parse(chain.at);
  const problems: [ChainProblem, boolean][] = [
    ['notYetValid', links.some((link) => at < Date.parse(link.notBefore))],
    ['expired', links.some((link) => at > Date.parse(link.notAfter))],
    ['brokenLink', links.slice(0, -1).some((link) => !link.issuedByNext)],
    ['notCa', links.slice(1).some((link) => !link.ca)],
    ['noRoot', links.at(-1)?.selfSigned !== true],
  ];
  return problems.filter(([, found]) => found).map(([problem]) => problem);
}
