/** A change in plain words, in both languages: first what happens to the object, then what that means for its kind. */
import type { Text } from '../model/finding.ts';
import type { Action, Contents, ObjectChange } from './change.ts';
import { flowLines, subjectText, type FlowLine } from './flows-text.ts';
import { groupOf } from './immutable.ts';
import { nounOf } from './kinds.ts';
import { switchChange, switchWords } from './switch-over.ts';

type Tree = Record<string, unknown>;
type Change = Omit<ObjectChange, 'consequences' | 'danger'>;
type Teller = (before: Tree, after: Tree, change: Change) => Text[];

/** Sentences about one change; the first says what happens, and there is always one. */
export function consequencesOf(change: Change, contents: Contents): Text[] {
  const teller = tellers[`${groupOf(change.apiVersion)}/${change.kind}`];
  const details = teller && change.action !== 'moved' && change.action !== 'destroyed' ? teller(contents.before?.() ?? {}, contents.after?.() ?? {}, change) : [];
  return [headline(change), ...replacement(change), ...details];
}

const verbs: Record<Action, Text> = {
  created: { vi: 'được tạo', en: 'is created' },
  moved: { vi: 'được chuyển', en: 'is moved' },
  changed: { vi: 'thay đổi', en: 'changes' },
  replaced: { vi: 'phải thay mới', en: 'has to be replaced' },
  destroyed: { vi: 'bị xóa', en: 'is destroyed' },
};

function headline(change: Change): Text {
  const noun = nounOf(change);
  const verb = verbs[change.action];
  const place: Text = change.namespace === ''
    ? { vi: `cụm ${change.targetCluster}`, en: `cluster ${change.targetCluster}` }
    : { vi: `namespace ${change.namespace}, cụm ${change.targetCluster}`, en: `namespace ${change.namespace} of cluster ${change.targetCluster}` };
  const from: Text = !change.from ? { vi: '', en: '' } : change.from.stack === change.stack
    ? { vi: `, từ ${change.from.address} sang ${change.address} trong cùng ngăn xếp`, en: `, from ${change.from.address} to ${change.address} inside its stack` }
    : { vi: `, từ ngăn xếp ${change.from.stack} sang ${change.stack}; không xóa gì nếu chuyển theo hai bước`, en: `, from stack ${change.from.stack} to ${change.stack}; nothing is destroyed when it is moved in two steps` };
  return { vi: `${capital(noun.vi)} ${change.name} (${place.vi}) ${verb.vi}${from.vi}`, en: `The ${noun.en} ${change.name} (${place.en}) ${verb.en}${from.en}` };
}

function replacement({ replacement: how, attributes }: Change): Text[] {
  if (!how) return [];
  const paths = attributes.filter(({ blocked }) => blocked).map(({ path }) => path).join(', ');
  return [how === 'terraform'
    ? { vi: `không thể đổi ${paths} trên đối tượng đang có: Terraform xóa rồi tạo lại`, en: `${paths} cannot change on an existing object: Terraform deletes it and makes it again` }
    : { vi: `không thể đổi ${paths} trên đối tượng đang có: máy chủ API từ chối bản cập nhật của Helm`, en: `${paths} cannot change on an existing object: the API server refuses the release's upgrade` }];
}

const tellers: Readonly<Record<string, Teller>> = {
  'networking.k8s.io/NetworkPolicy': tellFlows,
  'policy.networking.k8s.io/ClusterNetworkPolicy': tellFlows,
  '/Namespace': (before, after) => tellFields(before, after, [['metadata', 'labels']]),
  '/ResourceQuota': (before, after) => tellFields(before, after, [['spec', 'hard']]),
  '/Service': (before, after) => tellFields(before, after, [['spec', 'type'], ['spec', 'externalIPs']]),
  'rbac.authorization.k8s.io/RoleBinding': tellBinding,
  'rbac.authorization.k8s.io/ClusterRoleBinding': tellBinding,
  'rbac.authorization.k8s.io/Role': tellRole,
  'rbac.authorization.k8s.io/ClusterRole': tellRole,
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': (before, after) => tellFields(before, after, [['spec', 'validationActions']]),
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': (before, after) => tellFields(before, after, [['spec', 'failurePolicy']]),
  'postgresql.cnpg.io/Cluster': (before, after) => tellRoles(before, after).concat(tellAccess(before, after), tellFields(before, after, [['spec', 'instances'], ['spec', 'imageName'], ['spec', 'storage', 'size'], ['spec', 'walStorage', 'size'], ['spec', 'minSyncReplicas'], ['spec', 'replica']])),
  'postgresql.cnpg.io/DatabaseRole': (before, after) => tellFields(before, after, [['spec', 'validUntil'], ['spec', 'connectionLimit'], ['spec', 'inRoles'], ['spec', 'superuser']]),
  'postgresql.cnpg.io/ScheduledBackup': (before, after) => tellFields(before, after, [['spec', 'schedule'], ['spec', 'suspend']]),
  'barmancloud.cnpg.io/ObjectStore': (before, after) => tellFields(before, after, [['spec', 'retentionPolicy'], ['spec', 'configuration', 'destinationPath']]),
  'cluster.x-k8s.io/MachineDeployment': (before, after) => tellFields(before, after, [['spec', 'replicas'], ['spec', 'template', 'spec', 'version']]),
  'controlplane.cluster.x-k8s.io/KubeadmControlPlane': (before, after) => tellFields(before, after, [['spec', 'replicas'], ['spec', 'version']]),
  'apps/Deployment': (before, after) => tellFields(before, after, [['spec', 'replicas']]),
};

