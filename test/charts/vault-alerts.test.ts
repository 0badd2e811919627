import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDefinitions } from './definitions.ts';
import { labels, only, prepare, refusal, render, root, set, titles } from './harness.ts';

const minimal = { name: 'copy--land--north', namespace: 'ndc-copies', labels, jobs: [{ name: 'collect--land--north', task: 'collect', lateSeconds: 86_400 }] };
const everything = {
  ...minimal,
  jobs: [
    { name: 'pull--land--north', task: 'pull', lateSeconds: 3600, ageSeconds: 11_700 },
    { name: 'seal--cluster-objects--north', task: 'seal', lateSeconds: 86_400 },
    ...minimal.jobs,
  ],
};

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

const alertsOf = async (values: object): Promise<Alert[]> => (only(await render('vault-alerts', values as typeof minimal), 'PrometheusRule').spec.groups as { rules: Alert[] }[]).flatMap(({ rules }) => rules);

prepare('crds-monitoring');

describe('chart vault-alerts', () => {
  it('makes one object that upstream\'s definition takes', async () => {
    const objects = await render('vault-alerts', minimal);
    expect(titles(objects)).toEqual(['PrometheusRule copy--land--north']);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    expect(only(objects, 'PrometheusRule').metadata).toMatchObject({ namespace: 'ndc-copies', labels });
  });

  it('takes every value', async () => {
    expect((await checkDefinitions(await render('vault-alerts', everything))).problems).toEqual([]);
    expect((await alertsOf(everything)).map(({ alert, labels: own, for: wait }) => `${alert} ${own['cronjob']} ${own['severity']} ${wait}`)).toEqual([
      'VaultPullFailing pull--land--north warning 3600s', 'VaultCopyOld pull--land--north critical 0s', 'VaultSealFailing seal--cluster-objects--north warning 86400s', 'VaultCollectFailing collect--land--north warning 86400s',
    ]);
  });

  it('alarms of a run that has not succeeded when the next is due, and of the age of the newest copy, as the values say and without figures of its own', async () => {
    const [late, old] = await alertsOf(everything);
    const of = 'namespace="ndc-copies",cronjob="pull--land--north"';
    expect(late!.expr).toBe(`max(kube_cronjob_status_last_schedule_time{${of}}) - (max(kube_cronjob_status_last_successful_time{${of}}) or vector(0)) > 0`);
    expect(old!.expr).toBe(`time() - (max(kube_cronjob_status_last_successful_time{${of}}) or vector(0)) > 11700`);
  });

  it('says in both languages what is wrong, and names a runbook that exists', async () => {
    for (const { annotations, labels: own } of await alertsOf(everything)) {
      expect(annotations['summary']).toMatch(/^\S+: \S/);
      expect(annotations['summary_vi']).not.toBe(annotations['summary']);
      expect(existsSync(join(root, '..', annotations['runbook']!))).toBe(true);
      expect(own).toMatchObject(Object.fromEntries(Object.entries(labels).map(([key, value]) => [key.replaceAll(/[/.-]/g, '_'), value])));
    }
  });

  it.each([
    ['no job', set(minimal, 'jobs', []), "- at '/jobs': minItems: got 0, want 1"],
    ['a task that no job has', set(minimal, 'jobs.0.task', 'drill'), "- at '/jobs/0/task': value must be one of 'pull', 'seal', 'collect'"],
    ['no time', set(minimal, 'jobs.0.lateSeconds', 0), "- at '/jobs/0/lateSeconds': minimum: got 0, want 1"],
    ['an age of what copies nothing', set(minimal, 'jobs.0.ageSeconds', 60), "- at '/jobs/0/task': value must be 'pull'"],
    ['a threshold of its own', set(minimal, 'jobs.0.severity', 'info'), "- at '/jobs/0': additional properties 'severity' not allowed"],
  ])('refuses %s', async (_what, values, message) => {
    expect(await refusal('vault-alerts', values)).toBe(message);
  });
});
