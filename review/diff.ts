/** What changes between the export of a base and the export under review: per stack and object, down to the attribute. */
import { compareText } from '../model/finding.ts';
import { compareAttributes, pathKeys, type Attribute } from './attributes.ts';
import { actions, type Action, type ChangedAttribute, type Contents, type Difference, type ObjectChange, type StackChange, type Totals } from './change.ts';
import { consequencesOf } from './consequences.ts';
import { dangerOf } from './danger.ts';
import { blockedBy, groupOf } from './immutable.ts';
import type { Exported, ExportedObject } from './read.ts';
import { parseStackId, tenantOfFile } from './stack-id.ts';
import { unknownChanges } from './unknown-changes.ts';

/**
 * Compares two exports. Objects that are equal byte by byte are not parsed.
 * @param settings differences of the stacks' Terraform settings, by stack
 */
export function compareExports(base: Exported, current: Exported, settings: ReadonlyMap<string, readonly Attribute[]> = new Map()): Difference {
  const before = new Map(base.stacks.map((stack) => [stack.id, stack]));
  const after = new Map(current.stacks.map((stack) => [stack.id, stack]));
  const unknown = unknownChanges(before, after);
  const uncertain = new Set(unknown.filter(({ after: side, before: other }) => side !== 'absent' && other !== 'absent').map(({ stack, release }) => `${stack} ${release}`));
  const unchanged = new Map<string, number>();
  const changes = new Map<string, ObjectChange[]>();
  const record = (change: ObjectChange) => {
    const list = changes.get(change.stack);
    if (list) list.push(change);
    else changes.set(change.stack, [change]);
  };
  const old = Map.groupBy(base.stacks.flatMap(({ objects }) => objects), identity);
  const now = Map.groupBy(current.stacks.flatMap(({ objects }) => objects), identity);
  for (const key of new Set([...now.keys(), ...old.keys()])) {
    for (const [was, is] of pairs(old.get(key) ?? [], now.get(key) ?? [])) {
      if ((!was || !is) && uncertain.has(`${(was ?? is)!.stack} ${(was ?? is)!.release}`)) continue;
      const change = compareObjects(base, current, was, is);
      if (change) record(change);
      else unchanged.set(is!.stack, (unchanged.get(is!.stack) ?? 0) + 1);
    }
  }
  const stacks: StackChange[] = [];
  for (const id of [...new Set([...before.keys(), ...after.keys()])].sort(compareText)) {
    const was = before.get(id);
    const is = after.get(id);
    const objects = (changes.get(id) ?? []).sort(compareChanges);
    const unknownHere = unknown.filter(({ stack }) => stack === id);
    const dependsOn = { added: without(is?.dependsOn, was?.dependsOn), removed: without(was?.dependsOn, is?.dependsOn) };
    const settingsHere = settings.get(id) ?? [];
    if (was && is && objects.length + unknownHere.length + settingsHere.length + dependsOn.added.length + dependsOn.removed.length === 0) continue;
    stacks.push({
      id, targetCluster: (is ?? was)!.targetCluster, action: !was ? 'created' : !is ? 'destroyed' : 'changed', dependsOn,
      totals: totalsOf(objects, unchanged.get(id) ?? 0, unknownHere.length), objects, unknown: unknownHere, settings: settingsHere,
    });
  }
  const all = stacks.flatMap(({ objects }) => objects);
  const known = [...unchanged.values()].reduce((sum, count) => sum + count, 0);
  return { totals: totalsOf(all, known, unknown.length), stacks, unchangedStacks: new Set([...before.keys(), ...after.keys()]).size - stacks.length };
}

/** Everything is new: the totals alone, since the index of the export already lists every object. */
export function everythingIsNew(current: Exported): Totals {
  return { ...totalsOf([], 0, unknownChanges(new Map(), new Map(current.stacks.map((stack) => [stack.id, stack]))).length), created: current.stacks.reduce((sum, { objects }) => sum + objects.length, 0) };
}

export function totalsOf(changes: readonly ObjectChange[], unchanged: number, unknown: number): Totals {
  const count = (action: Action) => changes.filter((change) => change.action === action).length;
  return {
    created: count('created'), changed: count('changed'), replaced: count('replaced'), destroyed: count('destroyed'), moved: count('moved'),
    unchanged, dangerous: changes.filter(({ danger }) => danger).length, unknown,
  };
}

/** What an object is called in its cluster; a change of the API version is no new object. */
function identity({ targetCluster, apiVersion, kind, namespace, name, file }: ExportedObject): string {
  return [targetCluster, groupOf(apiVersion), kind, namespace, name === '' ? file : name].join('\n');
}

