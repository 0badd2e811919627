import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { barmanStatus } from './barman.ts';
import { isStaged, listCharts } from './charts.ts';
import type { Text } from './errors.ts';
import { findOnPath, versionOf } from './on-path.ts';
import { listPrograms, programStatus } from './programs.ts';

/** One thing the product can use, and whether this machine has it. */
export interface ToolReport {
  readonly id: string;
  readonly purpose: Text;
  /** `required`: the main job fails or is incomplete without it. */
  readonly needed: 'required' | 'optional';
  readonly found: boolean;
  /** As the tool says it, e.g. `1.26.8`; for staged charts `12 of 29`. */
  readonly version?: string;
  readonly howToGet: Text;
  /** What `found` does not tell. */
  readonly note?: Text;
}

interface Sought {
  readonly id: string;
  readonly commands: readonly string[];
  readonly args: readonly string[];
  readonly needed: 'required' | 'optional';
  readonly purpose: Text;
  readonly howToGet: Text;
  readonly note?: Text;
}

/**
 * What is there, what is missing, what each is for and how to get it. Builds, fetches and changes nothing.
 * Order: Node, programs on PATH, programs built here, Barman, staged charts.
 */
export async function inspectTools(): Promise<readonly ToolReport[]> {
  const sought = parse(readFileSync(join(import.meta.dirname, 'doctor.yaml'), 'utf8')) as Sought[];
  const onPath = await Promise.all(sought.map(inspectCommand));
  const built = await Promise.all(Object.keys(listPrograms()).map(inspectProgram));
  return [inspectNode(), ...onPath, ...built, await inspectBarman(), inspectCharts()];
}

function inspectNode(): ToolReport {
  return {
    id: 'node',
    purpose: { en: 'runs ndc itself, TypeScript without a build step', vi: 'chạy chính ndc, TypeScript không cần bước biên dịch' },
    needed: 'required',
    found: process.versions.node.startsWith('24.'),
    version: process.versions.node,
    howToGet: { en: 'run "npm ci" and start ndc by "npx ndc" or "npm run": Node 24 comes with the packages', vi: 'chạy "npm ci" rồi gọi ndc bằng "npx ndc" hoặc "npm run": Node 24 có sẵn trong các gói' },
  };
}

async function inspectCommand(sought: Sought): Promise<ToolReport> {
  const { commands, args, ...facts } = sought;
  const path = commands.map(findOnPath).find((found) => found !== undefined);
  const version = path === undefined ? undefined : await versionOf(path, args);
  return { ...facts, found: path !== undefined, ...(version !== undefined && { version }) };
}

async function inspectProgram(name: string): Promise<ToolReport> {
  const { built, purpose, usualSeconds, sourceKey, needed } = await programStatus(name);
  return {
    id: name,
    purpose,
    needed,
    found: built,
    ...(built && { version: sourceKey.slice(0, 12) }),
    howToGet: {
      en: `is built by itself at first use; about ${usualSeconds} s on two cores with an empty Go build cache`,
      vi: `tự được biên dịch khi dùng lần đầu; khoảng ${usualSeconds} giây trên hai nhân khi bộ nhớ đệm Go còn trống`,
    },
  };
}

async function inspectBarman(): Promise<ToolReport> {
  const { installed, python, version } = await barmanStatus();
  return {
    id: 'barman',
    purpose: { en: 'archives and restores databases in restore drills, as the operator does in clusters', vi: 'lưu trữ và khôi phục cơ sở dữ liệu khi diễn tập, đúng như bộ điều phối làm trong cụm' },
    needed: 'optional',
    found: installed,
    ...(installed && { version }),
    howToGet: python
      ? { en: 'installs itself at first use from the Python package index, by pinned hashes; about 10 s', vi: 'tự được cài khi dùng lần đầu từ kho gói Python, theo mã băm đã ghim; khoảng 10 giây' }
      : { en: 'install python3 and python3-venv from your system\'s packages', vi: 'cài python3 và python3-venv từ kho gói của hệ điều hành' },
  };
}

function inspectCharts(): ToolReport {
  const { charts, unavailable } = listCharts();
  const staged = charts.filter((chart) => isStaged(chart.name)).length;
  const gaps = unavailable.map((gap) => gap.name).join(', ');
  return {
    id: 'charts',
    purpose: { en: 'upstream charts and definitions that the export renders', vi: 'chart và định nghĩa tài nguyên gốc mà lệnh export dựng' },
    needed: 'required',
    found: staged === charts.length,
    version: `${staged} of ${charts.length}`,
    howToGet: { en: 'are staged by themselves at first use, with Go and its module mirror; about 10 s after the download', vi: 'tự được chuẩn bị khi dùng lần đầu, cần Go và kho mô-đun; khoảng 10 giây sau khi tải xong' },
    note: { en: `cannot be had from Go modules, so their releases stay unrendered: ${gaps}`, vi: `không có dưới dạng mô-đun Go nên các bản phát hành này không được dựng: ${gaps}` },
  };
}
