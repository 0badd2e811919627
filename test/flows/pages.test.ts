/** Each code of the proof has a page in both languages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { flowTitles } from '../../flows/findings.ts';

test.each(Object.entries(flowTitles))('%s has a page', (code, { vi, en }) => {
  const page = readFileSync(join(import.meta.dirname, `../../docs/rules/flows/${code}.md`), 'utf8');
  for (const part of [`# flows/${code}`, `${vi} · ${en}`, '**Ý nghĩa.**', '**Vì sao.**', '**Cách sửa.**', '**Meaning.**', '**Why.**', '**How to fix.**', 'Sai · bad:', 'Đúng · good:']) expect(page).toContain(part);
});
