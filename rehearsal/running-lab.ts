/** Labs of `ndc lab up` in a rehearsal: one is used when it is asked for, and left alone otherwise, since a rehearsal writes and deletes at will. */
import { allLabs, labStatus, type LabStatus } from '../lab/state.ts';
import { RehearsalError } from './errors.ts';

/** What the caller says of control planes that run already. */
export interface Wish {
  /** Name of a lab; true: that of `ndc lab up` without `--name`. */
  readonly lab?: string | true;
  readonly cluster?: readonly string[];
  readonly kubeconfig?: string;
  readonly auditLog?: string;
}

/** For `rehearse`; empty when it starts control planes of its own. */
export interface RunningLab {
  readonly clusters?: readonly string[];
  readonly kubeconfig?: string;
  readonly auditLog?: string;
}

/**
 * The control plane to use, when one is asked for.
 * @param tell is told of the lab that is used, or of those that are not
 * @throws RehearsalError, LabError as `useLab`
 */
export async function runningLab({ lab, cluster, kubeconfig, auditLog }: Wish, tell: (note: string) => void): Promise<RunningLab> {
  if (lab !== undefined) {
    const name = lab === true ? 'lab' : lab;
    const { cluster: id, ...used } = await useLab(name, cluster);
    tell(`the rehearsal uses the lab ${name} as ${id}; what it applies stays there`);
    return { clusters: [id], ...used };
  }
  if (kubeconfig !== undefined) return { kubeconfig, ...(auditLog === undefined ? {} : { auditLog }) };
  const note = await unusedLabs();
  if (note !== undefined) tell(note);
  return {};
}

/** What a rehearsal needs to know of the lab that it uses. */
export interface UsedLab {
  /** The one cluster that is rehearsed on it. */
  readonly cluster: string;
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  readonly auditLog: string;
}

/**
 * The running lab of a name, and the cluster it stands for.
 * @param clusters clusters that were asked for; a lab that stands for none takes the one that is named
 * @throws RehearsalError when it does not run, stands for another cluster, or no cluster or several are named; LabError for a name that no lab can have
 */
export async function useLab(name: string, clusters: readonly string[] = []): Promise<UsedLab> {
  const lab = await labStatus(name);
  if (lab?.state !== 'running') {
    const why = lab === undefined ? `there is no lab ${name}` : `the lab ${name} does not run (${lab.state})`;
    throw new RehearsalError(why, `start it with \`npx ndc lab up --name ${name} --cluster <id>\`, or leave --lab out: the rehearsal then starts control planes of its own`);
  }
  const wanted = clusters.length > 0 ? clusters : lab.cluster === undefined ? [] : [lab.cluster];
  const [cluster] = wanted;
  if (cluster === undefined || wanted.length > 1) {
    throw new RehearsalError(`a lab holds one cluster, and ${wanted.length === 0 ? 'none is named' : `${wanted.length} are: ${wanted.join(', ')}`}`, 'name one with --cluster, or leave --lab out: each cluster then gets a control plane of its own');
  }
  if (lab.cluster !== undefined && lab.cluster !== cluster) {
    throw new RehearsalError(`the lab ${name} runs as ${lab.cluster}, not as ${cluster}`, `start another beside it: \`npx ndc lab up --name second --cluster ${cluster}\`, then --lab second`);
  }
  return { cluster, kubeconfig: lab.kubeconfig!, auditLog: lab.auditLog! };
}

/** What to say of labs that run and are not used; undefined when there is none. */
export async function unusedLabs(): Promise<string | undefined> {
  return sayUnused((await allLabs()).filter(({ state }) => state === 'running'));
}

/** @param labs labs that run */
export function sayUnused(labs: readonly Pick<LabStatus, 'name' | 'cluster'>[]): string | undefined {
  const [first] = labs;
  if (!first) return undefined;
  const names = labs.map(({ name, cluster }) => (cluster === undefined ? name : `${name} (${cluster})`)).join(', ');
  return `${labs.length === 1 ? `the lab ${names} runs and is` : `the labs ${names} run and are`} left alone, since a rehearsal writes and deletes; \`--lab ${first.name}\` uses it`;
}
