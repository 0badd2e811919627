/** One stack through Terraform or OpenTofu: init, plan, apply, destroy, in a work folder beside others. The synthesized output is read and never written to. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepState, type S3Backend } from './earlier-states.ts';
import { sameLock } from './lock-file.ts';
import { EngineError, plainly, runEngine, type Engine, type EngineResult } from './engine.ts';

export interface RunSettings {
  readonly engine: Engine;
  /** What `ndc synth` wrote. */
  readonly synthesized: string;
  /** Folder for work folders and, in a lab, states. Relative chart paths resolve in it as in the output. */
  readonly work: string;
  /** Providers that `installProviders` brought; init then asks nobody else. @default - init finds them itself */
  readonly providers?: string;
  /** Terraform variables by name. */
  readonly variables: Readonly<Record<string, string | boolean>>;
  /** Where the state lies. `local`: in the work folder, for labs; `declared`: where the stack says. */
  readonly state: 'local' | 'declared';
  /** Added to the engine's environment, e.g. that of a chart registry or credentials. */
  readonly env?: Readonly<Record<string, string>>;
  /** Resources that are made at the same time. @default - the engine's own, 10 */
  readonly parallelism?: number;
  /** Seconds for one command. @default 900 */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

export type Action = 'create' | 'update' | 'replace' | 'delete';

/** What a plan would do to a resource. */
export interface Change {
  readonly address: string;
  readonly action: Action;
}

export interface Plan {
  readonly stack: string;
  /** Empty: reality is as the stack says. */
  readonly changes: readonly Change[];
  /** Path of the saved plan. */
  readonly file: string;
}

/** What an engine reports of a resource or of the whole run. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  /** Terraform address, when it concerns one. */
  readonly address?: string;
}

/** A stack failed; all errors of the engine at once. */
export class StackError extends EngineError {
  readonly stackId: string;
  readonly diagnostics: readonly Diagnostic[];

  constructor(stack: string, command: string, diagnostics: readonly Diagnostic[]) {
    const lock = diagnostics.map(lockedBy).find((one) => one !== undefined);
    const text = diagnostics.map(({ address, summary, detail }) => `  ${address === undefined ? '' : `${address}: `}${summary}${detail ? `: ${plainly(detail)}` : ''}`).join('\n');
    super(
      lock ? `the state of ${stack} is locked by ${lock.who}, who started ${lock.operation} at ${lock.created}` : `${command} of ${stack} failed:\n${text}`,
      lock ? `wait until it ends. If it is certain that it runs no more: in the folder of the stack, \`init\` and then \`force-unlock ${lock.id}\`` : 'mend what it names and run it again; what was applied stays applied',
    );
    this.name = 'StackError';
    this.stackId = stack;
    this.diagnostics = diagnostics;
  }
}

/** Who holds a lock, as the engine tells it. */
export interface LockHolder {
  readonly id: string;
  readonly who: string;
  readonly operation: string;
  readonly created: string;
}

/** The holder of a state's lock, when that is what the engine complains about. */
export function lockedBy({ summary, detail }: Pick<Diagnostic, 'summary' | 'detail'>): LockHolder | undefined {
  if (!summary.includes('Error acquiring the state lock')) return undefined;
  const field = (name: string): string => new RegExp(`^\\s*${name}:\\s+(.+)$`, 'm').exec(detail)?.[1]?.trim() ?? 'unknown';
  return { id: field('ID'), who: field('Who'), operation: field('Operation').replace(/^OperationType/, '').toLowerCase(), created: field('Created') };
}

/** Makes the work folder of a stack, or goes on with the state that lies in it, and initializes it. @throws StackError */
export async function initStack(stack: string, settings: RunSettings): Promise<void> {
  const folder = workFolder(stack, settings);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  bringCharts(settings);
  const source = join(settings.synthesized, 'stacks', stack);
  for (const file of ['cdk.tf.json', '.terraform.lock.hcl']) if (existsSync(join(source, file))) cpSync(join(source, file), join(folder, file));
  const override = join(folder, 'lab_override.tf.json');
  if (settings.state === 'local') writeFileSync(override, JSON.stringify({ terraform: { backend: { local: { path: 'terraform.tfstate' } } } }));
  else rmSync(override, { force: true });
  const { code, stdout, stderr } = await run(stack, settings, ['init', '-no-color', '-input=false', ...(settings.providers === undefined ? [] : [`-plugin-dir=${settings.providers}`])]);
  if (code !== 0) throw new StackError(stack, 'init', [{ severity: 'error', summary: plainly(stderr || stdout), detail: '' }]);
  // OpenTofu's own check (`-lockfile=readonly`) fails with every lock of registry.terraform.io, see docs/providers.md.
  const lock = '.terraform.lock.hcl';
  if (existsSync(join(source, lock)) && !sameLock(readFileSync(join(source, lock), 'utf8'), readFileSync(join(folder, lock), 'utf8'))) {
    throw new StackError(stack, 'init', [{ severity: 'error', summary: 'its providers are not those of the lock file', detail: '' }]);
  }
}

