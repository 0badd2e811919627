/** `ndc lab`: a real control plane on this machine, that outlives the command. */
import { Command, InvalidArgumentError } from 'commander';
import { labDown, labUp } from '../../lab/labs.ts';
import { allLabs, type LabStatus } from '../../lab/state.ts';
import { nearest } from '../../model/load/issues.ts';
import { readExport } from '../../review/read.ts';
import { defaults } from '../paths.ts';
import { CommandError, exit, printJson, printLine, Progress, table, withCommonOptions, type CommonOptions } from '../terminal.ts';
import { untilInterrupted } from '../interrupt.ts';

interface NameOptions extends CommonOptions {
  readonly name: string;
}

interface UpCommandOptions extends NameOptions {
  readonly cluster?: string;
  readonly objects: string;
  readonly port?: number;
}

const about = `
The control plane (etcd, kube-apiserver, kube-controller-manager) is real and as hardened as production; it has no nodes, so no pod runs. It is
reached on the loopback interface alone; keys, data and logs lie in a folder that only you can read. See docs/lab.md.`;

export function labCommand(): Command {
  return new Command('lab')
    .description('a real Kubernetes control plane on this machine, from pinned programs')
    .addHelpText('after', about)
    .addCommand(named('up', 'start a lab; does nothing when it runs')
      .option('--cluster <id>', 'stand for this cluster: load its definitions, and name the context after it')
      .option('--objects <dir>', 'folder that `ndc export` wrote, for --cluster', defaults.objects)
      .option('--port <number>', 'port of the API server (default: a free one)', portArgument)
      .action(up))
    .addCommand(named('down', 'stop a lab and remove everything of it').action(down))
    .addCommand(withCommonOptions(new Command('status')).description('show the labs of this user').action(status));
}

function named(name: string, description: string): Command {
  return withCommonOptions(new Command(name)).description(description).option('--name <name>', 'labs with different names run side by side', 'lab');
}

async function up({ name, cluster, objects, port, format }: UpCommandOptions): Promise<void> {
  const progress = new Progress();
  const definitions = cluster === undefined ? undefined : definitionsOf(objects, cluster);
  const lab = await untilInterrupted((signal) => labUp({ name, cluster, definitions, port, signal, onStep: (text) => progress.step(text) })).finally(() => progress.done());
  if (format === 'json') return printJson(lab);
  printLine(lab.started ? `the lab ${name} is ready: ${lab.server}` : `the lab ${name} runs already: ${lab.server}`);
  printLine(`  export KUBECONFIG=${lab.kubeconfig}`);
  printLine(`  audit log: ${lab.auditLog}`);
}

async function down({ name, format }: NameOptions): Promise<void> {
  const progress = new Progress();
  const stopped = await labDown(name, (text) => progress.step(text)).finally(() => progress.done());
  if (format === 'json') printJson({ name, stopped });
  else printLine(stopped ? `the lab ${name} is gone` : `there is no lab ${name}`);
}

async function status({ format }: CommonOptions): Promise<void> {
  const labs = await allLabs();
  if (format === 'json') printJson({ labs });
  else if (labs.length === 0) printLine('no lab; start one with `npx ndc lab up`');
  else {
    printLine(table(labs.map((lab) => [lab.name, lab.state, lab.cluster ?? '', lab.server ?? '', lab.startedAt ?? ''])));
    for (const lab of labs.filter(({ state }) => state !== 'running')) printLine(`\n${why(lab)}`);
  }
  if (labs.some(({ state }) => state !== 'running')) process.exitCode = exit.findings;
}

function why({ name, state, reason, folder }: LabStatus): string {
  const what = state === 'failed' ? reason : 'its supervisor was killed; all its programs ended with it';
  return `${name}: ${what}\n  logs: ${folder}\n  \`npx ndc lab up --name ${name}\` starts it anew, \`npx ndc lab down --name ${name}\` removes what is left`;
}

/** YAML of the definitions that a cluster gets. */
function definitionsOf(objects: string, cluster: string): string[] {
  const exported = readExport(objects);
  const clusters = new Set(exported.stacks.map(({ targetCluster }) => targetCluster));
  if (!clusters.has(cluster)) {
    const meant = nearest(cluster, clusters);
    throw new CommandError(`the export has no cluster ${cluster}`, meant === undefined ? `it has ${[...clusters].sort().join(', ')}` : `did you mean ${meant}?`);
  }
  return exported.stacks.filter(({ targetCluster }) => targetCluster === cluster).flatMap((stack) => stack.objects).filter(({ kind }) => kind === 'CustomResourceDefinition').map((object) => exported.text(object));
}

function portArgument(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError('must be a port, 1 to 65535.');
  return port;
}
