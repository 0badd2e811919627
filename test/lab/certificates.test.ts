import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeAuthority, makeSigner } from '../../lab/certificates.ts';

const now = new Date('2026-11-22T00:00:00Z');

describe('an authority of the lab', () => {
  it('signs certificates of servers for their names and addresses', async () => {
    const authority = await makeAuthority('ndc-lab', now);
    const root = new X509Certificate(authority.certificate);
    const pair = await authority.issue({ commonName: 'kube-apiserver', hosts: ['kubernetes.default', '127.0.0.1'] });
    const leaf = new X509Certificate(pair.certificate);
    expect(root.ca).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
    expect(leaf.subjectAltName).toBe('DNS:kubernetes.default, IP Address:127.0.0.1');
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  it('signs certificates of clients with their groups as organizations, for thirty days', async () => {
    const authority = await makeAuthority('ndc-lab', now);
    const leaf = new X509Certificate((await authority.issue({ commonName: 'lab-admin', organizations: ['system:masters', 'ndc:platform:runner'] })).certificate);
    expect(leaf.subject).toBe('O=system:masters\nO=ndc:platform:runner\nCN=lab-admin');
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect([leaf.validFromDate, leaf.validToDate]).toEqual([new Date('2026-11-21T23:55:00Z'), new Date('2026-12-22T00:00:00Z')]);
  });

  it('differs from every other authority, and so do its serial numbers', async () => {
    const [one, two] = await Promise.all([makeAuthority('ndc-lab'), makeAuthority('ndc-lab')]);
    const [first, second] = await Promise.all([one.issue({ commonName: 'a' }), one.issue({ commonName: 'a' })]);
    expect(new X509Certificate(first.certificate).verify(new X509Certificate(two.certificate).publicKey)).toBe(false);
    expect(new X509Certificate(first.certificate).serialNumber).not.toBe(new X509Certificate(second.certificate).serialNumber);
  });
});

it('the pair that signs tokens fits together', async () => {
  const { key, publicKey } = await makeSigner();
  expect(createPrivateKey(key).asymmetricKeyType).toBe('ec');
  expect(publicKey).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
});
