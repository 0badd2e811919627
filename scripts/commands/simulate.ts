/** `ndc simulate`: what the loss of a site or of links would do, from the catalog alone. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { nearest } from '../../model/load/issues.ts';
import type { Estate } from '../../model/estate.ts';
import { formatSimulationHtml } from '../../review/simulation.ts';
import { linkChoices, simulateLinkLoss, type LinkLoss } from '../../simulate/link-loss.ts';
import { simulateSiteLoss, type SiteLoss } from '../../simulate/site-loss.ts';
import { planSwitchOver, switchable } from '../../simulate/switch-over.ts';
import { formatSwitchOver, noSwitchOverText } from '../../simulate/switch-over-text.ts';
import { formatLinkLoss, formatSiteLoss } from '../../simulate/text.ts';
import { loadSoundEstate } from '../load-estate.ts';
import { catalogRoots, shown } from '../paths.ts';
import { collect, CommandError, dayArgument, exit, printJson, printLine, withCommonOptions, type CommonOptions } from '../terminal.ts';

interface LossOptions extends CommonOptions {
  readonly site?: string;
  readonly link?: string;
  readonly catalog?: string[];
  readonly asOf?: string;
  readonly html?: string;
}

export function simulateCommand(): Command {
  return new Command('simulate')
    .description('what would happen if: computed from the catalog, nothing is touched')
    .addCommand(withCommonOptions(new Command('site-loss').alias('link'))
      .description('what is lost with a site or with links, where it runs after, whether there is room, and in which order to start; exit 1: something that must survive does not')
      .option('--site <id>', 'site that is lost, e.g. ndc-1')
      .option('--link <name>', 'links that are lost: international, tslcd, internet, vnix, site-link, or one channel as <site>/<uplink>')
      .option('--catalog <dir>', 'catalog folder; may be given several times', collect)
      .option('--as-of <date>', 'day the catalog is looked at', dayArgument)
      .option('--html <file>', 'also write it as a self-contained page')
      .action(siteLoss))
    .addCommand(withCommonOptions(new Command('switch-over'))
      .description('the steps of a planned move of a system\'s databases to its other site: what to write, what it does, how to see that it is done')
      .requiredOption('--system <tenant/system>', 'system that moves, e.g. mae/land')
      .requiredOption('--to <site>', 'site whose copy is to take writes')
      .option('--catalog <dir>', 'catalog folder; may be given several times', collect)
      .option('--as-of <date>', 'day the catalog is looked at', dayArgument)
      .action(switchOver));
}

function switchOver(options: CommonOptions & { readonly system: string; readonly to: string; readonly catalog?: string[]; readonly asOf?: string }): void {
  const estate = loadSoundEstate(catalogRoots(options.catalog), options.asOf);
  if (!estate.systems.has(options.system)) throw unknown('system', options.system, switchable(estate));
  if (!estate.sites.has(options.to)) throw unknown('site', options.to, [...estate.sites.keys()]);
  const plan = planSwitchOver(estate, options.system, options.to);
  if (!('kind' in plan)) throw new CommandError(`${options.system} cannot be switched over to ${options.to}: ${noSwitchOverText(plan)[options.lang]}`, 'ndc simulate site-loss shows which systems have a second site');
  if (options.format === 'json') printJson(plan);
  else printLine(formatSwitchOver(plan, options.lang));
  if (!plan.ok) process.exitCode = exit.findings;
}

function siteLoss(options: LossOptions): void {
  if ((options.site === undefined) === (options.link === undefined)) throw new CommandError('name what is lost: --site <id> or --link <name>, one of the two', 'e.g. npx ndc simulate site-loss --site ndc-1, or npx ndc simulate link --link international');
  const estate = loadSoundEstate(catalogRoots(options.catalog), options.asOf);
  const loss = options.site === undefined ? linkLoss(estate, options.link!) : lossOfSite(estate, options.site);
  if (options.html !== undefined) writeWhole(resolve(options.html), formatSimulationHtml(loss, options.lang));
  if (options.format === 'json') printJson(loss);
  else {
    printLine(loss.kind === 'site-loss' ? formatSiteLoss(loss, options.lang) : formatLinkLoss(loss, options.lang));
    if (options.html !== undefined) printLine(`${options.lang === 'vi' ? 'Trang' : 'Page'}: ${shown(resolve(options.html))}`);
  }
  if (!loss.ok) process.exitCode = exit.findings;
}

function lossOfSite(estate: Estate, id: string): SiteLoss {
  const site = estate.sites.get(id);
  if (!site) throw unknown('site', id, [...estate.sites.keys()]);
  return simulateSiteLoss(estate, site);
}

function linkLoss(estate: Estate, name: string): LinkLoss {
  const choices = linkChoices(estate);
  const choice = choices.get(name);
  if (!choice) throw unknown('link', name, [...choices.keys()]);
  return simulateLinkLoss(estate, name, choice);
}

function unknown(what: 'site' | 'link' | 'system', id: string, known: readonly string[]): CommandError {
  const meant = nearest(id, known);
  return new CommandError(`there is no ${what} ${id} in the catalog`, meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`);
}

/** Writes a file whole or not at all. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.tmp-${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}