/** Matches objects of one identity: those that stayed in place first, then those of the same stack, then the rest as moves. */
function pairs(old: readonly ExportedObject[], now: readonly ExportedObject[]): [ExportedObject | undefined, ExportedObject | undefined][] {
  const left = [...old];
  const take = (test: (object: ExportedObject) => boolean) => {
    const position = left.findIndex(test);
    return position < 0 ? undefined : left.splice(position, 1)[0];
  };
  const tests: ((object: ExportedObject) => (candidate: ExportedObject) => boolean)[] = [
    (object) => (candidate) => samePlace(object, candidate),
    (object) => (candidate) => candidate.stack === object.stack,
    () => () => true,
  ];
  const matched = new Map<ExportedObject, ExportedObject>();
  for (const test of tests) {
    for (const object of now) {
      const found = matched.has(object) ? undefined : take(test(object));
      if (found) matched.set(object, found);
    }
  }
  return [...now.map((object): [ExportedObject | undefined, ExportedObject] => [matched.get(object), object]), ...left.map((object): [ExportedObject, undefined] => [object, undefined])];
}

function samePlace(a: ExportedObject, b: ExportedObject): boolean {
  return a.stack === b.stack && a.address === b.address && a.release === b.release;
}

function compareObjects(base: Exported, current: Exported, was: ExportedObject | undefined, is: ExportedObject | undefined): ObjectChange | undefined {
  const object = (is ?? was)!;
  const place = {
    stack: object.stack, targetCluster: object.targetCluster, apiVersion: object.apiVersion, kind: object.kind, namespace: object.namespace, name: object.name,
    address: object.address, release: object.release, ...(object.source ? { source: object.source } : {}),
    tenant: (object.source && tenantOfFile(object.source.file)) || parseStackId(object.stack).tenant,
  };
  const contents = { before: was && (() => base.content(was)), after: is && (() => current.content(is)) };
  if (!was || !is) return explain({ action: is ? 'created' : 'destroyed', ...place, attributes: [], consequences: [] }, contents);
  const from = samePlace(was, is) ? {} : { from: { stack: was.stack, address: was.address, release: was.release } };
  const attributes = base.text(was) === current.text(is) ? [] : attributesOf(contents.before!(), contents.after!(), object);
  if (attributes.length === 0) return from.from ? explain({ action: 'moved', ...place, ...from, attributes, consequences: [] }, contents) : undefined;
  const replaced = attributes.some(({ blocked }) => blocked);
  return explain({
    action: replaced ? 'replaced' : 'changed', ...place, ...from, attributes,
    ...(replaced ? { replacement: object.release === '' ? 'terraform' as const : 'refused' as const } : {}), consequences: [],
  }, contents);
}

function explain(change: ObjectChange, contents: Contents): ObjectChange {
  const danger = dangerOf(change, contents);
  return { ...change, ...(danger ? { danger } : {}), consequences: consequencesOf(change, contents) };
}

function attributesOf(before: Record<string, unknown>, after: Record<string, unknown>, object: ExportedObject): ChangedAttribute[] {
  const about = { apiVersion: object.apiVersion, kind: object.kind, marked: before['immutable'] === true, inRelease: object.release !== '' };
  return compareAttributes(before, after).map((attribute) => {
    const blocked = blockedBy(about, attribute);
    return { ...hideSecret(object, attribute), ...(blocked ? { blocked } : {}) };
  });
}

/** No secret belongs in an object; should one be there, a review must not spread it. */
function hideSecret({ apiVersion, kind }: ExportedObject, attribute: Attribute): Attribute {
  if (groupOf(apiVersion) !== '' || kind !== 'Secret' || !['data', 'stringData'].includes(pathKeys(attribute.path)[0] ?? '')) return attribute;
  return { path: attribute.path, ...(attribute.before === undefined ? {} : { before: '(hidden)' }), ...(attribute.after === undefined ? {} : { after: '(hidden)' }) };
}

function without(all: readonly string[] = [], taken: readonly string[] = []): string[] {
  return all.filter((entry) => !taken.includes(entry)).sort(compareText);
}

function compareChanges(a: ObjectChange, b: ObjectChange): number {
  return Number(b.danger !== undefined) - Number(a.danger !== undefined)
    || actions.indexOf(b.action) - actions.indexOf(a.action)
    || compareText(a.kind, b.kind) || compareText(a.namespace, b.namespace) || compareText(a.name, b.name);
}
