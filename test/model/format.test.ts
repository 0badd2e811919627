import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../model/check.ts';
import { titles } from '../../model/checks/codes.ts';
import type { Finding } from '../../model/finding.ts';
import { formatJson } from '../../model/format/json.ts';
import { formatSarif } from '../../model/format/sarif.ts';
import { formatText } from '../../model/format/text.ts';

const finding: Finding = {
  code: 'unknown-reference', severity: 'error', status: 'fail', file: 'grants/mae.yaml', line: 5, column: 12, path: '/placement/cluster', value: 'shared-nroth',
  message: { en: 'there is no cluster called shared-nroth', vi: 'không có cụm nào tên shared-nroth' }, hint: { en: 'did you mean shared-north?', vi: 'có phải ý bạn là shared-north?' },
};
const unknown: Finding = {
  code: 'missing-evidence', severity: 'warning', status: 'unknown', file: 'platform.yaml', line: 1, column: 1, path: '', value: 7,
  message: { en: 'nothing proves it', vi: 'chưa có minh chứng' }, hint: { en: 'add the proof', vi: 'bổ sung minh chứng' },
};
const counts = { sites: 6, clusters: 1, tenants: 51, systems: 150, databases: 58, agreements: 0, exceptions: 2 };
const result: CheckResult = { ok: false, counts, findings: [finding, unknown] };

describe('text', () => {
  it('gives each finding one line, and sums them up', () => {
    expect(formatText(result, { lang: 'en', colour: false })).toBe([
      'grants/mae.yaml:5:12  error  unknown-reference  /placement/cluster: there is no cluster called shared-nroth (did you mean shared-north?)',
      'platform.yaml:1:1  warning (unknown)  missing-evidence  nothing proves it (7; add the proof)',
      '',
      '1 error, 1 warning (1 unknown), 0 for information',
      '6 sites, 1 cluster, 51 tenants, 150 systems, 58 databases, 0 agreements, 2 exceptions',
      '',
    ].join('\n'));
  });

  it('speaks Vietnamese', () => {
    expect(formatText(result, { lang: 'vi', colour: false })).toBe([
      'grants/mae.yaml:5:12  lỗi  unknown-reference  /placement/cluster: không có cụm nào tên shared-nroth (có phải ý bạn là shared-north?)',
      'platform.yaml:1:1  cảnh báo (chưa xác định)  missing-evidence  chưa có minh chứng (7; bổ sung minh chứng)',
      '',
      '1 lỗi, 1 cảnh báo (1 chưa xác định), 0 thông tin',
      '6 trung tâm, 1 cụm, 51 bên thuê, 150 hệ thống, 58 cơ sở dữ liệu, 0 thỏa thuận chia sẻ, 2 ngoại lệ',
      '',
    ].join('\n'));
  });

  it('says that there is nothing to say', () => {
    expect(formatText({ ok: true, counts, findings: [] }, { lang: 'en', colour: false })).toMatch(/^No findings\.\n6 sites/);
    expect(formatText({ ok: true, counts, findings: [] }, { lang: 'vi', colour: false })).toMatch(/^Không có phát hiện nào\.\n6 trung tâm/);
  });

  it('colours the severities where it may, and nothing else', () => {
    const lines = formatText(result, { lang: 'en', colour: true }).split('\n');
    expect(lines[0]).toContain('  \u001b[31merror\u001b[0m  unknown-reference');
    expect(lines[1]).toContain('  \u001b[33mwarning\u001b[0m (unknown)  ');
    expect(lines[3]).toBe('1 \u001b[31merror\u001b[0m, 1 \u001b[33mwarning\u001b[0m (1 unknown), 0 for information');
    expect(formatText(result, { lang: 'en', colour: false })).not.toContain('\u001b');
  });

  it('shows paths as the reader would open them', () => {
    expect(formatText(result, { lang: 'en', colour: false, where: (file) => `catalog/${file}` })).toMatch(/^catalog\/grants\/mae\.yaml:5:12 /);
  });

  it('never lets a file name or a value steer the terminal', () => {
    const evil: Finding = { ...finding, file: 'a\n\u001b[2Jb.yaml', value: '\u202egnp', message: { en: 'x', vi: 'y' } };
    expect(formatText({ ...result, findings: [evil] }, { lang: 'en', colour: true }).split('\n')[0]).toBe(
      'a\ufffd\ufffd[2Jb.yaml:5:12  \u001b[31merror\u001b[0m  unknown-reference  /placement/cluster: x (\ufffdgnp; did you mean shared-north?)');
  });
});

describe('json', () => {
  it('has the shape of the contract, with null where no scalar stands', () => {
    const { value: _value, ...bare } = unknown;
    expect(JSON.parse(formatJson({ ...result, findings: [finding, bare] }))).toEqual({ ok: false, counts, findings: [finding, { ...bare, value: null }] });
    expect(Object.keys((JSON.parse(formatJson(result)) as { findings: object[] }).findings[0]!)).toEqual(['code', 'severity', 'status', 'file', 'line', 'column', 'path', 'value', 'message', 'hint']);
  });
});

describe('sarif', () => {
  const options = { lang: 'en', titles, version: '1.2.3' } as const;
  const log = (findings: readonly Finding[], more: object = {}) => JSON.parse(formatSarif(findings, { ...options, ...more })) as { $schema: string; version: string; runs: [{ tool: { driver: { rules: object[]; [key: string]: unknown } }; results: { partialFingerprints: object; [key: string]: unknown }[] }] };

  it('names each rule once, with its title and page', () => {
    const { version, runs: [run] } = log([finding, unknown, finding]);
    expect(version).toBe('2.1.0');
    expect(run.tool.driver).toMatchObject({ name: 'ndc check', semanticVersion: '1.2.3', language: 'en' });
    expect(run.tool.driver.rules).toEqual(['missing-evidence', 'unknown-reference'].map((id) => ({
      id, shortDescription: { text: titles.get(id)!.en }, help: { text: `docs/rules/check/${id}.md`, markdown: `[${id}](docs/rules/check/${id}.md)` },
    })));
  });

  it('gives rules an absolute address when there is one', () => {
    expect(log([finding], { docsBase: 'https://git.example.vn/ndc/' }).runs[0].tool.driver.rules[0]).toMatchObject({ helpUri: 'https://git.example.vn/ndc/docs/rules/check/unknown-reference.md' });
  });

  it('puts each result at its place, in the words of the language', () => {
    const { runs: [run] } = log([finding], { lang: 'vi', where: (file: string) => `danh mục/${file}` });
    expect(run.results[0]).toMatchObject({
      ruleId: 'unknown-reference', ruleIndex: 0, level: 'error', message: { text: 'không có cụm nào tên shared-nroth. có phải ý bạn là shared-north?' },
      locations: [{
        physicalLocation: { artifactLocation: { uri: 'danh%20m%E1%BB%A5c/grants/mae.yaml' }, region: { startLine: 5, startColumn: 12 } },
        logicalLocations: [{ fullyQualifiedName: '/placement/cluster' }],
      }],
      properties: { status: 'fail' },
    });
  });

  it('knows a finding again when its line has moved, and only then', () => {
    const print = (each: Finding) => log([each]).runs[0].results[0]!.partialFingerprints;
    expect(print({ ...finding, line: 99 })).toEqual(print(finding));
    expect(print({ ...finding, file: 'grants/moj.yaml' })).not.toEqual(print(finding));
  });

  it('says note of information', () => {
    expect(log([{ ...finding, severity: 'info' }]).runs[0].results[0]!['level']).toBe('note');
  });
});
