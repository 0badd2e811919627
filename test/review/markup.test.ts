import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { both, escapeHtml, html } from '../../review/html/markup.ts';
import { page } from '../../review/html/layout.ts';
import { code, escapeMarkdown } from '../../review/markdown.ts';

describe('markup', () => {
  it('escapes every value, in text and in attributes', () => {
    expect(html`<a title="${'"><script>'}">${'<b>&\''}</a>`.text).toBe('<a title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;&#39;</a>');
  });

  it('keeps markup, joins lists and leaves nothing for what is not there', () => {
    expect(html`<ul>${[html`<li>a</li>`, false, null, undefined, html`<li>${0}</li>`]}</ul>`.text).toBe('<ul><li>a</li><li>0</li></ul>');
  });

  it('writes both languages, and one text when they are the same', () => {
    expect(both({ vi: 'cụm <', en: 'cluster' }).text).toBe('<span lang="vi">cụm &lt;</span><span lang="en">cluster</span>');
    expect(both({ vi: 'RPO', en: 'RPO' }).text).toBe('RPO');
  });

  it('shows characters that hide or turn text around by their code', () => {
    expect(escapeHtml('a\u202eb\u200bc\0')).toBe('a⟨U+202E⟩b⟨U+200B⟩c⟨U+0000⟩');
  });

  it('lets no value out of its place, whatever it holds', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(html`<p title="${text}">${text}</p>`.text.replace(/^<p title="|<\/p>$/g, '').replace(/">/, '')).not.toMatch(/[<>"']/);
    }));
  });

  it('makes a page that refuses scripts and anything from elsewhere', () => {
    const text = page({ title: { vi: '</title>', en: '</title>' }, language: 'vi', body: html`<p></p>` });
    expect(text).toMatch(/^<!doctype html>\n<html lang="vi">/);
    expect(text).toContain("default-src 'none'");
    expect(text).toContain('<title>&lt;/title&gt;</title>');
    expect(text).not.toMatch(/<script|<link rel="stylesheet|src=|@import|url\(/);
    expect(text).toMatch(/id="language-vi" checked/);
  });
});

describe('Markdown', () => {
  it('shows text as it is', () => {
    expect(escapeMarkdown('<b>*a*_b_|c`d`\n# [x](y)')).toBe('\\<b\\>\\*a\\*\\_b\\_\\|c\\`d\\` \\# \\[x\\](y)');
  });

  it('writes code that holds backticks, pipes and line ends', () => {
    expect(code('a')).toBe('`a`');
    expect(code('a``b`c')).toBe('``` a``b`c ```');
    expect(code('a|b\nc')).toBe('`a\\|b c`');
  });
});
