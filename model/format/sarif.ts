/** Findings as SARIF 2.1.0, which forges and editors show at the line. */
import { createHash } from 'node:crypto';
import type { Log, ReportingDescriptor, Result } from 'sarif';
import { compareText, type Finding, type Language, type Severity, type Text } from '../finding.ts';

export interface SarifOptions {
  readonly lang: Language;
  /** Version of this program. */
  readonly version: string;
  /** Title of each code. */
  readonly titles: ReadonlyMap<string, Text>;
  /** Path of a catalog file from the root of the repository. @default - relative to the catalog root */
  readonly where?: (file: string) => string;
  /** Absolute address of the repository's files; then rules carry a `helpUri`, which SARIF wants absolute. @default - the page is named in `help` only */
  readonly docsBase?: string;
}

const levels: Record<Severity, Result.level> = { error: 'error', warning: 'warning', info: 'note' };

export function formatSarif(findings: readonly Finding[], options: SarifOptions): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort(compareText);
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'ndc check', semanticVersion: options.version, language: options.lang, rules: codes.map((code) => ruleOf(code, options)) } },
      columnKind: 'utf16CodeUnits',
      results: findings.map((finding) => resultOf(finding, codes.indexOf(finding.code), options)),
    }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(code: string, { lang, titles, docsBase }: SarifOptions): ReportingDescriptor {
  const page = `docs/rules/check/${code}.md`;
  return {
    id: code,
    shortDescription: { text: titles.get(code)?.[lang] ?? code },
    help: { text: page, markdown: `[${code}](${page})` },
    ...(docsBase === undefined ? {} : { helpUri: new URL(page, docsBase).href }),
  };
}

function resultOf({ code, severity, status, file, line, column, path, message, hint }: Finding, ruleIndex: number, { lang, where = (name) => name }: SarifOptions): Result {
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: `${message[lang]}. ${hint[lang]}` },
    locations: [{
      physicalLocation: { artifactLocation: { uri: where(file).split('/').map(encodeURIComponent).join('/') }, region: { startLine: line, startColumn: column } },
      ...(path === '' ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
    }],
    // Stays the same when lines move, so that a forge does not show an old finding as new.
    partialFingerprints: { 'ndc/v1': createHash('sha256').update([code, file, path, message.en].join('\n')).digest('hex') },
    properties: { status },
  };
}
