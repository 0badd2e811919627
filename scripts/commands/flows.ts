/** `ndc flows`: who can reach whom, by which policy, and whether the catalog wants it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { ClusterFlows } from '../../flows/cluster-flows.ts';
import type { Port } from '../../flows/endpoint.ts';
import { clusterSvg } from '../../flows/format/cluster-svg.ts';
import { systemSvgs } from '../../flows/format/system-svg.ts';
import { effectReports, effectsText } from '../../flows/format/effects.ts';
import { changeReport, clusterReport, flowReport, halfReport, type ChangesReport, type FlowsReport } from '../../flows/format/report.ts';
import { changesCsv, changesText, flowsCsv, flowsText, summaryText } from '../../flows/format/text.ts';
import { flowFindings } from '../../flows/findings.ts';
import { matcherOf } from '../../flows/names.ts';
import { answer } from '../../flows/query.ts';
import type { Estate } from '../../model/estate.ts';
import { loadSound } from '../load-estate.ts';
import { ensureExport } from '../ensure-export.ts';
import { changesSince } from '../flow-changes.ts';
import { warnIfOlder } from '../older-export.ts';
import { portArgument, readScope, refuseUnknown } from '../flow-question.ts';
import { catalogRoots, defaults, shown } from '../paths.ts';
import { placesIn, sinceIn } from '../since.ts';
import { collect, CommandError, exit, printJson, printLine, Progress, withCommonOptions, type CommonOptions } from '../terminal.ts';

interface FlowsOptions extends Omit<CommonOptions, 'format'> {
  readonly format: 'text' | 'json' | 'csv' | 'svg';
  readonly from?: string;
  readonly to?: string;
  readonly port?: Port;
  readonly tenant?: string;
  readonly cluster?: string;
  readonly explain?: boolean;
  readonly effects?: boolean;
  readonly base?: string;
  readonly expect?: 'denied' | 'allowed';
  readonly catalog?: string[];
  readonly objects: string;
  readonly out: string;
}

export function flowsCommand(): Command {
  return withCommonOptions(new Command('flows'), ['text', 'json', 'csv', 'svg'])
    .description('who can reach whom by the exported policies, by which rule and since when, and where that is not what the catalog declares')
    .option('--from <name>', 'where flows start: tenant, tenant/system, tenant/system/component, database, partner, internet, tslcd, outside, or a pattern such as mae/*')
    .option('--to <name>', 'where flows end; names as for --from')
    .option('--port <port>', 'only this port: 5432, or udp/53', portArgument)
    .option('--explain', 'name for each half the tier, the policy, the rule and the line of the catalog; for refusals too')
    .option('--effects', 'what each policy is good for: what changes without it, and which are redundant and why')
    .option('--tenant <id>', 'only flows that start or end at this tenant')
    .option('--cluster <id>', 'only this cluster')
    .addOption(new Option('--base <ref>', 'which flows open and which close against this revision, each with its rule and line').conflicts(['effects', 'expect']))
    .addOption(new Option('--expect <verdict>', 'exit 1 when the answer is another').choices(['denied', 'allowed']))
    .option('--catalog <dir>', 'catalog folder; may be given several times', collect)
    .option('--objects <dir>', 'folder that `ndc export` wrote', defaults.objects)
    .option('--out <dir>', 'folder for --format svg: a picture of each cluster and of each system', 'out/flows')
    .action(flows);
}

async function flows(options: FlowsOptions): Promise<void> {
  const started = performance.now();
  const progress = new Progress();
  const roots = catalogRoots(options.catalog);
  await ensureExport(roots, options.objects, progress);
  const { catalog, estate } = loadSound(roots);
  refuseUnknown(estate, options);
  warnIfOlder(options.objects, roots, catalog.files);
  if (options.base !== undefined && options.format === 'svg') throw new CommandError('there are no pictures of a change', 'leave out --base, or choose --format text, json or csv');
  progress.step('evaluating policies');
  const names = { from: options.from ?? '*', to: options.to ?? '*' };
  const question = { ...names, port: options.port ? `${options.port.protocol} ${options.port.port}` : null, tenant: options.tenant ?? null, cluster: options.cluster ?? null };
  if (options.base !== undefined) {
    const { commit, changes, sides } = await changesSince(options.base, { estate, catalog, objects: options.objects }, { ...options, ...names });
    const side = (wanted: 'opens' | 'closes') => {
      const clusters = new Map(sides[wanted].clusters.map((one) => [one.cluster.id, one]));
      return changes.filter(({ change }) => change === wanted).map((change) => changeReport(change, clusters, placesIn(sides[wanted].catalog, wanted === 'opens' && options.format === 'json' ? sinceIn(roots) : undefined)));
    };
    const opens = side('opens');
    progress.done();
    show({ ok: opens.every(({ declared }) => declared), question, base: { ref: options.base, commit }, opens, closes: side('closes'), seconds: (performance.now() - started) / 1000 }, options);
    return;
  }
  const clusters = readScope(estate, options);
  const asked = options.from !== undefined || options.to !== undefined || options.port !== undefined || options.explain === true || options.format === 'csv';
  const match = (name: string) => matcherOf(estate, clusters, name);
  const about = options.tenant === undefined ? undefined : match(options.tenant);
  const asking = { from: match(names.from), to: match(names.to), port: options.port, about, explain: options.explain ?? false };
  const placeAt = placesIn(catalog, options.explain && options.format === 'json' ? sinceIn(roots) : undefined);
  const byId = new Map(clusters.map((one) => [one.cluster.id, one]));
  if (options.format === 'svg') {
    draw(clusters, estate, options);
    return;
  }
  if (options.effects) {
    const effects = effectReports(clusters);
    progress.done();
    if (options.format === 'json') printJson({ effects });
    else printLine(effectsText(effects, options.lang));
    return;
  }
  const answered = asked ? answer(clusters, asking) : { verdict: 'mixed' as const, pairs: { asked: 0, allowed: 0 }, flows: [], refusals: [] };
  // A question shows what is wrong with its own flows; without one, everything that is wrong is shown.
  const findings = asked ? [] : flowFindings(estate, clusters, catalog.locate, (file) => options.tenant === undefined || file.startsWith(`tenants/${options.tenant}/`));
  const wrong = findings.some(({ severity }) => severity === 'error') || (asked && options.from !== undefined && options.to !== undefined && answered.flows.some(({ declared }) => !declared));
  const ok = options.expect === undefined ? !wrong : answered.verdict === options.expect;
  const report: FlowsReport = {
    ok, question,
    verdict: answered.verdict, pairs: answered.pairs, clusters: clusters.map(clusterReport), flows: answered.flows.map((flow) => flowReport(flow, byId, placeAt, asking.explain)),
    refusals: answered.refusals.map(({ egress, ingress, ...rest }) => ({ ...rest, egress: halfReport({ cluster: rest.example.cluster, decision: egress }, byId.get(rest.example.cluster)!, placeAt), ingress: halfReport({ cluster: rest.example.cluster, decision: ingress }, byId.get(rest.example.cluster)!, placeAt) })),
    findings, seconds: (performance.now() - started) / 1000,
  };
  progress.done();
  if (options.format === 'json') printJson(report);
  else if (options.format === 'csv') printLine(flowsCsv(report));
  else printLine(asked ? flowsText(report, options.lang, sinceIn(roots)) : summaryText(report, options.lang));
  if (!ok) process.exitCode = exit.findings;
}

function show(report: ChangesReport, { format, lang, catalog }: FlowsOptions): void {
  if (format === 'json') printJson(report);
  else if (format === 'csv') printLine(changesCsv(report));
  else printLine(changesText(report, lang, sinceIn(catalogRoots(catalog))));
  if (!report.ok) process.exitCode = exit.findings;
}

function draw(clusters: readonly ClusterFlows[], estate: Estate, { out, lang, tenant }: FlowsOptions): void {
  const pictures = clusters.flatMap((cluster) => [{ name: cluster.cluster.id, svg: clusterSvg(cluster, estate, lang, tenant) }, ...systemSvgs(cluster, estate, lang, tenant).map(({ system, svg }) => ({ name: `${cluster.cluster.id}--${system.replace('/', '--')}`, svg }))]);
  mkdirSync(resolve(out), { recursive: true });
  for (const { name, svg } of pictures) writeFileSync(join(out, `${name}.svg`), svg);
  printLine(`${pictures.length} ${lang === 'vi' ? 'sơ đồ' : 'pictures'}: ${shown(resolve(out))}`);
}