const flowVerbs: Record<FlowLine['verb'], { now: Text; ceases: Text }> = {
  Accept: { now: { vi: 'nay cho phép', en: 'now allows' }, ceases: { vi: 'không còn cho phép', en: 'no longer allows' } },
  Deny: { now: { vi: 'nay chặn', en: 'now denies' }, ceases: { vi: 'không còn chặn', en: 'no longer denies' } },
  Pass: { now: { vi: 'nay để lớp sau quyết định', en: 'now leaves to the next tier' }, ceases: { vi: 'không còn để lớp sau quyết định', en: 'no longer leaves to the next tier' } },
};

function tellFlows(before: Tree, after: Tree, change: Change): Text[] {
  const old = flowLines(before);
  const now = flowLines(after);
  const told: Text[] = [];
  const subject = subjectText(after);
  if (change.action === 'created') told.push({ vi: `áp dụng cho ${subject.vi}`, en: `applies to ${subject.en}` });
  else if (subjectText(before).en !== subject.en) told.push({ vi: `nay áp dụng cho ${subject.vi}, trước là ${subjectText(before).vi}`, en: `now applies to ${subject.en}, before to ${subjectText(before).en}` });
  for (const [key, { verb, text }] of now) if (!old.has(key)) told.push({ vi: `${flowVerbs[verb].now.vi} ${text.vi}`, en: `${flowVerbs[verb].now.en} ${text.en}` });
  for (const [key, { verb, text }] of old) if (!now.has(key)) told.push({ vi: `${flowVerbs[verb].ceases.vi} ${text.vi}`, en: `${flowVerbs[verb].ceases.en} ${text.en}` });
  if (change.action === 'created' && now.size === 0) told.push({ vi: 'chặn mọi lưu lượng không được chính sách khác cho phép', en: 'denies all traffic that no other policy allows' });
  return told;
}

/** The step of a switch-over that a changed copy takes. */
function tellRoles(before: Tree, after: Tree): Text[] {
  const step = switchChange(before, after);
  return step ? [switchWords[step]] : [];
}

/** Lines of `pg_hba` that come and go: who is let in, and who no longer. */
function tellAccess(before: Tree, after: Tree): Text[] {
  const lines = (object: Tree) => strings(at(object, ['spec', 'postgresql', 'pg_hba']));
  const [old, now] = [lines(before), lines(after)];
  return [
    ...now.filter((line) => !old.includes(line)).map((line) => ({ vi: `quy tắc truy cập mới: ${line}`, en: `new access rule: ${line}` })),
    ...old.filter((line) => !now.includes(line)).map((line) => ({ vi: `bỏ quy tắc truy cập: ${line}`, en: `access rule is removed: ${line}` })),
  ];
}

function tellBinding(before: Tree, after: Tree): Text[] {
  const subjects = (object: Tree) => new Set(list(object['subjects']).map(({ kind, namespace, name }) => `${String(kind)} ${typeof namespace === 'string' && namespace !== '' ? `${namespace}/` : ''}${String(name)}`));
  const role = (object: Tree) => String(tree(object['roleRef'])['name'] ?? '');
  const old = subjects(before);
  const now = subjects(after);
  return [
    ...[...now].filter((subject) => !old.has(subject)).map((subject) => ({ vi: `${subject} nhận vai trò ${role(after)}`, en: `${subject} gets the role ${role(after)}` })),
    ...[...old].filter((subject) => !now.has(subject)).map((subject) => ({ vi: `${subject} mất vai trò ${role(before)}`, en: `${subject} loses the role ${role(before)}` })),
  ];
}

function tellRole(before: Tree, after: Tree): Text[] {
  const rights = (object: Tree) => new Set(list(object['rules']).flatMap((rule) => strings(rule['resources'] ?? rule['nonResourceURLs']).flatMap((resource) => {
    const groups = strings(rule['apiGroups']).filter((group) => group !== '').join(', ');
    return strings(rule['verbs']).map((verb) => `${verb} ${resource}${groups === '' ? '' : ` (${groups})`}`);
  })));
  const old = rights(before);
  const now = rights(after);
  return [
    ...[...now].filter((right) => !old.has(right)).map((right) => ({ vi: `được quyền ${right}`, en: `may ${right}` })),
    ...[...old].filter((right) => !now.has(right)).map((right) => ({ vi: `không còn quyền ${right}`, en: `may no longer ${right}` })),
  ];
}

/** Fields that people ask about, as "name: before → after". Of a new object only what it has. */
function tellFields(before: Tree, after: Tree, paths: readonly (readonly string[])[]): Text[] {
  return paths.flatMap((path) => {
    const old = at(before, path);
    const now = at(after, path);
    if (isMap(old) || isMap(now)) return [...new Set([...Object.keys(tree(old)), ...Object.keys(tree(now))])].sort().flatMap((key) => tellField(key, tree(old)[key], tree(now)[key]));
    return tellField(path.join('.'), old, now);
  });
}

function tellField(name: string, old: unknown, now: unknown): Text[] {
  const show = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  if (JSON.stringify(old) === JSON.stringify(now)) return [];
  if (old === undefined) return [{ vi: `${name}: ${show(now)}`, en: `${name}: ${show(now)}` }];
  if (now === undefined) return [{ vi: `bỏ ${name} (trước là ${show(old)})`, en: `${name} is removed (was ${show(old)})` }];
  return [{ vi: `${name}: ${show(old)} → ${show(now)}`, en: `${name}: ${show(old)} → ${show(now)}` }];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function at(object: Tree, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => tree(value)[key], object);
}

function isMap(value: unknown): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function tree(value: unknown): Tree {
  return isMap(value) ? (value as Tree) : {};
}

function list(value: unknown): Tree[] {
  return Array.isArray(value) ? value.map(tree) : [];
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
