/** Certificates of a throwaway control plane: ECDSA P-256, three authorities as kubeadm makes them. Keys never leave the lab's folder. */
import 'reflect-metadata';
import { X509CertificateGenerator, BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, Name, SubjectAlternativeNameExtension, type X509Certificate } from '@peculiar/x509';
import { randomBytes, webcrypto, type webcrypto as WebCrypto } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate and its private key (PKCS #8), both PEM. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/** What a certificate is for; the organizations are the groups that Kubernetes sees. */
export interface Subject {
  readonly commonName: string;
  readonly organizations?: readonly string[];
  /** Names and addresses under which a server is reached; none for clients. */
  readonly hosts?: readonly string[];
  /** @default - server when there are hosts, else client */
  readonly usages?: readonly ('server' | 'client')[];
}

export interface Authority {
  /** PEM. */
  readonly certificate: string;
  issue(subject: Subject): Promise<Pair>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 86_400_000;
/** A lab that stands longer is made anew. */
const validDays = 30;

/** A new authority that signs nothing but what this object issues: its key is never written. */
export async function makeAuthority(commonName: string, now: Date = new Date()): Promise<Authority> {
  const keys = await makeKeys();
  const period = { notBefore: new Date(now.getTime() - 5 * 60_000), notAfter: new Date(now.getTime() + validDays * dayMs) };
  const root = await X509CertificateGenerator.create({
    ...period,
    serialNumber: serial(),
    subject: nameOf({ commonName }),
    issuer: nameOf({ commonName }),
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(true, undefined, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true)],
  });
  return {
    certificate: pem(root),
    issue: async (subject) => {
      const own = await makeKeys();
      const usages = subject.usages ?? [subject.hosts === undefined ? 'client' : 'server'];
      const leaf = await X509CertificateGenerator.create({
        ...period,
        serialNumber: serial(),
        subject: nameOf(subject),
        issuer: root.subjectName,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension(usages.map((usage) => (usage === 'server' ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth))),
          ...(subject.hosts === undefined ? [] : [new SubjectAlternativeNameExtension(subject.hosts.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })))]),
        ],
      });
      return { certificate: pem(leaf), key: await privateKey(own) };
    },
  };
}

/** The pair that signs service account tokens: PEM of the private key (PKCS #8) and of the public key (SPKI). */
export async function makeSigner(): Promise<{ readonly key: string; readonly publicKey: string }> {
  const keys = await makeKeys();
  return { key: await privateKey(keys), publicKey: armour('PUBLIC KEY', await webcrypto.subtle.exportKey('spki', keys.publicKey)) };
}

function makeKeys(): Promise<WebCrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function privateKey(keys: WebCrypto.CryptoKeyPair): Promise<string> {
  return armour('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
}

/** RFC 5280: positive, at most 20 octets. */
function serial(): string {
  return `00${randomBytes(16).toString('hex')}`;
}

function nameOf({ commonName, organizations = [] }: Subject): Name {
  return new Name([...organizations.map((organization) => ({ O: [{ utf8String: organization }] })), { CN: [{ utf8String: commonName }] }]);
}

function pem(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}

function armour(title: string, bytes: ArrayBuffer): string {
  return `-----BEGIN ${title}-----\n${Buffer.from(bytes).toString('base64').match(/.{1,64}/g)!.join('\n')}\n-----END ${title}-----\n`;
}
