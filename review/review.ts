/** The review of one estate: a pure function of the catalog, its findings and what was exported from it. Its shape is the contract of review.json. */
import { createHash } from 'node:crypto';
import type { FlowSummary } from '../flows/summary.ts';
import type { Estate } from '../model/estate.ts';
import type { Finding, Text } from '../model/finding.ts';
import type { Catalog } from '../model/load/catalog.ts';
import { simulateSiteLoss, type SiteLoss } from '../simulate/site-loss.ts';
import { switchOversUnderWay, type SwitchOver } from '../simulate/switch-over.ts';
import type { Attribute } from './attributes.ts';
import type { ObjectChange, StackChange, Totals } from './change.ts';
import { compareExports, everythingIsNew } from './diff.ts';
import { byLikeness, byTenant, type AlikeChanges, type TenantChanges } from './groups.ts';
import { handlingOf, type Handling } from './handling.ts';
import { holdingsOf, type Holdings } from './holdings.ts';
import { inventoryOf, type Inventory } from './inventory.ts';
import { lossOf } from './kinds.ts';
import type { Exported } from './read.ts';
import type { Revision } from './revision.ts';
import { rulesOf, type RuleResult } from './rules.ts';
import { unknownFacts, type UnknownFacts } from './unknown-facts.ts';

export interface Base extends Revision {
  /** What the caller asked for, e.g. `origin/main`. */
  readonly ref: string;
}

export interface Changes {
  /** null: there is no base, so everything is new and `stacks` is empty; objects/index.json lists all objects. */
  readonly base: Base | null;
  readonly totals: Totals;
  /** Stacks with a change, by id. */
  readonly stacks: readonly StackChange[];
  readonly unchangedStacks: number;
  readonly tenants: readonly TenantChanges[];
  readonly alike: readonly AlikeChanges[];
  /** Were the stacks' Terraform settings compared too? */
  readonly settingsCompared: boolean;
}

export interface Pack {
  readonly format: 1;
  readonly asOf: string | null;
  readonly effectiveDate: string | null;
  readonly catalog: Revision & { readonly digest: string; readonly files: number };
  readonly handling: Handling | null;
  /** null when the catalog could not be read well enough; the findings say why. */
  readonly estate: Holdings | null;
  readonly inventory: Inventory;
  readonly unknown: { readonly findings: number; readonly releases: number; readonly facts: readonly UnknownFacts[] };
  /** Parts of the pack that do not exist yet, each with the reason. */
  readonly notes: { readonly flows: Text };
  readonly files: readonly string[];
}

export interface Review {
  readonly ok: boolean;
  readonly rules: readonly RuleResult[];
  readonly findings: readonly Finding[];
  /** Who can reach whom, in numbers; null when it could not be computed, and `pack.notes.flows` says so to readers. */
  readonly flows: FlowSummary | null;
  readonly changes: Changes;
  /** What the loss of each site would do, by site; empty when the catalog could not be read well enough. */
  readonly siteLoss: readonly SiteLoss[];
  /** Switch-overs under way, with their steps. */
  readonly switchOvers: readonly SwitchOver[];
  readonly pack: Pack;
}

export interface ReviewInput {
  readonly catalog: Catalog;
  readonly estate: Estate | undefined;
  readonly findings: readonly Finding[];
  readonly revision: Revision;
  readonly current: Exported;
  readonly base?: Base & { readonly exported: Exported };
  /** Flows of the exported clusters; absent when they could not be computed. */
  readonly flows?: FlowSummary;
  /** Differences of the stacks' settings; absent when they could not be compared. */
  readonly settings?: ReadonlyMap<string, readonly Attribute[]>;
}

export const packFiles = ['index.html', 'review.md', 'review.json', 'review.sarif'] as const;

export function buildReview(input: ReviewInput): Review {
  const { catalog, estate, findings, current } = input;
  return {
    ok: !findings.some(({ severity }) => severity === 'error'),
    rules: rulesOf(findings, estate !== undefined),
    findings,
    flows: input.flows ?? null,
    changes: changesOf(input),
    siteLoss: estate ? [...estate.sites.values()].map((site) => simulateSiteLoss(estate, site)) : [],
    switchOvers: estate ? switchOversUnderWay(estate) : [],
    pack: {
      format: 1,
      asOf: estate?.asOf ?? null,
      effectiveDate: estate?.platform.effectiveDate ?? null,
      catalog: { ...input.revision, digest: digestOf(catalog), files: catalog.files.length },
      handling: (estate && handlingOf(estate)) ?? null,
      estate: estate ? holdingsOf(estate, catalog) : null,
      inventory: inventoryOf(current, (object) => lossOf(object) !== undefined),
      unknown: {
        findings: findings.filter(({ status }) => status === 'unknown').length,
        releases: current.stacks.reduce((sum, { unrendered }) => sum + unrendered.length, 0),
        facts: estate ? unknownFacts(estate) : [],
      },
      notes: { flows: input.flows?.text ?? { vi: 'Hồ sơ này không có ma trận luồng mạng; đọc chính sách mạng trong các thay đổi.', en: 'This pack holds no matrix of network flows; read the network policies among the changes.' } },
      files: packFiles,
    },
  };
}

/** All object changes of a review, stack by stack. */
export function objectChanges({ stacks }: Pick<Changes, 'stacks'>): ObjectChange[] {
  return stacks.flatMap(({ objects }) => objects);
}

function changesOf({ current, base, settings }: ReviewInput): Changes {
  if (!base) return { base: null, totals: everythingIsNew(current), stacks: [], unchangedStacks: 0, tenants: [], alike: [], settingsCompared: false };
  const { exported, ...about } = base;
  const { totals, stacks, unchangedStacks } = compareExports(exported, current, settings);
  const objects = objectChanges({ stacks });
  return { base: about, totals, stacks, unchangedStacks, tenants: byTenant(objects), alike: byLikeness(objects).map(({ changes: _changes, ...alike }) => alike), settingsCompared: settings !== undefined };
}

/** Digest over every catalog file and its text, so that a pack names exactly what it speaks of, committed or not. */
function digestOf(catalog: Catalog): string {
  const hash = createHash('sha256');
  for (const file of catalog.files) {
    const text = catalog.text(file) ?? '';
    hash.update(`${file}\n${Buffer.byteLength(text)}\n${text}`);
  }
  return `sha256:${hash.digest('hex')}`;
}
