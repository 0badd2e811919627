/** Small parts of SVG pictures. Texts are escaped here and nowhere else. */

/** Width of one character of the pictures' font at 12 px, generously. */
const characterWidth = 6.9;

export const colours = { text: '#1b2733', faint: '#5b6b7a', line: '#8fa3b5', declared: '#1f6f8b', undeclared: '#c0392b', box: '#ffffff', edge: '#fdf1dc', app: '#e4f1e4', data: '#e3ecf7', mgmt: '#f0e8f5', platform: '#eef0f2', outside: '#fbe9e7' } as const;

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

export function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escape(content)}</text>`;
}

export function textWidth(content: string): number {
  return Math.ceil(content.length * characterWidth);
}

/** Cuts what does not fit; the whole text stands in a title of the element. */
export function fitted(content: string, width: number): string {
  const most = Math.floor(width / characterWidth);
  return content.length <= most ? content : `${content.slice(0, Math.max(1, most - 1))}…`;
}

/** The same, keeping both ends: names differ at their end. */
export function fittedEnds(content: string, width: number): string {
  const most = Math.max(3, Math.floor(width / characterWidth));
  const head = Math.floor((most - 1) / 3);
  return content.length <= most ? content : `${content.slice(0, head)}…${content.slice(head + 1 - most)}`;
}

export function picture(width: number, height: number, title: string, body: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="DejaVu Sans, Arial, sans-serif" font-size="12" fill="${colours.text}">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...body,
    '</svg>',
    '',
  ].join('\n');
}
