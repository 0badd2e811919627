import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readKubeconfig } from '../../rehearsal/kubeconfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'ndc-kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const base64 = (text: string) => Buffer.from(text).toString('base64');
function file(server: string, more: object = {}): string {
  const path = join(folder, 'kubeconfig');
  writeFileSync(path, stringify({
    'current-context': 'lab',
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'admin' } }],
    clusters: [{ name: 'lab', cluster: { server, 'certificate-authority-data': base64('ca') } }],
    users: [{ name: 'admin', user: { 'client-certificate-data': base64('cert'), 'client-key-data': base64('key') } }],
    ...more,
  }));
  return path;
}

describe('a kubeconfig', () => {
  it('of this machine gives address and certificates', () => {
    for (const server of ['https://127.0.0.1:6443', 'https://localhost:1', 'https://[::1]:2']) expect(readKubeconfig(file(server))).toEqual({ server, ca: 'ca', cert: 'cert', key: 'key' });
  });

  it.each([
    ['https://10.0.0.1:6443'], ['https://cluster.gov.vn'], ['http://127.0.0.1:8080'], ['127.0.0.1:6443'], ['https://127.0.0.1.example.com'],
  ])('of %s is refused: a rehearsal takes labs only', (server) => {
    expect(() => readKubeconfig(file(server))).toThrow(`${server} is not a server of this machine; a rehearsal writes and deletes at will, so it takes labs only`);
  });

  it('that is missing, is no YAML, or holds no client certificate is told with the next step', () => {
    expect(() => readKubeconfig(join(folder, 'none'))).toThrow(`the kubeconfig ${join(folder, 'none')} cannot be read (ENOENT)`);
    writeFileSync(join(folder, 'broken'), '{a: [');
    expect(() => readKubeconfig(join(folder, 'broken'))).toThrow('is not a kubeconfig with a client certificate');
    expect(() => readKubeconfig(file('https://127.0.0.1:1', { users: [{ name: 'admin', user: { token: 'x' } }] }))).toThrow('users/0/user/client-certificate-data');
    expect(() => readKubeconfig(file('https://127.0.0.1:1', { 'current-context': 'other' }))).toThrow('the current context other names no cluster or no user');
    expect((() => { try { readKubeconfig(join(folder, 'none')); } catch (error) { return (error as { hint: string }).hint; } return ''; })()).toBe('give the kubeconfig of a lab: npx ndc lab up');
  });
});
