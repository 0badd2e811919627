/** Each code has a title and a page, and no page is about nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checks } from '../../model/checks/index.ts';
import { titles } from '../../model/checks/codes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = `${root}docs/rules/check`;

/** Every code that `ndc check` can report. A code is an id: exceptions name it, so none is renamed in passing. */
const codes = [
  'address-outside-range', 'admission-exception', 'anchor', 'apart-devices', 'apart-support', 'approver-without-right', 'backup-lock-window', 'backup-protection',
  'backup-schedule', 'bucket-lock', 'byte-order-mark', 'capacity', 'capacity-site-loss', 'carriage-return', 'check-failed', 'cidr-outside-site',
  'cidr-overlap', 'cluster-domains', 'cluster-roles', 'cluster-versions', 'component-zone', 'control-plane-quorum', 'controller-level', 'cycle',
  'database-of-other-system', 'decided-level', 'device-standby', 'dr-placement', 'dr-ring', 'drill-interval', 'duplicate-address', 'duplicate-host-name',
  'duplicate-id', 'duplicate-key', 'effective-date-lag', 'empty-file', 'ends-soon', 'environment-placement', 'evidence-administration', 'expired-evidence', 'expired-exception',
  'expired-offer', 'expired-partner-access', 'expired-use', 'file-too-large', 'foreign-host-name', 'foreign-tenant', 'grant-without-request',
  'hidden-character', 'id-file-name', 'instance-too-large', 'instances-spread', 'internet-directions', 'invalid-format', 'invalid-key', 'invalid-value', 'key-not-text',
  'level-below-criterion', 'level-placement', 'limits', 'log-retention', 'maintenance-window', 'missing-address-plan', 'missing-controller', 'missing-evidence', 'missing-file',
  'missing-key', 'missing-modeline', 'missing-operator', 'missing-protection-layer', 'missing-tenant-file', 'missing-zones', 'more-defects',
  'nested-too-deeply', 'not-utf8', 'objectives-differ', 'offer-use-mismatch', 'on-premises-hosted', 'out-of-range', 'pending-system',
  'personal-data-contradicted', 'planned-site-used', 'power-feeds', 'replicas-contradicted', 'request-beyond-grant', 'reserved-id', 'reversed-period',
  'rpo-contradicted', 'rto-contradicted', 'second-site', 'several-documents', 'single-instance', 'site-links', 'site-loss-contradicted', 'site-loss-survival', 'starts-soon',
  'switch-over', 'symbolic-link', 'tab', 'tag', 'tslcd-access', 'unexpected-file', 'unknown-key', 'unknown-reference', 'unreadable-file', 'unused', 'unused-exception',
  'uplink-channels', 'uplink-peak', 'use-without-connection', 'value-not-allowed', 'vault-capacity', 'vault-placement', 'vault-reach', 'version-support-unknown',
  'wrong-address-family', 'wrong-type', 'yaml-syntax',
];

/** Codes that a source file writes down. */
function written(folder: string): Set<string> {
  const found = new Set<string>();
  for (const file of readdirSync(`${root}${folder}`).filter((name) => name.endsWith('.ts'))) {
    const text = readFileSync(`${root}${folder}/${file}`, 'utf8');
    for (const [, code] of text.matchAll(/(?:\b(?:at|make|defect)\(\s*|\breport\([^,()]+(?:\([^)]*\))?[^,()]*, |\bcode: )'([a-z0-9]+(?:-[a-z0-9]+)*)'/g)) found.add(code!);
  }
  return found;
}

describe('the codes of check', () => {
  it('are exactly these', () => {
    expect([...titles.keys()]).toEqual(codes);
  });

  it('hold every code that the loader and the checks write', () => {
    const loader = [...written('model/load')];
    expect(loader.length).toBeGreaterThan(20);
    for (const code of [...loader, ...written('model/checks')]) expect(codes).toContain(code);
  });

  it('are each written somewhere', () => {
    const known = new Set([...written('model/load'), ...checks.map(({ code }) => code), 'check-failed', 'unused-exception']);
    expect(codes.filter((code) => !known.has(code))).toEqual([]);
  });

  it('have a page each, and no page is left over', () => {
    expect(readdirSync(pages).toSorted()).toEqual(codes.map((code) => `${code}.md`).toSorted());
  });

  it.each(codes)('%s: its page has the title, both languages, the reason, the way out and both examples', (code) => {
    const page = readFileSync(`${pages}/${code}.md`, 'utf8');
    const { vi, en } = titles.get(code)!;
    expect(page.split('\n').slice(0, 3)).toEqual([`# check/${code}`, '', `${vi} · ${en}`]);
    for (const part of ['## Tiếng Việt', '**Ý nghĩa.** ', '**Vì sao.** ', '**Cách sửa.** ', '## English', '**Meaning.** ', '**Why.** ', '**How to fix.** ', 'Sai · bad:', 'Đúng · good:']) expect(page).toContain(part);
    const source = /\[`([^`]+)`\]\(\.\.\/\.\.\/\.\.\/([^)]+)\)/.exec(page);
    expect(source?.[1]).toBe(source?.[2]);
    expect(() => readFileSync(`${root}${source?.[1]}`)).not.toThrow();
  });
});
