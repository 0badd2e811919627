import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { earlierStates, type S3Backend } from '../../delivery/earlier-states.ts';
import { findEngine, type Engine } from '../../delivery/engine.ts';
import type { EngineName } from '../../delivery/providers.ts';
import { applyPlan, initStack, lockedBy, planStack, StackError, unlockStack, type RunSettings } from '../../delivery/stack-run.ts';
import { scratchBucket, startGateway, type Gateway } from '../../drill/local/gateway.ts';
import { connect } from '../../drill/store.ts';
import { findOnPath } from '../../tools/on-path.ts';
import { ensureProgram } from '../../tools/programs.ts';
import { eventually, processesOf, removeTemporaryFolders, temporaryFolder } from '../lab/support.ts';
import { hasGo, needGo } from '../tools/support.ts';

afterAll(removeTemporaryFolders);
needGo('the store of states, which is built here,');
const engines: readonly EngineName[] = findOnPath('terraform') === undefined ? ['tofu'] : ['tofu', 'terraform'];
const bucket = 'ndc-1-terraform-state';

/** A stack of built-in resources alone, with a backend as synth writes it. Applying takes `seconds`. */
const stackOf = (backend: S3Backend): object => ({
  terraform: { backend: { s3: { ...backend, encrypt: true, skip_credentials_validation: true, skip_metadata_api_check: true, skip_region_validation: true, skip_requesting_account_id: true, use_lockfile: true, use_path_style: true } } },
  variable: { value: { type: 'string' }, seconds: { type: 'string', default: '0' } },
  resource: { terraform_data: { one: { input: '${var.value}', triggers_replace: ['${var.value}'], provisioner: [{ 'local-exec': { command: 'sleep ${var.seconds}' } }] } } },
});

describe.skipIf(!hasGo)('states in an S3 store', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway(await ensureProgram('versitygw'), join(temporaryFolder(), 'store'));
    await scratchBucket(gateway, bucket);
    process.env['AWS_ACCESS_KEY_ID'] = gateway.root.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = gateway.root.secretAccessKey;
  });
  afterAll(async () => {
    delete process.env['AWS_ACCESS_KEY_ID'];
    delete process.env['AWS_SECRET_ACCESS_KEY'];
    await gateway?.server.stop();
  });

  describe.each(engines)('with %s', (name) => {
    let engine: Engine;
    let backend: S3Backend;
    const synthesized = temporaryFolder();
    beforeAll(async () => {
      engine = await findEngine(name);
      backend = { bucket, key: `${name}--one.tfstate`, region: gateway.region, endpoints: { s3: gateway.endpoint } };
      mkdirSync(join(synthesized, 'stacks', 'one'), { recursive: true });
      writeFileSync(join(synthesized, 'stacks', 'one', 'cdk.tf.json'), JSON.stringify(stackOf(backend)));
    });

    /** A runner with a work folder of its own, as on another machine. */
    const runner = async (value: string, seconds = 0): Promise<RunSettings> => {
      const settings: RunSettings = { engine, synthesized, work: temporaryFolder(), variables: { value, seconds: String(seconds) }, state: 'declared', timeout: 120 };
      await initStack('one', settings);
      return settings;
    };
    const apply = async (value: string, seconds = 0): Promise<void> => {
      const settings = await runner(value, seconds);
      await applyPlan(await planStack('one', settings), settings);
    };
    const locked = async (): Promise<boolean> => connect({ ...gateway, credentials: gateway.root }).send(new HeadObjectCommand({ Bucket: bucket, Key: `${backend.key}.tflock` })).then(() => true, () => false);

    it('a stack is applied, its second plan is empty, and its lock is gone', async () => {
      const settings = await runner('first');
      const plan = await planStack('one', settings);
      expect(plan.changes).toEqual([{ address: 'terraform_data.one', action: 'create' }]);
      await applyPlan(plan, settings);
      expect((await planStack('one', settings)).changes).toEqual([]);
      expect(await locked()).toBe(false);
      expect(existsSync(join(settings.work, 'stacks', 'one', 'terraform.tfstate'))).toBe(false);
      expect(await earlierStates(backend)).toEqual([]);
    });

    it('each state that was replaced is kept as a copy', async () => {
      await apply('second');
      await apply('third');
      const copies = await earlierStates(backend);
      expect(copies.length).toBe(2);
      for (const { key, size } of copies) {
        expect(key).toMatch(new RegExp(`^earlier/${name}--one\\.tfstate/\\d{4}-\\d\\d-\\d\\dT[\\d-]+\\.\\d{3}Z-\\w+$`));
        expect(size).toBeGreaterThan(100);
      }
    });

    it('of two applies at once exactly one takes the lock, and the other says who holds it', async () => {
      const [one, two] = [await runner('fourth', 2), await runner('fifth', 2)];
      const plans = [await planStack('one', one), await planStack('one', two)] as const;
      const outcomes = await Promise.allSettled([applyPlan(plans[0], one), applyPlan(plans[1], two)]);
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as StackError);
      expect(refused.length).toBe(1);
      expect(refused[0]).toBeInstanceOf(StackError);
      expect(refused[0]!.message).toMatch(/^the state of one is locked by \S+@\S+, who started apply at \d{4}-/);
      expect(await locked()).toBe(false);
    });

    it('an apply that is stopped lets go of the lock', async () => {
      const stop = new AbortController();
      const settings = { ...(await runner('sixth', 30)), signal: stop.signal };
      const plan = await planStack('one', settings);
      const applying = applyPlan(plan, settings).catch((error: unknown) => error);
      await eventually(locked);
      stop.abort(new Error('interrupted'));
      expect(await applying).toMatchObject({ message: 'interrupted' });
      await eventually(async () => !(await locked()), 30_000);
      expect(processesOf(settings.work)).toEqual([]);
    });

    it('an apply that is killed leaves a lock, which is explained and can be released', async () => {
      const settings = await runner('seventh', 30);
      const plan = await planStack('one', settings);
      const applying = applyPlan(plan, settings).catch((error: unknown) => error);
      await eventually(locked);
      await eventually(() => processesOf(settings.work).length > 1);
      for (const pid of processesOf(settings.work)) process.kill(pid, 'SIGKILL');
      expect(await applying).toBeInstanceOf(StackError);
      expect(await locked()).toBe(true);
      const next = await runner('eighth');
      const refused = (await planStack('one', next).catch((error: unknown) => error)) as StackError;
      const holder = refused.diagnostics.map(lockedBy).find((one) => one !== undefined)!;
      expect(refused.message).toBe(`the state of one is locked by ${holder.who}, who started apply at ${holder.created}`);
      expect(refused.hint).toBe(`wait until it ends. If it is certain that it runs no more: in the folder of the stack, \`init\` and then \`force-unlock ${holder.id}\``);
      await expect(unlockStack('one', next, '00000000-0000-0000-0000-000000000000')).rejects.toThrow('force-unlock of one failed');
      await unlockStack('one', next, holder.id);
      await applyPlan(await planStack('one', next), next);
      expect((await planStack('one', next)).changes).toEqual([]);
    });
  });
});
