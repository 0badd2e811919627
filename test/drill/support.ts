/** What the real drills of the tests need: PostgreSQL, Barman and the object store as processes. */
import { expect, test } from 'vitest';
import type { BarmanPlace } from '../../drill/barman.ts';
import { findPostgres, type PostgresPlace } from '../../drill/postgres.ts';
import { barmanStatus, ensureBarman } from '../../tools/barman.ts';
import { ensureProgram } from '../../tools/programs.ts';
import { hasGo } from '../tools/support.ts';

export interface DrillTools {
  readonly postgres: PostgresPlace;
  readonly barman: BarmanPlace;
  readonly gateway: string;
}

/** The tools, built where they can be; `undefined`, said once and loudly, where one cannot be had. */
export async function drillTools(): Promise<DrillTools | undefined> {
  const postgres = await findPostgres();
  const { python } = await barmanStatus();
  const missing = [...(postgres ? [] : ['a PostgreSQL server']), ...(python ? [] : ['Python 3 with venv']), ...(hasGo ? [] : ['Go'])];
  if (postgres && missing.length === 0) return { postgres, barman: { bin: await ensureBarman() }, gateway: await ensureProgram('versitygw') };
  process.stderr.write(`\nSKIPPED: no ${missing.join(', no ')} here, so restores are not tried\n\n`);
  if (process.env['NDC_REQUIRE_ALL'] === '1') test(`${missing.join(', ')}: must be there, because NDC_REQUIRE_ALL=1`, () => expect(missing).toEqual([]));
  return undefined;
}