/** Local charts carry a digest of their content in their names, so those of several outputs lie side by side. */
function bringCharts({ synthesized, work }: RunSettings): void {
  const from = join(synthesized, 'charts');
  const to = join(work, 'charts');
  for (const chart of existsSync(from) ? readdirSync(from) : []) if (!existsSync(join(to, chart))) cpSync(join(from, chart), join(to, chart), { recursive: true });
}

/** Plans against what is. @throws StackError */
export async function planStack(stack: string, settings: RunSettings, options: { readonly destroy?: boolean } = {}): Promise<Plan> {
  const file = join(workFolder(stack, settings), 'plan');
  const result = await run(stack, settings, ['plan', '-json', '-input=false', '-lock-timeout=0s', ...parallel(settings), `-out=${file}`, ...(options.destroy ? ['-destroy'] : [])]);
  if (result.code !== 0) throw failed(stack, 'plan', result);
  const shown = await run(stack, settings, ['show', '-json', file]);
  if (shown.code !== 0) throw failed(stack, 'show', shown);
  const { resource_changes: changes = [] } = JSON.parse(documentOf(shown.stdout)) as { resource_changes?: { address: string; mode: string; change: { actions: string[] } }[] };
  return { stack, file, changes: changes.filter(({ mode }) => mode === 'managed').flatMap(({ address, change }) => actionOf(change.actions).map((action) => ({ address, action }))) };
}

/**
 * Applies a plan as it was saved; a copy of the state that it replaces is kept where the state lies in a store.
 * @throws StackError with every refusal, told by address; what was applied before it stays
 */
export async function applyPlan(plan: Plan, settings: RunSettings): Promise<void> {
  if (plan.changes.length === 0) return;
  const backend = settings.state === 'declared' ? backendOf(plan.stack, settings) : undefined;
  if (backend) await keepState(backend);
  const result = await run(plan.stack, settings, ['apply', '-json', '-input=false', '-lock-timeout=0s', ...parallel(settings), plan.file]);
  if (result.code !== 0) throw failed(plan.stack, 'apply', result);
}

/** Plans and applies the end of a stack. @returns what was removed from the state; Helm keeps objects that ask for it */
export async function destroyStack(stack: string, settings: RunSettings): Promise<Plan> {
  const plan = await planStack(stack, settings, { destroy: true });
  await applyPlan(plan, settings);
  return plan;
}

/** Lets go of a lock whose holder runs no more. @param id as the engine told it, see `lockedBy` @throws StackError when the lock is another one or gone */
export async function unlockStack(stack: string, settings: RunSettings, id: string): Promise<void> {
  const result = await run(stack, settings, ['force-unlock', '-force', id]);
  if (result.code !== 0) throw failed(stack, 'force-unlock', result);
}

function backendOf(stack: string, settings: RunSettings): S3Backend | undefined {
  const { terraform } = JSON.parse(readFileSync(join(workFolder(stack, settings), 'cdk.tf.json'), 'utf8')) as { terraform: { backend?: { s3?: S3Backend } } };
  return terraform.backend?.s3;
}

const workFolder = (stack: string, settings: RunSettings): string => join(settings.work, 'stacks', stack);

function run(stack: string, settings: RunSettings, args: readonly string[]): Promise<EngineResult> {
  const folder = workFolder(stack, settings);
  // Helm's own caches and logins stay out of the run.
  const helm = join(settings.work, 'helm');
  const declared = declaredVariables(join(folder, 'cdk.tf.json'));
  const variables = Object.fromEntries(Object.entries(settings.variables).filter(([name]) => declared.has(name)).map(([name, value]) => [`TF_VAR_${name}`, String(value)]));
  return runEngine({
    engine: settings.engine,
    args,
    folder,
    timeout: settings.timeout ?? 900,
    env: { HELM_CONFIG_HOME: helm, HELM_CACHE_HOME: helm, HELM_DATA_HOME: helm, ...variables, ...settings.env },
    ...(settings.signal && { signal: settings.signal }),
  });
}

const parallel = ({ parallelism }: RunSettings): string[] => (parallelism === undefined ? [] : [`-parallelism=${parallelism}`]);

/** OpenTofu writes warnings about its configuration before the document. */
function documentOf(stdout: string): string {
  return stdout.split('\n').find((line) => line.startsWith('{')) ?? '{}';
}

function declaredVariables(file: string): Set<string> {
  return new Set(Object.keys((JSON.parse(readFileSync(file, 'utf8')) as { variable?: object }).variable ?? {}));
}

function actionOf(actions: readonly string[]): Action[] {
  if (actions.includes('create') && actions.includes('delete')) return ['replace'];
  const [action] = actions;
  return action === 'create' || action === 'update' || action === 'delete' ? [action] : [];
}

interface Line {
  readonly '@message'?: string;
  readonly type?: string;
  readonly diagnostic?: Diagnostic;
}

function failed(stack: string, command: string, { stdout, stderr }: EngineResult): StackError {
  const errors = stdout.split('\n').flatMap((line): Diagnostic[] => {
    if (!line.startsWith('{')) return [];
    const { type, diagnostic } = JSON.parse(line) as Line;
    return type === 'diagnostic' && diagnostic?.severity === 'error' ? [diagnostic] : [];
  });
  return new StackError(stack, command, errors.length > 0 ? errors : [{ severity: 'error', summary: plainly(stderr || stdout) || 'it says nothing', detail: '' }]);
}
