/** The pages in a real browser: narrow and wide, both languages, light and dark, without script. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkLoaded } from '../../model/check.ts';
import { buildEstate } from '../../model/estate.ts';
import { loadCatalog } from '../../model/load/catalog.ts';
import { writePack } from '../../review/pack.ts';
import { readExport } from '../../review/read.ts';
import { buildReview } from '../../review/review.ts';
import { formatTenantHtml } from '../../review/tenant/html.ts';
import { previewTenant } from '../../review/tenant/view.ts';
import { changed, inFolder } from '../model/fixture.ts';
import { after, before } from './example.ts';
import { inTemporaryFolder, writeExport } from './fixture.ts';

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!program) {
  if (process.env['NDC_REQUIRE_ALL'] === '1') throw new Error('these tests need chromium in /usr/bin, and NDC_REQUIRE_ALL=1 lets none be skipped');
  process.stderr.write('SKIPPED: the tests of the pages in a browser need chromium in /usr/bin (Debian: apt-get install chromium)\n');
}

/** Writes both pages, of the small estate with a base, and calls back with their addresses. */
async function withPages(work: (pages: { review: string; tenant: string }) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    inFolder(changed({}), (root) => {
      const catalog = loadCatalog([root]);
      const estate = buildEstate(catalog)!;
      const { findings } = checkLoaded(catalog, estate);
      const revision = { commit: '0123456789abcdef0123456789abcdef01234567', modified: true };
      const exported = readExport(writeExport(join(folder, 'base'), before));
      const current = readExport(writeExport(join(folder, 'current'), after));
      writePack(buildReview({ catalog, estate, findings, revision, current, base: { ref: 'main', ...revision, exported }, settings: new Map() }), { out: join(folder, 'out'), language: 'vi', roots: [root], sarif: '{}' });
      mkdirSync(join(folder, 'tenant'));
      writeFileSync(join(folder, 'tenant/mae.html'), formatTenantHtml(previewTenant({ catalog, estate, findings, tenant: 'mae' })!, { language: 'en', href: () => undefined }));
    });
    const address = (path: string) => pathToFileURL(join(folder, path)).href;
    await work({ review: address('out/index.html'), tenant: address('tenant/mae.html') });
  });
}

describe.skipIf(!program)('the pages in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: program!, args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
  });

  afterAll(() => browser.close());

  /** Opens a page without script and gives what it asked for and complained of. */
  async function open(url: string, width: number, colorScheme: 'light' | 'dark' = 'light', javaScriptEnabled = false) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled });
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(url);
    return { page, requests, complaints, close: () => context.close() };
  }

  const openAll = async (page: Page) => {
    for (const summary of await page.locator('details:not([open]) > summary').all()) if (await summary.isVisible()) await summary.click();
  };

  it('asks for nothing but itself and complains of nothing', () => withPages(async (pages) => {
    for (const url of Object.values(pages)) {
      const { requests, complaints, close } = await open(url, 1280, 'light', true);
      expect(requests.filter((request) => request !== url && !request.startsWith('data:'))).toEqual([]);
      expect(complaints).toEqual([]);
      await close();
    }
  }));

  it.each([400, 1280])('is never wider than a screen of %i pixels, with everything opened, in both languages', (width) => withPages(async (pages) => {
    for (const url of Object.values(pages)) {
      // Only the measuring needs script; the page has none.
      const { page, close } = await open(url, width, 'dark', true);
      await openAll(page);
      for (const language of ['vi', 'en']) {
        await page.locator(`label[for="language-${language}"]`).click();
        const wide = await page.evaluate<string[]>('[...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest(".scroll")).map((element) => element.outerHTML.slice(0, 120))');
        expect(wide).toEqual([]);
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      }
      await close();
    }
  }));

  it('changes the language without script, by mouse and by keyboard', () => withPages(async ({ review, tenant }) => {
    const { page, close } = await open(review, 1280);
    const title = page.locator('h1');
    expect(await title.innerText()).toBe('Hồ sơ thẩm định hạ tầng');
    await page.locator('label[for="language-en"]').click();
    expect(await title.innerText()).toBe('Infrastructure review pack');
    expect(await page.locator('main [lang="vi"]:visible').count()).toBe(0);
    await page.locator('#language-en').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await title.innerText()).toBe('Hồ sơ thẩm định hạ tầng');
    expect(await page.locator('main [lang="en"]:visible').count()).toBe(0);
    await page.goto(tenant);
    expect(await title.innerText()).toBe('mae');
    await close();
  }));

  it('shows what may lose data above the fold', () => withPages(async ({ review }) => {
    const { page, close } = await open(review, 1280);
    expect((await page.locator('#danger').boundingBox())!.y).toBeLessThan(700);
    await close();
  }));

  it('prints what stands in closed parts, and no controls', () => withPages(async ({ review }) => {
    const { page, close } = await open(review, 800);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.switch').isVisible()).toBe(false);
    const closed = page.locator('details:not([open]):not(.long) > .inside').first();
    expect((await closed.boundingBox())!.height).toBeGreaterThan(10);
    await close();
  }));

  it.each(['light', 'dark'] as const)('has readable contrast in %s', (scheme) => withPages(async (pages) => {
    for (const url of Object.values(pages)) {
      const { page, close } = await open(url, 1280, scheme, true);
      await openAll(page);
      expect(await page.evaluate<string[]>(lowContrast)).toEqual([]);
      await close();
    }
  }));
});

/** Texts whose contrast with what lies behind them is below 4.5 (WCAG 2 AA); faint zeros aside, which repeat nothing but absence. */
const lowContrast = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255]; };
  const light = ([r, g, b]) => { const [x, y, z] = [r, g, b].map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * x + 0.7152 * y + 0.0722 * z; };
  const behind = (element) => { for (let e = element; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] > 0.99) return c; } return [255, 255, 255, 1]; };
  const seen = new Set();
  for (const element of document.querySelectorAll('body *')) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '') || !element.checkVisibility() || element.closest('.zero')) continue;
    const [a, b] = [light(rgba(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) seen.add(element.tagName + '.' + element.className + ' ' + ratio.toFixed(2));
  }
  return [...seen];
})()`;
